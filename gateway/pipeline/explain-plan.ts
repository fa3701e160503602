import type { GraphQLSchema } from 'graphql';
import { eachField } from '../plan/fields.ts';
import type { FetchNode, PlanNode } from '../plan/plan-nodes.ts';

/** A step of a query plan, as a department may read it. */
type ExplainedPlan =
  | { readonly kind: 'Sequence' | 'Parallel'; readonly steps: readonly ExplainedPlan[] }
  | {
      readonly kind: 'Fetch';
      readonly subgraph: string;
      readonly operation: FetchNode['operationKind'];
      /** Where in the answer the entities stand that it completes; null for root fields. */
      readonly at: string | null;
      /** Coordinates that it reads, of those that exist for the asker. */
      readonly reads: readonly string[];
    };

/**
 * A query plan without documents, values, addresses, and coordinates that do not exist for the asker: which subgraph
 * is asked for what, and after what.
 */
export function explainPlan(
  node: PlanNode,
  schema: GraphQLSchema,
  isVisible: (coordinate: string) => boolean,
  at: string | null = null,
): ExplainedPlan {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return {
        kind: node.kind,
        steps: node.nodes.map((each) => explainPlan(each, schema, isVisible)),
      };
    case 'Flatten':
      return explainPlan(node.node, schema, isVisible, node.path.join('.'));
    case 'Fetch': {
      const reads = new Set<string>();
      eachField(node.operation, schema, (typeName, field) => {
        const coordinate = `${typeName}.${field}`;
        if (isVisible(coordinate)) reads.add(coordinate);
      });
      const { serviceName: subgraph, operationKind: operation } = node;
      return { kind: 'Fetch', subgraph, operation, at, reads: [...reads].sort() };
    }
  }
}
