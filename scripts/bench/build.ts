import { execFile } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './children.ts';

const execute = promisify(execFile);

/**
 * Builds the command line, as it runs in production: without a compiler in the process.
 * @param folder where it is put, somewhere below the project, so that it finds its libraries
 */
export async function build(folder: string): Promise<void> {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', 'tsconfig.build.json', '--outDir', folder];
  await execute(process.execPath, args, { cwd: root });
  const schema = path.join(root, 'schema');
  for (const name of await readdir(schema)) {
    if (!/\.(yaml|graphql)$/.test(name)) continue;
    await cp(path.join(schema, name), path.join(folder, 'schema', name));
  }
}
