import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mostBytes = 64 * 1024 * 1024;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The commit that a revision of the project names; null if it names none. */
export async function commitOf(revision: string): Promise<string | null> {
  const named = ['--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  return git(['rev-parse', ...named]).then(
    (found) => found.toString('utf8').trim(),
    () => null,
  );
}

/** Texts of the files that a commit has in a place, by path; two processes, however many there are. */
export async function filesAt(
  commit: string,
  places: readonly string[],
  isWanted: (name: string) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const listed = await git(['ls-tree', '-r', '-z', commit, '--', ...places]);
  const entries = listed
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [about = '', name = ''] = entry.split(/\t(.*)/s);
      return { name, id: about.split(' ')[2] ?? '' };
    })
    .filter(({ name }) => isWanted(name));
  const said = await git(['cat-file', '--batch'], entries.map(({ id }) => `${id}\n`).join(''));
  const files = new Map<string, string>();
  let at = 0;
  for (const { name } of entries) {
    // A line `<id> blob <bytes>`, then as many bytes and the end of a line.
    const start = said.indexOf('\n', at) + 1;
    const size = Number(said.toString('utf8', at, start).split(' ')[2]);
    files.set(name, said.toString('utf8', start, start + size));
    at = start + size + 1;
  }
  return files;
}

async function git(args: readonly string[], input = ''): Promise<Buffer> {
  const running = run('git', ['-C', root, ...args], { maxBuffer: mostBytes, encoding: 'buffer' });
  // If it ends before it has read all, it says why.
  running.child.stdin?.on('error', () => undefined).end(input);
  return (await running).stdout;
}
