import type { PolicySet } from '../../policies/index.ts';
import { readAsWritten, readPolicies } from '../policies.ts';

/** Which policies a question is about. */
export interface Asked {
  /** A folder or a bundle. */
  readonly policies: string;
  readonly supergraph: string;
  /** The trust file, if signatures shall count. */
  readonly officers?: string;
}

/** Reads the policies that a question is about: as written, unless officers are named. */
export function readAsked({ policies, supergraph, officers }: Asked): Promise<PolicySet> {
  return officers === undefined
    ? readAsWritten(policies, supergraph)
    : readPolicies(policies, supergraph, { kind: 'signed', officers });
}
