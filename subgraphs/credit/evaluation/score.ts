import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { Decimal } from 'decimal.js';
import type { EvaluationRules } from '../rules/evaluation.ts';
import { type Grade, grades, type RecordKind, type Severity } from '../rules/words.ts';
import type { EvaluationCap, EvaluationContribution, EvaluationInput } from './parts.ts';

/** A value of a department as it was read through the graph; null when there is no evidence. */
export interface Reading {
  readonly source: string;
  readonly value: string | null;
}

/** A record that may be used. */
export interface UsableRecord {
  readonly recordNo: string;
  readonly kind: RecordKind;
  readonly severity: Severity | null;
  readonly sourceDepartment: string;
  readonly decidedOn: string;
}

/** An entry of a negative list that is in force. */
export interface OpenEntry {
  readonly entryNo: string;
  readonly listType: string;
  readonly serious: boolean;
}

/** Everything that an evaluation is made from. */
export interface Basis {
  readonly readings: readonly Reading[];
  readonly records: readonly UsableRecord[];
  readonly entries: readonly OpenEntry[];
}

/** An evaluation, explained. */
export interface Evaluated {
  readonly score: string;
  readonly grade: Grade;
  readonly gradeByScore: Grade;
  readonly confidence: string;
  readonly contributions: readonly EvaluationContribution[];
  readonly caps: readonly EvaluationCap[];
  readonly inputs: readonly EvaluationInput[];
  /** Equal for equal inputs under the same rules; the day, which lets records fade, is no part of it. */
  readonly inputDigest: string;
}

type Component = EvaluationRules['components'][number];

/**
 * The composite evaluation on a day. Points are whole hundredths, rounded half-up line by line, and the score is the
 * sum of the lines: what explains it adds up to it exactly.
 */
export function evaluate(basis: Basis, rules: EvaluationRules, today: string): Evaluated {
  const values = new Map(basis.readings.map(({ source, value }) => [source, value]));
  const lines = rules.components.flatMap((component) =>
    linesOf(component, values.get(component.source) ?? null, basis.records, rules, today),
  );
  const score = lines.reduce((sum, { hundredths }) => sum + hundredths, 0);
  const gradeByScore =
    rules.grades.find(({ atLeast }) => score >= atLeast * 100)?.grade ?? worst(grades);
  const caps = capsOf(basis, values, rules);
  const evidence = rules.components
    .filter(({ source }) => (values.get(source) ?? null) !== null)
    .reduce((sum, { weight }) => sum + weight, 0);
  const inputs = inputsOf(basis, rules);
  return {
    score: points(score),
    grade: worst([gradeByScore, ...caps.map(({ atMost }) => atMost)]),
    gradeByScore,
    confidence: new Decimal(evidence).div(1000).toFixed(4),
    contributions: lines.map(({ hundredths, ...line }) => ({
      ...line,
      points: points(hundredths),
    })),
    caps,
    inputs,
    inputDigest: createHash('sha256')
      .update(canonicalize({ rules: rules.id, inputs }) ?? '')
      .digest('base64url'),
  };
}

type Line = Omit<EvaluationContribution, 'points'> & { readonly hundredths: number };

/** The points of a component: for its value, then for each record of its department, never below none or above all. */
function linesOf(
  component: Component,
  value: string | null,
  records: readonly UsableRecord[],
  rules: EvaluationRules,
  today: string,
): Line[] {
  const { id, weight, department, source } = component;
  const share = value === null ? null : shareOf(component, value);
  const base = rounded(new Decimal(weight).mul(share ?? rules.withoutEvidence).div(10));
  const lines: Line[] = [
    {
      component: id,
      reason: share === null ? `no evidence of ${source}` : source,
      hundredths: base,
      weight,
      recordNo: null,
      evidence: share !== null,
    },
  ];
  let standing = base;
  const own = records
    .filter(({ sourceDepartment }) => sourceDepartment === department)
    .sort((a, b) => (a.decidedOn + a.recordNo < b.decidedOn + b.recordNo ? -1 : 1));
  for (const record of own) {
    const change = changeOf(record, weight, rules, today);
    const next = Math.min(Math.max(standing + change, 0), weight * 100);
    if (next === standing) continue;
    lines.push({
      component: id,
      reason: record.severity === null ? record.kind : `${record.severity} ${record.kind}`,
      hundredths: next - standing,
      weight,
      recordNo: record.recordNo,
      evidence: true,
    });
    standing = next;
  }
  return lines;
}

/** Hundredths that a record gives, or takes with its age. */
function changeOf(
  { kind, severity, decidedOn }: UsableRecord,
  weight: number,
  { deductions, additions, halfLifeDays }: EvaluationRules,
  today: string,
): number {
  if (severity === null) return rounded(new Decimal(weight).mul(additions[kind] ?? 0).div(10));
  const age = Math.max(0, (Date.parse(today) - Date.parse(decidedOn)) / 86_400_000);
  const faded = new Decimal(0.5).pow(new Decimal(age).div(halfLifeDays));
  return -rounded(new Decimal(weight).mul(deductions[severity]).div(10).mul(faded));
}

/** Thousandths that a value stands for; null for a value that the rules do not know, which is no evidence. */
function shareOf({ values, atLeast }: Component, value: string): number | null {
  if (values !== undefined) return values[value] ?? null;
  if (!/^\d+(\.\d+)?$/.test(value)) return null;
  return atLeast?.find(({ from }) => new Decimal(value).gte(from))?.value ?? null;
}

function capsOf(
  { entries }: Basis,
  values: ReadonlyMap<string, string | null>,
  rules: EvaluationRules,
): EvaluationCap[] {
  return rules.caps.flatMap((cap): EvaluationCap[] => {
    const { rule, atMost } = cap;
    if ('source' in cap) {
      const value = values.get(cap.source) ?? null;
      return value !== null && cap.among.includes(value)
        ? [{ rule, atMost, because: cap.source }]
        : [];
    }
    const [entry] = entries.filter(({ serious }) => serious || cap.openEntry === 'any');
    return entry === undefined
      ? []
      : [{ rule, atMost, because: `${entry.listType} ${entry.entryNo}` }];
  });
}

function inputsOf(
  { readings, records, entries }: Basis,
  rules: EvaluationRules,
): EvaluationInput[] {
  const departmentOf = new Map(
    rules.components.map(({ source, department }) => [source, department]),
  );
  return [
    ...readings.flatMap(({ source, value }): EvaluationInput[] =>
      value === null
        ? []
        : [{ source, department: departmentOf.get(source) ?? '', value, recordNo: null }],
    ),
    ...records.map(({ recordNo, kind, severity, sourceDepartment }) => ({
      source: 'CreditRecord',
      department: sourceDepartment,
      value: severity === null ? kind : `${severity} ${kind}`,
      recordNo,
    })),
    ...entries.map(({ entryNo, listType }) => ({
      source: 'NegativeListEntry',
      department: 'credit',
      value: listType,
      recordNo: entryNo,
    })),
  ].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ source, recordNo }: EvaluationInput): string {
  return `${source} ${recordNo ?? ''}`;
}

function worst(among: readonly Grade[]): Grade {
  return grades.findLast((grade) => among.includes(grade)) ?? 'POOR';
}

function rounded(value: Decimal): number {
  return value.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
}

function points(hundredths: number): string {
  return new Decimal(hundredths).div(100).toFixed(2);
}
