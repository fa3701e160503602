import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './children.ts';

const execute = promisify(execFile);

/**
 * Builds the command line, as it runs in production: without a compiler in the process.
 * @param folder where it is put, somewhere below the project, so that it finds its libraries
 */
export async function build(folder: string): Promise<void> {
  await execute(process.execPath, [path.join(root, 'scripts/build.mjs'), folder], { cwd: root });
}
