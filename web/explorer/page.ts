import type { Manifest } from './bundle.ts';

const head = (title: string) => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">`;

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);

/** The page that holds the explorer: no script and no style of its own. */
export function explorerPage(base: string, endpoint: string, manifest: Manifest): string {
  const asset = (file: string): string => escape(`${base}/assets/${file}`);
  const { editor, json, graphql } = manifest.workers;
  return `${head('CPZ Graph Explorer')}
<link rel="stylesheet" href="${asset(manifest.style)}">
<script type="module" src="${asset(manifest.script)}"></script>
</head>
<body>
<div id="explorer" data-base="${escape(base)}" data-endpoint="${escape(endpoint)}"
  data-editor-worker="${asset(editor)}" data-json-worker="${asset(json)}" data-graphql-worker="${asset(graphql)}"></div>
<noscript>
<p>查询工作台需要 JavaScript。也可直接向 <code>${escape(endpoint)}</code> 发送 GraphQL 请求。</p>
<p lang="en">The explorer needs JavaScript. You can also send GraphQL requests to <code>${escape(endpoint)}</code>.</p>
</noscript>
</body>
</html>
`;
}

/** Shown until the bundle is built; asks again every second. */
export function buildingPage(): string {
  return `${head('CPZ Graph Explorer')}
<meta http-equiv="refresh" content="1">
</head>
<body>
<p>正在构建查询工作台，数秒后自动打开。</p>
<p lang="en">The explorer is being built; it opens by itself in a few seconds.</p>
</body>
</html>
`;
}

/** Shown when the bundle could not be built: what is wrong and what to do. */
export function failedPage(reason: string): string {
  return `${head('CPZ Graph Explorer')}
</head>
<body>
<h1>查询工作台构建失败</h1>
<p>请运行 <code>npm ci</code> 后重新启动。</p>
<p lang="en">The explorer could not be built. Run <code>npm ci</code> and start again.</p>
<pre>${escape(reason)}</pre>
</body>
</html>
`;
}
