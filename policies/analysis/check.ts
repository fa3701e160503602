import { compileTable, type PolicyTable } from '../decision/table.ts';
import type { PolicyFault } from '../language/fault.ts';
import type { PolicySet } from '../language/set.ts';
import { inferringArguments } from './arguments.ts';
import { missingDerivations } from './derivations.ts';
import { openDerived } from './derived.ts';
import { emptyGrants } from './empty-grants.ts';
import { endedDocuments } from './ended.ts';
import { type Finding, findingOf } from './finding.ts';
import { brokenGuardrails } from './guardrails.ts';
import { idleGrants } from './idle-grants.ts';
import { needlessGrants } from './needless-grants.ts';
import { nullingDenials } from './nulling-denials.ts';
import { nullingRows } from './nulling-rows.ts';
import { unboundedWindows } from './unbounded-windows.ts';
import { unclassified } from './unclassified.ts';
import { unknownRoles } from './unknown-roles.ts';

/** Questions asked of a table, each answered by what is wrong. */
const rules: readonly ((table: PolicyTable) => readonly PolicyFault[])[] = [
  ({ policies }) => policies.problems,
  ({ policies }) => unclassified(policies),
  missingDerivations,
  brokenGuardrails,
  ({ policies }) => unboundedWindows(policies),
  ({ policies }) => emptyGrants(policies),
  ({ policies }) => needlessGrants(policies),
  ({ policies }) => idleGrants(policies),
  ({ policies, at }) => endedDocuments(policies, at),
  ({ policies }) => unknownRoles(policies),
  nullingDenials,
  nullingRows,
  openDerived,
  inferringArguments,
];

const severities = ['error', 'warning', 'note'] as const;

/**
 * Everything that is wrong or doubtful with policies at an instant, beyond the faults that loading refuses: errors
 * first, then by place.
 */
export function checkPolicies(set: PolicySet, at: Date): readonly Finding[] {
  const table = compileTable(set, at);
  return rules
    .flatMap((rule) => rule(table))
    .map(findingOf)
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        order(a.file, b.file) ||
        a.line - b.line ||
        a.column - b.column,
    );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
