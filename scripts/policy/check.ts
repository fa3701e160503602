import type { Command } from 'commander';
import { checkPolicies, type Finding, type PolicySet } from '../../policies/index.ts';
import { loadContracts } from '../../schema/load.ts';
import { Failure } from '../failure.ts';
import { supergraphFile } from '../policies.ts';
import { instantOf, located, readAsked, trustIn, trustLine, type Where } from './asked.ts';
import { inContracts } from './in-contracts.ts';
import { jsonVersion, print, printLines } from './print.ts';

interface Options extends Where {
  readonly json: boolean;
  readonly strict: boolean;
  readonly notes: boolean;
}

/** `cpz policy check`: what is wrong or doubtful. */
export function registerCheck(policy: Command): void {
  located(policy.command('check'))
    .description(
      'Find what is wrong or doubtful: errors fail, warnings and notes do not. policies/README.md lists every code.',
    )
    .option('--notes', 'print notes too: what is permitted, and worth knowing', false)
    .option('--strict', 'fail on warnings too', false)
    .option('--json', 'print the findings as JSON', false)
    .addHelpText(
      'after',
      '\nExamples:\n  cpz policy check\n  cpz policy check --strict --officers officers.json --policies zone.bundle\n',
    )
    .action(check);
}

async function check(options: Options): Promise<void> {
  const policies = await readAsked(options);
  const found = checkPolicies(policies, instantOf(options.at));
  // Of any other supergraph the contracts are elsewhere.
  const contracts = options.supergraph === supergraphFile ? await loadContracts() : [];
  const findings = inContracts(found, contracts);
  if (options.json)
    print({ jsonVersion, trust: trustIn(options), release: policies.release, findings });
  else {
    const shown = findings.filter(({ severity }) => options.notes || severity !== 'note');
    printLines([...shown.flatMap(linesOf), summaryOf(policies, findings, options)]);
  }
  const [errors, warnings] = [count(findings, 'error'), count(findings, 'warning')];
  const grave = options.strict ? errors + warnings : errors;
  if (grave > 0) {
    const what = options.strict ? 'error(s) and warning(s)' : 'error(s)';
    throw new Failure(`${grave} ${what} in ${options.policies}.`);
  }
}

function linesOf({ file, line, column, severity, code, message, remedy }: Finding): string[] {
  return [`${file}:${line}:${column}  ${severity}  ${code}  ${message}`, `    → ${remedy}`];
}

function summaryOf(
  { agreements, disclosures, guardrails }: PolicySet,
  findings: readonly Finding[],
  asked: Options,
): string {
  const what = `${agreements.length} agreements, ${disclosures.length} disclosures, ${guardrails.length} guardrails`;
  const found = `${count(findings, 'error')} error(s), ${count(findings, 'warning')} warning(s), ${count(findings, 'note')} note(s)`;
  return `${what}: ${found}. ${trustLine(asked)}`;
}

function count(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
