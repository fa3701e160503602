import { codes } from '../language/codes.ts';
import type { PolicyFault } from '../language/fault.ts';

/** Something that the check of a policy set has found; an error keeps the graph from being composed. */
export interface Finding extends PolicyFault {
  readonly severity: 'error' | 'warning' | 'note';
  /** What to do about it. */
  readonly remedy: string;
}

/** A fault that stops nothing, as the catalogue of codes judges it. */
export function findingOf(found: PolicyFault): Finding {
  const { gravity, remedy } = codes[found.code];
  return { severity: gravity === 'fault' ? 'error' : gravity, ...found, remedy };
}
