import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The style sheet of the pages. */
export interface Style {
  /** Changes with the text, so that browsers may keep it for good. */
  readonly href: string;
  readonly css: string;
}

const sources = fileURLToPath(new URL('./', import.meta.url));
const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Makes the style sheet from GOV.UK Frontend and `pages.scss` with its parts, unless one of the same sources stands in the folder.
 * @throws Error when the sheet would name a font, an image or another host: those of GOV.UK are its own
 */
export async function makeStyle(folder: string): Promise<Style> {
  const parts = (await readdir(sources)).filter((name) => name.endsWith('.scss')).sort();
  const hash = createHash('sha256');
  for (const each of parts) hash.update(await readFile(path.join(sources, each)));
  hash.update(await readFile(path.join(projectFolder, 'package-lock.json')));
  const name = hash.digest('hex').slice(0, 16);
  const file = path.join(folder, `pages-${name}.css`);
  const css = await readFile(file, 'utf8').catch(() => compile(folder, file));
  const digest = createHash('sha256').update(css).digest('base64url').slice(0, 12);
  return { href: `/assets/pages-${digest}.css`, css };
}

/** Where the libraries stand: a build may have those of the project around it. */
function libraries(): string {
  const manifest = createRequire(import.meta.url).resolve('govuk-frontend/package.json');
  return path.dirname(path.dirname(manifest));
}

async function compile(folder: string, file: string): Promise<string> {
  // Loaded only when it is needed: it takes longer than all other modules together.
  const sass = await import('sass');
  const { css } = await sass.compileAsync(path.join(sources, 'pages.scss'), {
    style: 'compressed',
    loadPaths: [libraries()],
    quietDeps: true,
  });
  const foreign = /url\((?!["']?data:)|@font-face|GDS Transport|@import/.exec(css);
  if (foreign !== null) throw new Error(`The style sheet may not contain ${foreign[0]}.`);
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, css);
  await rename(draft, file);
  return css;
}
