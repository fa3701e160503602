/** Something wrong in a file that a person wrote, with its place. */
export interface Problem {
  /** Stable name, such as `UNCLASSIFIED`. */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** One line a problem: `file:line:column  CODE  message`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}  ${problem.code}  ${problem.message}`;
}

/** Thrown with every problem that was found, not just the first. */
export class SchemaError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'SchemaError';
    this.problems = problems;
  }
}
