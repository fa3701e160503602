import { stat } from 'node:fs/promises';
import path from 'node:path';
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
import { commitOf, filesAt } from './git.ts';

const contract = 'schema/generated/supergraph.graphql';

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
    if (error instanceof TrustFileError) throw new Failure(error.message, 78);
    throw error;
  }
}

async function readRevision(
  place: string,
  supergraph: string | undefined,
  trust: Trust,
): Promise<PolicySet> {
  const [revision = '', folder = 'policies'] = place.split(':');
  const commit = await commitOf(revision);
  if (commit === null)
    throw new Failure(`${place} is no folder, no bundle and no revision of git.`, 2);
  const isPolicy = (name: string): boolean =>
    name.startsWith(`${folder}/`) && /\.(yaml|json)$/.test(name);
  const found = await filesAt(
    commit,
    [`${folder}/`, contract],
    (name) => isPolicy(name) || name === contract,
  );
  const files = [...found]
    .filter(([name]) => isPolicy(name))
    .map(([name, text]) => [path.posix.relative(folder, name), text] as const);
  const sdl =
    (supergraph === undefined ? found.get(contract) : undefined) ??
    (await readSupergraph(supergraph ?? supergraphFile));
  const release = releaseOf(new Map(files), { kind: 'folder', path: place, seal: null });
  return loadRelease(release, sdl, trust);
}
