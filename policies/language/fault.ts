import type { FaultCode } from './codes.ts';

/** Something wrong in a policy document, at its place. */
export interface PolicyFault {
  /** One of the codes that `policies/README.md` lists. */
  readonly code: FaultCode;
  readonly message: string;
  /** Path of the file below the policy folder; `supergraph` when the schema is at fault. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** What of the schema is at fault. */
  readonly coordinate?: string;
}

/** `file:line:column` of a fault or of anything else that has a place. */
export function formatPlace(place: Pick<PolicyFault, 'file' | 'line' | 'column'>): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** Thrown when policies cannot be loaded; names every fault, not just the first. */
export class PolicyFileError extends Error {
  readonly problems: readonly PolicyFault[];

  constructor(problems: readonly PolicyFault[]) {
    const lines = problems.map((fault) => `${formatPlace(fault)}  ${fault.code}  ${fault.message}`);
    super(`The policies cannot be used:\n${lines.join('\n')}`);
    this.name = 'PolicyFileError';
    this.problems = problems;
  }
}
