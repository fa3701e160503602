import type { PolicySet } from '../language/set.ts';
import type { Coordinate } from '../vocabulary.ts';

/** A step from a coordinate to one that it is computed from, or that can be inferred from it. */
export interface Edge {
  readonly target: Coordinate;
  readonly source: Coordinate;
}

/** The coordinates whose values a coordinate's value betrays or is made of, sorted, itself left out. */
export function directSources(set: PolicySet, coordinate: Coordinate): readonly Coordinate[] {
  const facts = set.coordinates.get(coordinate);
  const derived = set.classificationOf(coordinate)?.derivesFrom ?? [];
  const sources = new Set([...derived, ...(facts?.requires ?? [])]);
  sources.delete(coordinate);
  return [...sources].sort();
}

/**
 * Every edge that no derivation grant covers, from a coordinate on, along such edges only. Sources that lead back
 * are followed once: the meet of a cycle is the meet of its members.
 */
export function uncoveredEdges(
  set: PolicySet,
  derivation: (target: Coordinate, source: Coordinate) => string | null,
  coordinate: Coordinate,
): readonly Edge[] {
  const edges: Edge[] = [];
  const seen = new Set([coordinate]);
  const queue = [coordinate];
  for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
    for (const source of directSources(set, target)) {
      if (seen.has(source) || derivation(target, source) !== null) continue;
      seen.add(source);
      edges.push({ target, source });
      queue.push(source);
    }
  }
  return edges;
}
