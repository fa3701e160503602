/**
 * The query plan as data: what the planner says, in the shape that `@apollo/query-planner` gives it.
 * Execution knows these types and not the library.
 */
export type PlanNode = SequenceNode | ParallelNode | FetchNode | FlattenNode;

/** Nodes that wait for one another. */
export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

/** Nodes that need not wait for one another. */
export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** One request to one subgraph. */
export interface FetchNode {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  /** Fields of an entity that make its representation; absent for a fetch of root fields. */
  readonly requires?: readonly RequiredSelection[];
  readonly variableUsages?: readonly string[];
  /** The document as text. */
  readonly operation: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
  readonly contextRewrites?: readonly KeyRenamer[];
}

/** Where in the data the entities of a fetch are: response keys, `@` for each element of a list. */
export interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: readonly (string | number)[];
  readonly node: PlanNode;
}

/** A field or an inline fragment of a representation. */
export type RequiredSelection =
  | {
      readonly kind: 'Field';
      /** The key under which the data has it. */
      readonly name: string;
      /** The key under which the representation has it, if another. */
      readonly as?: string;
      readonly alias?: string;
      readonly selections?: readonly RequiredSelection[];
    }
  | {
      readonly kind: 'InlineFragment';
      readonly typeCondition?: string;
      readonly selections: readonly RequiredSelection[];
    };

/** A change to data on its way to or from a subgraph. */
export type Rewrite = ValueSetter | KeyRenamer;

/** Puts a constant at a path, `__typename` of an interface object for one. */
export interface ValueSetter {
  readonly kind: 'ValueSetter';
  readonly path: readonly string[];
  readonly setValueTo: unknown;
}

/** Gives a value another key. */
export interface KeyRenamer {
  readonly kind: 'KeyRenamer';
  readonly path: readonly string[];
  readonly renameKeyTo: string;
}

/** Every fetch of a plan, whatever it waits for or depends on. */
export function fetchesOf(node: PlanNode): readonly FetchNode[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Fetch':
      return [node];
  }
}
