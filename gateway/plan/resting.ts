import type { DocumentNode, GraphQLSchema } from 'graphql';
import { represented } from './beyond.ts';
import { eachField } from './fields.ts';
import { fetchesOf, type PlanNode } from './plan-nodes.ts';

/** What is known of the graph. */
interface Graph {
  readonly supergraph: GraphQLSchema;
  readonly requiredBy: ReadonlyMap<string, readonly string[]>;
}

/**
 * The fields of a permitted operation that cannot be had without coordinates that nothing grants: those whose
 * `@requires` names one, else every field of the fetches that one is sent to, directly or by way of another fetch.
 */
export function resting(
  ungranted: ReadonlySet<string>,
  plan: PlanNode,
  permitted: DocumentNode,
  { supergraph, requiredBy }: Graph,
): ReadonlySet<string> {
  const asked = coordinatesOf(permitted, supergraph);
  const requiring = [...ungranted].flatMap((coordinate) => requiredBy.get(coordinate) ?? []);
  const direct = requiring.filter((coordinate) => asked.has(coordinate));
  if (direct.length > 0) return new Set(direct);

  const lost = new Set(ungranted);
  const fetches = fetchesOf(plan).map((fetch) => {
    const given = new Set<string>();
    eachField(fetch.operation, supergraph, (type, field) => given.add(`${type}.${field}`));
    return { needs: represented(fetch, supergraph), given };
  });
  for (let before = -1; before < lost.size;) {
    before = lost.size;
    for (const { needs, given } of fetches) {
      if ([...needs].some((coordinate) => lost.has(coordinate)))
        for (const coordinate of given) lost.add(coordinate);
    }
  }
  return new Set([...lost].filter((name) => asked.has(name) && !ungranted.has(name)));
}

function coordinatesOf(permitted: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  eachField(permitted, schema, (type, field) => found.add(`${type}.${field}`));
  return found;
}
