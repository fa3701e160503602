import type { PgTable } from 'drizzle-orm/pg-core';
import type { Profile } from '../kit/department.ts';
import { addDays, after, closing, instantAt } from '../synthetic/days.ts';
import { enterprise, type SyntheticEnterprise } from '../synthetic/enterprises.ts';
import { pad } from '../synthetic/identifiers.ts';
import { money } from '../synthetic/money.ts';
import { penaltyOf } from '../synthetic/penalties.ts';
import { hasExpiredPenalty, hasRepairedPenalty } from '../synthetic/planted-enterprises.ts';
import { volumes } from '../synthetic/profile.ts';
import { stream, type Stream } from '../synthetic/random.ts';
import { periodsOf, startOf } from './disclosure.ts';
import { disclosureRules } from './rules/disclosure.ts';
import type { PenaltyKind, RecordKind } from './rules/words.ts';
import { recordEvents, records } from './tables.ts';

type Rows = (readonly [PgTable, Readonly<Record<string, unknown>>])[];

/** What a record says before its periods are reckoned. */
interface Fact {
  readonly kind: RecordKind;
  readonly department: string;
  readonly title: string;
  readonly summary: string;
  readonly sourceRecordId: string;
  readonly decidedOn: string;
  readonly discloseOn: string;
  readonly penaltyKind?: PenaltyKind;
  /** In cents. */
  readonly amount?: number;
  readonly basis?: string;
  readonly severity?: 'MINOR' | 'GENERAL' | 'SERIOUS';
  readonly end?: { readonly kind: 'REPAIRED' | 'WITHDRAWN'; readonly at: string };
}

const authorities: Readonly<Record<string, string>> = {
  customs: '沈阳海关',
  tax: '沈阳市税务局',
  fx: '外汇管理部门',
  commerce: '沈阳市商务局',
  logistics: '物流部门',
  finance: '金融部门',
};

const order: readonly Profile[] = ['small', 'medium', 'large'];

/** The enterprise that a record is about, and which of its records it is. Larger profiles go on where smaller end. */
export function subjectOf(index: number): { readonly subject: number; readonly slot: number } {
  let [first, firstEnterprise] = [0, 0];
  for (const profile of order) {
    const { creditRecords, enterprises } = volumes[profile];
    if (index < creditRecords) {
      const count = enterprises - firstEnterprise;
      return {
        subject: firstEnterprise + ((index - first) % count),
        slot: Math.floor((index - first) / count),
      };
    }
    [first, firstEnterprise] = [creditRecords, enterprises];
  }
  throw new RangeError(`No profile has a credit record ${index}.`);
}

/** Number of the record of an index. */
export function recordNo(index: number): string {
  return `CR${pad(index + 1, 10)}`;
}

/** One record with what ended it. */
export function recordRows(index: number): Rows {
  const { subject, slot } = subjectOf(index);
  const made = enterprise(subject);
  const fact = factOf(made, slot);
  const rules = disclosureRules(fact.discloseOn);
  const recordedAt = after(startOf(fact.discloseOn), 9 * 3600 + (index % 3600));
  const periods = periodsOf(
    {
      kind: fact.kind,
      penaltyKind: fact.penaltyKind ?? null,
      severity: fact.severity ?? null,
      decidedOn: fact.decidedOn,
      discloseOn: fact.discloseOn,
      recordedAt,
    },
    rules,
  );
  const row: typeof records.$inferInsert = {
    recordNo: recordNo(index),
    uscc: made.uscc,
    kind: fact.kind,
    title: fact.title,
    summary: fact.summary,
    documentNo: fact.sourceRecordId,
    facts: fact.penaltyKind === undefined ? null : fact.summary,
    basis: fact.basis ?? null,
    penaltyKind: fact.penaltyKind ?? null,
    amount: fact.amount === undefined ? null : money(fact.amount),
    authority: authorities[fact.department] ?? '',
    sourceDepartment: fact.department,
    sourceRecordId: fact.sourceRecordId,
    decidedOn: fact.decidedOn,
    ...periods,
    legalBasis: rules.legalBasis,
    ruleSet: rules.id,
    supersedes: null,
    recordedAt,
    submittedBy: `synthetic@${fact.department}`,
  };
  if (fact.end === undefined) return [[records, row]];
  const event: typeof recordEvents.$inferInsert = {
    recordNo: row.recordNo,
    sequence: 1,
    kind: fact.end.kind,
    at: fact.end.at,
    reason: fact.end.kind === 'REPAIRED' ? '信用修复申请获准' : '处罚决定被依法撤销',
    supersededBy: null,
    actorDepartment: fact.department,
    actorSubject: `synthetic@${fact.department}`,
  };
  return [
    [records, row],
    [recordEvents, event],
  ];
}

function factOf(made: SyntheticEnterprise, slot: number): Fact {
  if (slot === 0) return registration(made);
  const random = stream('credit record', made.index, slot);
  if (slot === 1) return customsPenalty(made) ?? licence(made, random);
  if (slot === 2 && hasRepairedPenalty(made.index)) return repairedPenalty(made);
  if (slot === 2 && hasExpiredPenalty(made.index)) return expiredPenalty(made);
  return drawn(made, random, slot);
}

function registration({ index, registeredOn }: SyntheticEnterprise): Fact {
  return {
    kind: 'BASIC',
    department: 'commerce',
    title: '综试区企业备案',
    summary: '完成综试区企业备案',
    sourceRecordId: `沈商备〔${registeredOn.slice(0, 4)}〕${pad(index, 5)}号`,
    decidedOn: registeredOn,
    discloseOn: registeredOn,
  };
}

