import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse, print } from 'graphql';
import type { PlanNode } from './plan-nodes.ts';
import { restoreFixedFields } from './restore.ts';
import { prepareSupergraph } from './supergraph.ts';

/** What the planner library may compare for one operation. */
export interface PlannerLimits {
  /** Plans compared before the best so far is taken. */
  readonly maxPlans: number;
  /** Ways to reach one field; an operation that has more is refused. */
  readonly maxPaths: number;
}

/** What the library reads in a supergraph. */
export interface GraphFacts {
  /** The schema that clients may use, without federation's machinery, as SDL. */
  readonly api: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
}

/** What became of one operation: its plan, null if nothing need be fetched, or why there is none. */
export type Planned =
  | { readonly kind: 'plan'; readonly plan: PlanNode | null }
  | { readonly kind: 'too-complex' }
  | { readonly kind: 'fault'; readonly message: string };

/** The library, ready for a supergraph. */
export interface Planner {
  readonly facts: GraphFacts;
  /**
   * Plans a document of one operation that is valid in the API schema, for as long as that takes.
   * @param overrides labels of the progressive `@override`s that hold
   */
  readonly plan: (document: string, overrides: readonly string[]) => Planned;
}

/** Readies the library for a supergraph (Federation 2 join specification). Throws if it is not one. */
export function createPlanner(sdl: string, limits: PlannerLimits): Planner {
  const prepared = prepareSupergraph(parse(sdl, { noLocation: true }));
  const supergraph = Supergraph.build(prepared.sdl, { supportedFeatures: null });
  const apiSchema = supergraph.apiSchema();
  // What was made up for planning is nothing that clients may use.
  const published =
    prepared.fixedFields.size === 0
      ? apiSchema
      : Supergraph.build(sdl, { supportedFeatures: null }).apiSchema();
  const facts = { api: print(published.toAST()), subgraphs: supergraph.subgraphsMetadata() };
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    generateQueryFragments: true,
    debug: { maxEvaluatedPlans: limits.maxPlans, pathsLimit: limits.maxPaths },
  });
  const plan: Planner['plan'] = (document, overrides) => {
    try {
      const operation = operationFromDocument(apiSchema, parse(document, { noLocation: true }), {
        validate: false,
      });
      const overrideConditions = new Map(overrides.map((label) => [label, true]));
      const { node } = planner.buildQueryPlan(operation, { overrideConditions });
      if (node === undefined) return { kind: 'plan', plan: null };
      if (node.kind === 'Subscription') throw new Error('Subscriptions cannot be planned.');
      return { kind: 'plan', plan: restoreFixedFields(node as PlanNode, prepared) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return isLimit.test(message) ? { kind: 'too-complex' } : { kind: 'fault', message };
    }
  };
  return { facts, plan };
}

/** The library's own words where it gives up: ways to one field, selections that leave their subgraph, its stack. */
const isLimit = /^Too many options generated|exceeds limit of|^Maximum call stack/;
