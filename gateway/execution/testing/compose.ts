import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { TestSubgraph } from './subgraph.ts';

/** The supergraph of some subgraphs; throws with the composer's words if they do not compose. */
export function composeForTest(
  subgraphs: readonly Pick<TestSubgraph, 'name' | 'url' | 'typeDefs'>[],
): string {
  const result = composeServices(
    subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs: parse(typeDefs) })),
  );
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}
