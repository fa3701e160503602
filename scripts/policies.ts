import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { GraphQLError } from 'graphql';
import {
  loadPolicies,
  PolicyFileError,
  type PolicySet,
  type Trust,
  TrustFileError,
} from '../policies/index.ts';
import { Failure } from './failure.ts';

/** The policy folder that the project ships. */
export const policyFolder = fileURLToPath(new URL('../policies', import.meta.url));

/** The supergraph that `cpz compose` wrote. */
export const supergraphFile = fileURLToPath(
  new URL('../schema/generated/supergraph.graphql', import.meta.url),
);

/**
 * Reads a folder or a bundle of policies over a supergraph.
 * @throws Failure when either cannot be read; every fault stands on a line of its own
 */
export async function readPolicies(
  place: string,
  supergraph: string,
  trust: Trust,
): Promise<PolicySet> {
  const sdl = await readSupergraph(supergraph);
  try {
    return await loadPolicies(place, sdl, trust);
  } catch (error) {
    if (error instanceof PolicyFileError) throw new Failure(error.message);
    if (error instanceof TrustFileError) throw new Failure(error.message, 78);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Failure(`There are no policies at ${place}: name a folder or a bundle.`, 66);
    if (error instanceof GraphQLError) {
      const [at = { line: 1, column: 1 }] = error.locations ?? [];
      throw new Failure(
        `${supergraph}:${at.line}:${at.column}  The supergraph cannot be read: ${error.message}`,
        65,
      );
    }
    throw error;
  }
}

/** Reads policies whose approvals count as written: to ask what documents say, never to answer by them. */
export function readAsWritten(
  place = policyFolder,
  supergraph = supergraphFile,
): Promise<PolicySet> {
  return readPolicies(place, supergraph, { kind: 'as-written' });
}

/**
 * The SDL of a supergraph.
 * @throws Failure when there is none
 */
export async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Failure(
      `There is no supergraph at ${file}. Run \`npm run cpz -- compose\` first.`,
      69,
    );
  }
}
