import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  loadRelease,
  PolicyFileError,
  type PolicySet,
  readRelease,
  releaseOf,
  type Trust,
  TrustFileError,
} from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { readSupergraph, supergraphFile } from '../policies.ts';

const run = promisify(execFile);
const mostBytes = 64 * 1024 * 1024;
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * One side of a comparison: a folder, a bundle, or a revision of git (`main`, `HEAD~3`, `v1.2:path/of/policies`),
 * whose supergraph is that revision's unless one is named.
 * @throws Failure when it is none of them
 */
export async function readSide(
  place: string,
  supergraph: string | undefined,
  trust: Trust,
): Promise<PolicySet> {
  const isPath = await stat(place).then(
    () => true,
    () => false,
  );
  try {
    if (isPath) {
      const sdl = await readSupergraph(supergraph ?? supergraphFile);
      return await loadRelease(await readRelease(place), sdl, trust);
    }
    return await readRevision(place, supergraph, trust);
  } catch (error) {
    if (error instanceof PolicyFileError) throw new Failure(`${place}: ${error.message}`);
    if (error instanceof TrustFileError) throw new Failure(error.message);
    throw error;
  }
}

async function readRevision(
  place: string,
  supergraph: string | undefined,
  trust: Trust,
): Promise<PolicySet> {
  const [revision = '', folder = 'policies'] = place.split(':');
  const commit = await git(
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  )
    .then((text) => text.trim())
    .catch(() => {
      throw new Failure(`${place} is no folder, no bundle and no revision of git.`, 2);
    });
  const listed = await git('ls-tree', '-r', '-z', '--name-only', commit, '--', `${folder}/`);
  const names = listed.split('\0').filter((name) => /\.(yaml|json)$/.test(name));
  const files = await Promise.all(
    names.map(
      async (name) =>
        [path.posix.relative(folder, name), await git('show', `${commit}:${name}`)] as const,
    ),
  );
  const sdl =
    supergraph === undefined
      ? await git('show', `${commit}:schema/generated/supergraph.graphql`).catch(() =>
          readSupergraph(supergraphFile),
        )
      : await readSupergraph(supergraph);
  const release = releaseOf(new Map(files), { kind: 'folder', path: place, seal: null });
  return loadRelease(release, sdl, trust);
}

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', root, ...args], { maxBuffer: mostBytes });
  return stdout;
}
