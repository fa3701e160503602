import { composeServices } from '@apollo/composition';
import { type GraphQLError, Kind } from 'graphql';
import { classifyFields } from './classify.ts';
import { readClassification } from './classification.ts';
import type { Contract } from './load.ts';
import type { Problem } from './problem.ts';
import { fieldPlace } from './place.ts';

/** A supergraph, or everything that stands in its way. */
export type Composition =
  | { readonly supergraphSdl: string; readonly hints: readonly string[] }
  | { readonly problems: readonly Problem[] };

/**
 * Composes contracts into one supergraph. The same contracts give the same bytes, in whichever order they come.
 * @param leads type to the subgraph that classifies its keys and shared fields
 */
export function composeSupergraph(
  contracts: readonly Contract[],
  leads: Readonly<Record<string, string>>,
): Composition {
  const sorted = [...contracts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const result = composeServices(
    sorted.map((contract) => ({
      name: contract.name,
      url: contract.url,
      typeDefs: classifyFields(contract, leads),
    })),
  );
  if (result.errors !== undefined)
    return { problems: result.errors.map((error) => problemOf(error, sorted)) };
  const unlike = unlikeClassifications(sorted, leads);
  if (unlike.length > 0) return { problems: unlike };
  const unclassified = unclassifiedFields(result.supergraphSdl, sorted);
  if (unclassified.length > 0) return { problems: unclassified };
  return {
    supergraphSdl: `${result.supergraphSdl.trimEnd()}\n`,
    hints: result.hints.map((hint) => hint.message),
  };
}

function problemOf(error: GraphQLError, contracts: readonly Contract[]): Problem {
  const node = error.nodes?.find(
    (candidate) => candidate.loc !== undefined && candidate.loc.source.name !== 'header',
  );
  const named = /^\[([a-z0-9-]+)\]/.exec(error.message)?.[1];
  const file = contracts.find(({ name }) => name === named)?.file ?? contracts[0]?.file ?? '';
  const start = node?.loc?.startToken;
  return {
    code: typeof error.extensions.code === 'string' ? error.extensions.code : 'COMPOSITION',
    message: error.message.replaceAll('\n', ' '),
    file: node?.loc?.source.name ?? file,
    line: start?.line ?? 1,
    column: start?.column ?? 1,
  };
}

/** A coordinate that several contracts classify must be classified alike: the merge would silently take one. */
function unlikeClassifications(
  contracts: readonly Contract[],
  leads: Readonly<Record<string, string>>,
): Problem[] {
  const seen = new Map<string, { readonly name: string; readonly text: string }>();
  const problems: Problem[] = [];
  for (const contract of contracts) {
    for (const { coordinate, text } of statedClassifications(contract, leads)) {
      const other = seen.get(coordinate);
      if (other === undefined) seen.set(coordinate, { name: contract.name, text });
      else if (other.text !== text) {
        problems.push({
          code: 'CLASSIFIED_UNLIKE',
          message: `${coordinate} is ${text} here and ${other.text} in ${other.name}. Let one contract lead, or write both alike.`,
          ...fieldPlace(contract, coordinate),
        });
      }
    }
  }
  return problems;
}

function statedClassifications(
  contract: Contract,
  leads: Readonly<Record<string, string>>,
): { readonly coordinate: string; readonly text: string }[] {
  return classifyFields(contract, leads).definitions.flatMap((definition) => {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      return [];
    return (definition.fields ?? []).flatMap((field) => {
      const directive = field.directives?.find(({ name }) => name.value === 'classified');
      if (directive === undefined) return [];
      const values = (directive.arguments ?? []).map(({ name, value }) =>
        'value' in value ? `${name.value} ${String(value.value)}` : name.value,
      );
      return [
        {
          coordinate: `${definition.name.value}.${field.name.value}`,
          text: values.sort().join(', '),
        },
      ];
    });
  });
}

function unclassifiedFields(supergraphSdl: string, contracts: readonly Contract[]): Problem[] {
  const { coordinates } = readClassification(supergraphSdl);
  return [...coordinates.values()]
    .filter(
      (facts) =>
        facts.kind === 'field' && facts.classified === null && !facts.fieldName.startsWith('_'),
    )
    .map((facts) => ({
      code: 'UNCLASSIFIED',
      message: `${facts.coordinate} has no @classified, nor has its type in the contract that leads it. Say its category and how it may be shared.`,
      ...fieldPlace(
        contracts.find(({ name }) => facts.subgraphs.includes(name)),
        facts.coordinate,
      ),
    }));
}
