import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { context, type Metafile } from 'esbuild';
import { z } from 'zod';

const clientFolder = fileURLToPath(new URL('./client/', import.meta.url));
const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Each entry becomes a file of its own: a strict policy allows workers from the same origin only, never blobs. */
const entries = {
  explorer: 'web/explorer/client/main.tsx',
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
};

const manifestShape = z.object({
  script: z.string(),
  style: z.string(),
  workers: z.object({ editor: z.string(), json: z.string(), graphql: z.string() }),
});

/** Names of the files that the page itself asks for; the script asks for the others. */
export type Manifest = z.infer<typeof manifestShape>;

/** A bundle that is ready to be served. */
export interface Bundle {
  /** Holds nothing but files with a content hash in their names. */
  readonly assets: string;
  readonly manifest: Manifest;
}

/**
 * The explorer's client, built into `folder` unless a build of the same sources and dependencies stands there.
 * Two processes may do this at once: a build appears whole or not at all.
 * @param signal ends a build that nobody waits for any more
 * @throws Error when esbuild finds a fault, whose message names file and line, or when the build was ended
 */
export async function bundleExplorer(folder: string, signal: AbortSignal): Promise<Bundle> {
  const name = await digestOfSources();
  const target = join(folder, name);
  const ready = await readBundle(target);
  if (ready !== null) return ready;

  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(join(folder, 'draft-'));
  try {
    const manifest = await buildInto(join(draft, 'assets'), signal);
    await writeFile(join(draft, 'manifest.json'), JSON.stringify(manifest));
    await publish(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeOldBuilds(folder, name);
  const built = await readBundle(target);
  if (built === null)
    throw new Error(`The explorer's bundle was removed from ${target} while it was built.`);
  return built;
}

async function buildInto(assets: string, signal: AbortSignal): Promise<Manifest> {
  const making = await context({
    absWorkingDir: projectFolder,
    entryPoints: entries,
    outdir: assets,
    tsconfig: join(clientFolder, 'tsconfig.json'),
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    metafile: true,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'file' },
    logLevel: 'silent',
  });
  const end = (): void => void making.cancel();
  signal.addEventListener('abort', end);
  try {
    signal.throwIfAborted();
    const { metafile } = await making.rebuild();
    return manifestOf(metafile);
  } finally {
    signal.removeEventListener('abort', end);
    await making.dispose();
  }
}

function manifestOf({ outputs }: Metafile): Manifest {
  const fileOf = (suffix: string): string => {
    const found = Object.entries(outputs).find(([, { entryPoint }]) =>
      entryPoint?.endsWith(suffix),
    );
    if (found === undefined) throw new Error(`The explorer's bundle has no output for ${suffix}.`);
    return basename(found[0]);
  };
  const { cssBundle } =
    Object.values(outputs).find(({ entryPoint }) => entryPoint === entries.explorer) ?? {};
  if (cssBundle === undefined) throw new Error("The explorer's bundle has no style sheet.");
  return {
    script: fileOf(entries.explorer),
    style: basename(cssBundle),
    workers: {
      editor: fileOf(entries.editor),
      json: fileOf(entries.json),
      graphql: fileOf(entries.graphql),
    },
  };
}

/** INVARIANT: what stands at `target` is a whole build; a rename within one folder is atomic. */
async function publish(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    // Another process was faster with the same build.
    if ((await readBundle(target)) === null) throw error;
  }
}

async function readBundle(target: string): Promise<Bundle | null> {
  try {
    const text = await readFile(join(target, 'manifest.json'), 'utf8');
    return { assets: join(target, 'assets'), manifest: manifestShape.parse(JSON.parse(text)) };
  } catch {
    return null;
  }
}

/** The lockfile stands for every version that the bundle may contain. */
async function digestOfSources(): Promise<string> {
  const sources = (await readdir(clientFolder)).filter((file) => !file.endsWith('.test.ts')).sort();
  const files = [
    ...sources.map((file) => join(clientFolder, file)),
    fileURLToPath(import.meta.url),
    join(projectFolder, 'package-lock.json'),
  ];
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(`${relative(projectFolder, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

async function removeOldBuilds(folder: string, current: string): Promise<void> {
  const old = (await readdir(folder)).filter(
    (name) => /^[0-9a-f]{16}$/.test(name) && name !== current,
  );
  await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
