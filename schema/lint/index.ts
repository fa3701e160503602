import type { Contract } from '../load.ts';
import type { Problem } from '../problem.ts';
import { described } from './described.ts';
import { named } from './named.ts';
import { paginated } from './paginated.ts';
import { reads } from './reads.ts';
import type { Rule } from './rule.ts';
import { sharing } from './sharing.ts';

const rules: readonly Rule[] = [described, named, sharing, paginated, reads];

/** What a contract breaks of the house's rules, by line. */
export function lintContract(contract: Contract): Problem[] {
  return rules
    .flatMap((rule) => rule(contract))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
