// The planner's thread and its libraries as one file: a thread that reads many takes twice as long to start.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Makes the file's text, and says below the project's folder what it is made of. */
export async function bundlePlanner() {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path.join(root, 'gateway/plan/planner-thread.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}