function customsPenalty({ index }: SyntheticEnterprise): Fact | null {
  const penalty = penaltyOf(index);
  if (penalty === null) return null;
  return {
    kind: 'PENALTY',
    department: 'customs',
    title: '海关行政处罚',
    summary: `申报不实，${offences[penalty.ground]}，处以罚款`,
    sourceRecordId: penalty.decisionNo,
    decidedOn: penalty.decidedOn,
    discloseOn: penalty.publishedOn ?? addDays(penalty.decidedOn, 5),
    // What customs did not publish was a fine of the simplified kind.
    penaltyKind: penalty.publishedOn === null ? 'FINE' : 'LARGE_FINE',
    amount: penalty.fine,
    basis: '《海关行政处罚实施条例》第十五条',
  };
}

/** Grounds of Article 15 of the Customs Administrative Penalty Regulations, in its words. */
const offences = {
  STATISTICS: '影响海关统计准确性',
  SUPERVISION_ORDER: '影响海关监管秩序',
  LICENCE: '影响国家许可证件管理',
  TAX: '影响国家税款征收',
  FX_OR_REFUND: '影响国家外汇、出口退税管理',
} as const;

function licence({ index }: SyntheticEnterprise, random: Stream): Fact {
  const decidedOn = addDays('2022-01-10', random.int(0, 1_600));
  return {
    kind: 'LICENCE',
    department: 'commerce',
    title: '行政许可',
    summary: '准予从事跨境电子商务相关业务',
    sourceRecordId: `沈商许〔${decidedOn.slice(0, 4)}〕${pad(index, 5)}号`,
    decidedOn,
    discloseOn: addDays(decidedOn, random.int(1, 6)),
  };
}

/** When the planted repair was accepted; an enterprise's own minute. */
export function repairedAt(index: number): string {
  return instantAt('2026-08-20', 10, index % 60);
}

function repairedPenalty({ index }: SyntheticEnterprise): Fact {
  return {
    kind: 'PENALTY',
    department: 'tax',
    title: '税务行政处罚',
    summary: '未按期申报，处以罚款；已缴清并公开承诺',
    sourceRecordId: `沈税罚〔2026〕${pad(index, 5)}号`,
    decidedOn: '2026-02-10',
    discloseOn: '2026-02-13',
    penaltyKind: 'LARGE_FINE',
    amount: 5_000_000,
    basis: '《税收征收管理法》第六十二条',
    end: { kind: 'REPAIRED', at: repairedAt(index) },
  };
}

function expiredPenalty({ index }: SyntheticEnterprise): Fact {
  return {
    kind: 'PENALTY',
    department: 'commerce',
    title: '商务行政处罚',
    summary: '平台公示信息不实，处以罚款',
    sourceRecordId: `沈商罚〔2025〕${pad(index, 5)}号`,
    decidedOn: '2025-06-03',
    discloseOn: '2025-06-06',
    penaltyKind: 'LARGE_FINE',
    amount: 3_000_000,
    basis: '《电子商务法》第七十六条',
  };
}

const lastDay = addDays(closing.slice(0, 10), -12);

function drawn({ index }: SyntheticEnterprise, random: Stream, slot: number): Fact {
  const department = random.pick(['customs', 'tax', 'fx', 'commerce', 'finance', 'logistics']);
  const kind = random.weighted(drawnKinds);
  const days = (Date.parse(lastDay) - Date.parse('2023-06-01')) / 86_400_000;
  const decidedOn = addDays('2023-06-01', random.int(0, days));
  const fact: Fact = {
    kind,
    department,
    title: titles[kind],
    summary: `${titles[kind]}（示例数据）`,
    sourceRecordId: `${department.toUpperCase()}-${decidedOn.slice(0, 4)}-${pad(index, 5)}-${slot}`,
    decidedOn,
    discloseOn: addDays(decidedOn, random.int(1, 6)),
  };
  if (kind === 'JUDGMENT') return { ...fact, severity: 'GENERAL' };
  if (kind !== 'PENALTY') return fact;
  const penaltyKind = random.weighted(drawnPenalties);
  const penalty: Fact = {
    ...fact,
    penaltyKind,
    ...(penaltyKind.endsWith('FINE') ? { amount: random.int(2, 80) * 100_000 } : {}),
  };
  const at = after(startOf(penalty.discloseOn), random.int(130, 300) * 86_400);
  if (at > closing || penaltyKind === 'WARNING' || penaltyKind === 'FINE') return penalty;
  if (random.chance(0.2)) return { ...penalty, end: { kind: 'REPAIRED', at } };
  return random.chance(0.04) ? { ...penalty, end: { kind: 'WITHDRAWN', at } } : penalty;
}

const drawnKinds = [
  ['LICENCE', 26],
  ['COMMITMENT', 16],
  ['CONTRACT', 14],
  ['CERTIFICATION', 12],
  ['INCENTIVE', 9],
  ['PENALTY', 19],
  ['JUDGMENT', 4],
] as const;
const drawnPenalties = [
  ['WARNING', 30],
  ['FINE', 35],
  ['LARGE_FINE', 25],
  ['CONFISCATION', 7],
  ['LICENCE_SUSPENSION', 3],
] as const;
const titles = {
  LICENCE: '行政许可',
  COMMITMENT: '公开信用承诺',
  CONTRACT: '合同履约',
  CERTIFICATION: '监管部门认定',
  INCENTIVE: '守信激励',
  PENALTY: '行政处罚',
  JUDGMENT: '司法裁判',
} as const;
