import type { Grade } from '../rules/words.ts';

/** One line of an explanation. */
export interface EvaluationContribution {
  readonly component: string;
  readonly reason: string;
  /** Points with two decimals, negative when they are taken. */
  readonly points: string;
  readonly weight: number;
  readonly recordNo: string | null;
  readonly evidence: boolean;
}

/** Something that holds the grade down. */
export interface EvaluationCap {
  readonly rule: string;
  readonly atMost: Grade;
  readonly because: string;
}

/** One value that an evaluation was made from. */
export interface EvaluationInput {
  readonly source: string;
  readonly department: string;
  readonly value: string;
  readonly recordNo: string | null;
}
