import type { Contract } from '../load.ts';
import type { Problem } from '../problem.ts';

/** A rule that every contract keeps; gives what breaks it, each with its place. */
export type Rule = (contract: Contract) => Problem[];
