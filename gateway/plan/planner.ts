import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { PlanNode } from './plan-nodes.ts';
import { restoreFixedFields } from './restore.ts';
import { prepareSupergraph } from './supergraph.ts';
import type { PreparedSupergraph } from './supergraph.ts';

/** What the planner library may spend on one operation. */
export interface PlanningLimits {
  /** Plans compared before the best so far is taken. */
  readonly maxPlans: number;
  /** Ways to reach one field that are kept. */
  readonly maxPaths: number;
}

/** A planner over one supergraph. */
export interface Planner {
  /** The schema that clients may use, without federation's machinery. */
  readonly apiSchema: GraphQLSchema;
  /** The supergraph as a schema: inaccessible elements and all. */
  readonly supergraphSchema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /**
   * The plan for a document of one operation that is valid in `apiSchema`; null if nothing need be fetched.
   * Throws the library's error if no plan can be made.
   */
  plan(document: DocumentNode): PlanNode | null;
  /** What `@requires` and `@fromContext` name. */
  readonly prepared: PreparedSupergraph;
}

/** Reads a supergraph (Federation 2 join specification) and readies the planner. Throws if it is not one. */
export function createPlanner(supergraphSdl: string, limits: PlanningLimits): Planner {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const prepared = prepareSupergraph(supergraphSdl);
  const toPlan = Supergraph.build(prepared.sdl, { supportedFeatures: null });
  const apiSchema = toPlan.apiSchema();
  const planner = new QueryPlanner(toPlan, {
    reuseQueryFragments: false,
    generateQueryFragments: true,
    debug: { maxEvaluatedPlans: limits.maxPlans, pathsLimit: limits.maxPaths },
  });
  return {
    prepared,
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    subgraphs: supergraph.subgraphsMetadata(),
    plan(document) {
      const operation = operationFromDocument(apiSchema, document, { validate: false });
      const node = planner.buildQueryPlan(operation).node;
      if (node === undefined) return null;
      if (node.kind === 'Subscription') throw new Error('Subscriptions cannot be planned.');
      return restoreFixedFields(node as PlanNode, prepared);
    },
  };
}
