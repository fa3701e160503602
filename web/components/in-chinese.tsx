import type { Visit } from '../page.ts';

/** Says to readers of other languages that what follows is as the departments wrote it. */
export function InChinese({ visit }: { readonly visit: Visit }) {
  const { language, words } = visit;
  if (language === 'zh-CN') return null;
  return <p class="cpz-original">{words.enterprise.original}</p>;
}
