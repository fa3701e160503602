import { periodsOf } from './disclosure.ts';
import type { Actor } from './actor.ts';
import { type Fault, textFaults } from './outcome.ts';
import { disclosureRules } from './rules/disclosure.ts';
import type { PenaltyKind, RecordKind, Severity } from './rules/words.ts';
import type { records } from './tables.ts';

/** One record as a department submits it. */
export interface RecordInput {
  readonly uscc: string;
  readonly kind: RecordKind;
  readonly title: string;
  readonly summary: string;
  readonly documentNo: string;
  readonly sourceRecordId: string;
  readonly authority: string;
  readonly basis?: string | null;
  readonly penaltyKind?: PenaltyKind | null;
  readonly amount?: string | null;
  readonly severity?: Severity | null;
  readonly decidedOn: string;
  readonly discloseOn?: string | null;
  readonly disclosureMonths?: number | null;
}

const longest = { title: 100, summary: 500, documentNo: 100, sourceRecordId: 100, authority: 100 };

/** Everything that is wrong with a record, each with its path. */
export function faultsOf(record: RecordInput, path: string, today: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (field: keyof RecordInput, message: string): void =>
    void faults.push({ path: `${path}.${field}`, message });
  for (const field of ['title', 'summary', 'documentNo', 'sourceRecordId', 'authority'] as const) {
    faults.push(...textFaults(`${path}.${field}`, record[field], longest[field]));
  }
  const isPenalty = record.kind === 'PENALTY';
  if (isPenalty && record.penaltyKind == null)
    fault('penaltyKind', 'A penalty says of what kind it is.');
  if (!isPenalty && record.penaltyKind != null)
    fault('penaltyKind', `A ${record.kind} is no penalty: leave it out.`);
  if (isPenalty && (record.basis ?? '').trim() === '')
    fault('basis', 'A penalty names the law on which it rests.');
  if (record.kind === 'JUDGMENT' && record.severity == null)
    fault('severity', 'A judgment says how serious it is.');
  if (record.kind !== 'JUDGMENT' && record.severity != null)
    fault('severity', 'It follows from the kind of the penalty: leave it out.');
  if (record.amount != null && !isPenalty) fault('amount', 'Only a penalty has an amount.');
  if (record.amount != null && /^(-|0*(\.0*)?$)/.test(record.amount))
    fault('amount', 'It is above zero.');
  if (record.decidedOn > today) fault('decidedOn', `It is after today, ${today}.`);
  const discloseOn = record.discloseOn ?? today;
  if (discloseOn < record.decidedOn) fault('discloseOn', 'It is before the decision.');
  faults.push(...monthFaults(record, `${path}.disclosureMonths`, discloseOn));
  return faults;
}

function monthFaults(
  { severity, penaltyKind, disclosureMonths: months }: RecordInput,
  path: string,
  discloseOn: string,
): Fault[] {
  if (months == null) return [];
  const rules = disclosureRules(discloseOn);
  const found = severity ?? (penaltyKind == null ? null : rules.penalties[penaltyKind]);
  if (found === null) return [{ path, message: 'It has no severity, and so no period.' }];
  const { minMonths, maxMonths } = rules.severities[found];
  return months < minMonths || months > maxMonths
    ? [{ path, message: `A ${found} record is disclosed for ${minMonths} to ${maxMonths} months.` }]
    : [];
}

/**
 * The row of a record without faults.
 * @throws Refusal when its deadline runs into a year whose working days are not known
 */
export function recordRow(
  record: RecordInput,
  recordNo: string,
  { department, subject }: Actor,
  { today, now }: { readonly today: string; readonly now: string },
  supersedes: string | null,
): typeof records.$inferInsert {
  const discloseOn = record.discloseOn ?? today;
  const rules = disclosureRules(discloseOn);
  const periods = periodsOf(
    {
      kind: record.kind,
      penaltyKind: record.penaltyKind ?? null,
      severity: record.severity ?? null,
      decidedOn: record.decidedOn,
      discloseOn,
      recordedAt: now,
      months: record.disclosureMonths ?? null,
    },
    rules,
  );
  return {
    recordNo,
    uscc: record.uscc,
    kind: record.kind,
    title: record.title.trim(),
    summary: record.summary.trim(),
    documentNo: record.documentNo.trim(),
    facts: record.penaltyKind == null ? null : record.summary.trim(),
    basis: record.basis?.trim() ?? null,
    penaltyKind: record.penaltyKind ?? null,
    amount: record.amount ?? null,
    authority: record.authority.trim(),
    sourceDepartment: department,
    sourceRecordId: record.sourceRecordId.trim(),
    decidedOn: record.decidedOn,
    ...periods,
    legalBasis: rules.legalBasis,
    ruleSet: rules.id,
    supersedes,
    recordedAt: now,
    submittedBy: subject,
  };
}
