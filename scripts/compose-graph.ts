import { composeSupergraph } from '../schema/compose.ts';
import { fieldPlace } from '../schema/place.ts';
import { lintContract } from '../schema/lint/index.ts';
import { type Contract, loadContracts } from '../schema/load.ts';
import { type Problem, SchemaError } from '../schema/problem.ts';
import { subsetOf } from '../schema/public.ts';
import { readRegistry } from '../schema/registry.ts';
import { checkPolicies, compileTable, loadPolicies, PolicyFileError } from '../policies/index.ts';
import { inContracts } from './policy/in-contracts.ts';
import { policyFolder } from './policies.ts';

/** A file that composition makes. */
export interface Generated {
  readonly name: string;
  readonly text: string;
}

/** What composition gives: files to write, or problems with their places. */
export type Composed =
  | { readonly files: readonly Generated[]; readonly hints: readonly string[] }
  | { readonly problems: readonly Problem[] };

/**
 * Composes the registered contracts under the shipped policies: lint, composition, classification, derivations,
 * and the public contract. Writes nothing.
 */
export async function composeGraph(): Promise<Composed> {
  try {
    const registry = await readRegistry();
    const contracts = await loadContracts();
    const linted = contracts.flatMap(lintContract);
    if (linted.length > 0) return { problems: linted };
    const composition = composeSupergraph(contracts, registry.leads);
    if ('problems' in composition) return composition;
    const { supergraphSdl, hints } = composition;
    const policies = await loadPolicies(policyFolder, supergraphSdl, { kind: 'as-written' });
    const graver = checkPolicies(policies, new Date()).filter(
      ({ severity }) => severity === 'error',
    );
    if (graver.length > 0) return { problems: inContracts(graver, contracts) };
    const table = compileTable(policies, new Date());
    const everyone = table.classOf({ kind: 'public' });
    const subset = subsetOf(supergraphSdl, (coordinate) => table.visible(everyone, coordinate));
    if (subset.unreachable.length > 0)
      return { problems: subset.unreachable.map((one) => unreachable(one, contracts)) };
    return {
      files: [
        { name: 'supergraph.graphql', text: supergraphSdl },
        { name: 'public.graphql', text: subset.sdl },
      ],
      hints,
    };
  } catch (error) {
    if (error instanceof SchemaError || error instanceof PolicyFileError)
      return { problems: error.problems };
    throw error;
  }
}

function unreachable(coordinate: string, contracts: readonly Contract[]): Problem {
  const [typeName] = coordinate.split('.');
  const defining = contracts.find(({ document }) =>
    document.definitions.some(
      (definition) => 'name' in definition && definition.name.value === typeName,
    ),
  );
  return {
    code: 'PUBLIC_UNREACHABLE',
    message: `${coordinate} is disclosed, and nothing that is disclosed leads to it. Disclose a field that returns ${typeName ?? ''}, or withdraw it.`,
    ...fieldPlace(defining, coordinate),
  };
}
