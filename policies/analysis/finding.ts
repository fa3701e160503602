import type { PolicyFault } from '../language/fault.ts';

/** Something that the check of a policy set has found; an error keeps the graph from being composed. */
export interface Finding extends PolicyFault {
  readonly severity: 'error' | 'warning';
}
