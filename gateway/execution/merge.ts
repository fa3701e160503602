import { isData } from './data.ts';
import type { Data } from './data.ts';

/**
 * Merges what a subgraph answered into what is there already, in place. Objects that only `source` has are taken
 * over, not copied: one entity that stands in many places is one object in all of them.
 */
export function merge(target: Data, source: Data): void {
  if (target === source) return;
  for (const key of Object.keys(source)) {
    // A subgraph's answer is hostile: this key would change the object's prototype.
    if (key === '__proto__') continue;
    const value = source[key];
    const existing = target[key];
    if (isData(value) && isData(existing)) merge(existing, value);
    else if (Array.isArray(value) && Array.isArray(existing) && value.length === existing.length)
      mergeList(existing, value);
    else target[key] = value;
  }
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
