/** Whether `Type.field`, `Type.*` or `*.*` names the coordinate. */
export function matches(pattern: string, coordinate: string): boolean {
  if (pattern === '*.*' || pattern === coordinate) return true;
  return pattern.endsWith('.*') && coordinate.startsWith(pattern.slice(0, -1));
}

/** How specific a pattern is: 0 for `*.*`, 1 for `Type.*`, 2 for a coordinate. */
export function patternRank(pattern: string): 0 | 1 | 2 {
  if (pattern === '*.*') return 0;
  return pattern.endsWith('.*') ? 1 : 2;
}
