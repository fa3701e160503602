import { compileTable } from '../decision/table.ts';
import type { PolicySet } from '../language/set.ts';
import { brokenGuardrails } from './guardrails.ts';
import { emptyGrants } from './empty-grants.ts';
import type { Finding } from './finding.ts';
import { endedDocuments } from './ended.ts';
import { missingDerivations } from './derivations.ts';
import { nullingDenials } from './nulling-denials.ts';
import { unclassified } from './unclassified.ts';

/**
 * Everything that is wrong or doubtful with policies at an instant, beyond the faults that loading refuses: errors
 * first, then by place.
 */
export function checkPolicies(set: PolicySet, at: Date): readonly Finding[] {
  const table = compileTable(set, at);
  const findings: Finding[] = [
    ...set.problems.map((problem): Finding => ({ severity: 'warning', ...problem })),
    ...unclassified(set),
    ...missingDerivations(table),
    ...brokenGuardrails(table),
    ...emptyGrants(set),
    ...endedDocuments(set, at),
    ...nullingDenials(table),
  ];
  return findings.sort(
    (a, b) =>
      order(a.severity, b.severity) ||
      order(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column,
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
