import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './children.ts';
import type { Leave } from './group.ts';

const execute = promisify(execFile);
const patienceMs = 240_000;

/**
 * Installs other gateways in `peers/`, each with the versions that it names.
 * @returns those that could be installed
 */
export async function install(
  peers: readonly string[],
  leave: Leave,
  progress: (text: string) => void,
): Promise<ReadonlySet<string>> {
  const installed = new Set<string>();
  for (const peer of peers) {
    progress(`installing ${peer}`);
    const folder = path.join(root, 'scripts/bench/peers', peer);
    const args = ['install', '--no-audit', '--no-fund', '--legacy-peer-deps'];
    try {
      await execute('npm', [...args, '--prefer-offline', '--loglevel', 'error'], {
        cwd: folder,
        timeout: patienceMs,
      });
      installed.add(peer);
    } catch (error) {
      leave(`all of ${peer}`, `it cannot be installed (${String(error)})`);
    }
  }
  return installed;
}
