import { isData } from './data.ts';
import type { Data } from './data.ts';

/**
 * Merges what a subgraph answered into what is there already, in place. Objects that only `source` has are taken
 * over, not copied: one entity that stands in many places is one object in all of them. Says whether it reached into
 * objects or lists that were there.
 */
export function merge(target: Data, source: Data): boolean {
  if (target === source) return false;
  let hasReached = false;
  // Both come from JSON, and have no keys but their own: a list of them for each entity would only cost.
  for (const key in source) {
    // A subgraph's answer is hostile: this key would change the object's prototype.
    if (key === '__proto__') continue;
    const value = source[key];
    const existing = target[key];
    if (isData(value) && isData(existing)) {
      merge(existing, value);
      hasReached = true;
    } else if (
      Array.isArray(value) &&
      Array.isArray(existing) &&
      value.length === existing.length
    ) {
      mergeList(existing, value);
      hasReached = true;
    } else target[key] = value;
  }
  return hasReached;
}

function mergeList(target: unknown[], source: readonly unknown[]): void {
  if (target === source) return;
  for (const [index, value] of source.entries()) {
    const existing = target[index];
    if (isData(value) && isData(existing)) merge(existing, value);
    else if (Array.isArray(value) && Array.isArray(existing) && value.length === existing.length)
      mergeList(existing, value);
    else target[index] = value;
  }
}
