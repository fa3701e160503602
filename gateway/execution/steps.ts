import type { FetchNode, PlanNode } from '../plan/plan-nodes.ts';
import type { DataPath } from './locate.ts';
import type { Step } from './run.ts';

/** A fetch with the place of its entities; null for root fields. */
export interface PlacedFetch {
  readonly node: FetchNode;
  readonly path: DataPath | null;
}

/** Makes one step of fetches to one subgraph that are ready at the same moment. */
export type CompileFetches = (fetches: readonly [PlacedFetch, ...PlacedFetch[]]) => Step;

/** Compiles a plan into closures. */
export function compileSteps(node: PlanNode, compileFetches: CompileFetches): Step {
  const compile = (current: PlanNode): Step => {
    const placed = asFetch(current);
    if (placed !== null) return compileFetches([placed]);
    switch (current.kind) {
      case 'Sequence':
        return inSequence(current.nodes.map(compile));
      case 'Parallel':
        return inParallel(current.nodes, compile, compileFetches);
      case 'Flatten':
      case 'Fetch':
        throw new Error('A query plan flattens a node that is not a fetch.');
    }
  };
  return compile(node);
}

function asFetch(node: PlanNode): PlacedFetch | null {
  if (node.kind === 'Fetch') return { node, path: null };
  if (node.kind === 'Flatten' && node.node.kind === 'Fetch')
    return { node: node.node, path: node.path.map(String) };
  return null;
}

function inSequence(steps: readonly Step[]): Step {
  return async (run) => {
    for (const step of steps) await step(run);
  };
}

/**
 * Branches that begin with a fetch to the same subgraph send it as one request: all of them are ready now, so
 * that none waits for another's level. What follows in each branch starts when its own first fetch has answered.
 */
function inParallel(
  nodes: readonly PlanNode[],
  compile: (node: PlanNode) => Step,
  compileFetches: CompileFetches,
): Step {
  const groups = new Map<string, { fetches: PlacedFetch[]; rests: Step[] }>();
  const branches: Step[] = [];
  for (const node of nodes) {
    const [first, ...rest] = node.kind === 'Sequence' ? node.nodes : [node];
    const placed = first && asFetch(first);
    if (placed?.node.operationKind !== 'query' || placed.node.contextRewrites) {
      branches.push(compile(node));
      continue;
    }
    const group = groups.get(placed.node.serviceName) ?? { fetches: [], rests: [] };
    groups.set(placed.node.serviceName, group);
    group.fetches.push(placed);
    if (rest.length > 0) group.rests.push(inSequence(rest.map(compile)));
  }
  for (const { fetches, rests } of groups.values()) {
    const [first, ...others] = fetches;
    if (!first) continue;
    const leading = compileFetches([first, ...others]);
    branches.push(rests.length === 0 ? leading : inSequence([leading, allOf(rests)]));
  }
  return allOf(branches);
}

/** Steps side by side. */
export function allOf(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return async (run) => {
    await Promise.all(steps.map((step) => step(run)));
  };
}
