import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadPolicies, type PolicySet } from '../policies/index.ts';
import { Failure } from './failure.ts';

/** The policy folder that the project ships. */
export const policyFolder = fileURLToPath(new URL('../policies', import.meta.url));

/** The supergraph that `cpz compose` wrote. */
export const supergraphFile = fileURLToPath(
  new URL('../schema/generated/supergraph.graphql', import.meta.url),
);

/**
 * Reads the policies over the supergraph.
 * @throws Failure when either cannot be read; every fault stands on a line of its own
 */
export async function readPolicies(
  folder = policyFolder,
  supergraph = supergraphFile,
): Promise<PolicySet> {
  let sdl: string;
  try {
    sdl = await readFile(supergraph, 'utf8');
  } catch {
    throw new Failure(
      `There is no supergraph at ${supergraph}. Run \`npm run cpz -- compose\` first.`,
      69,
    );
  }
  try {
    return await loadPolicies(folder, sdl);
  } catch (error) {
    if (error instanceof Error && error.name === 'PolicyFileError')
      throw new Failure(error.message);
    throw error;
  }
}
