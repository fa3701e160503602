import { operationFromDocument, SelectionSet, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse, print } from 'graphql';
import type { PlanNode } from './plan-nodes.ts';
import { restoreFixedFields } from './restore.ts';
import { createSoundness } from './sound.ts';
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
  const supergraph = Supergraph.build(prepared.document, { supportedFeatures: null });
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
  const isSound = createSoundness(prepared.document);
  const plan: Planner['plan'] = (document, overrides) => {
    try {
      const operation = operationFromDocument(apiSchema, parse(document, { noLocation: true }), {
        validate: false,
      });
      const overrideConditions = new Map(overrides.map((label) => [label, true]));
      const make = (): PlanNode | null => {
        const { node } = planner.buildQueryPlan(operation, { overrideConditions });
        if (node?.kind === 'Subscription') throw new Error('Subscriptions cannot be planned.');
        return (node ?? null) as PlanNode | null;
      };
      let made = make();
      if (made !== null && !isSound(made)) made = withoutMerging(make);
      if (made === null) return { kind: 'plan', plan: null };
      if (!isSound(made)) throw new Error('The plan asks a subgraph for what it cannot resolve.');
      return { kind: 'plan', plan: restoreFixedFields(made, prepared) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return isLimit.test(message) ? { kind: 'too-complex' } : { kind: 'fault', message };
    }
  };
  return { facts, plan };
}

/**
 * Makes a plan in which no fetch for a `@requires` is merged into the one before: the library (2.14) merges where the
 * subgraph before has the fields, be they `@external` there, and does not look at what else the fetch waits for. It
 * asks by `canRebaseOn` whether it may. Planning is synchronous, so that no other plan is made meanwhile.
 */
function withoutMerging<T>(make: () => T): T {
  const own = Object.getOwnPropertyDescriptor(SelectionSet.prototype, 'canRebaseOn');
  if (own === undefined) throw new Error('The planner library has no SelectionSet.canRebaseOn.');
  SelectionSet.prototype.canRebaseOn = () => false;
  try {
    return make();
  } finally {
    Object.defineProperty(SelectionSet.prototype, 'canRebaseOn', own);
  }
}

/** The library's own words where it gives up: ways to one field, selections that leave their subgraph, its stack. */
const isLimit = /^Too many options generated|exceeds limit of|^Maximum call stack/;
