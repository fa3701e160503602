import chineseDays from 'chinese-days';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Department } from '../kit/department.ts';
import { addDays, after, dayOf } from '../synthetic/days.ts';
import { enterprise, type SyntheticEnterprise } from '../synthetic/enterprises.ts';
import { fill } from '../synthetic/fill.ts';
import type { FlowCase } from '../synthetic/flow.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { money } from '../synthetic/money.ts';
import { plantingOf } from '../synthetic/planted.ts';
import { volumes } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import { decisionDays, refundClass, type RefundClass } from './refund-class.ts';
import { exemptions, refundApplications, taxpayers } from './tables.ts';

type Rows = (readonly [PgTable, Readonly<Record<string, unknown>>])[];

/** The last day of the synthetic data. */
const asOf = '2026-09-30';

/** Fills the tax authority's tables. */
export const seed: Department['seed'] = (database, profile, progress) =>
  fill(
    database,
    'tax',
    profile,
    [
      { count: volumes[profile].enterprises, rowsOf: (index) => [[taxpayers, taxpayerRow(index)]] },
      { count: volumes[profile].flowCases, rowsOf: caseRows },
    ],
    progress,
  );

function facts(made: SyntheticEnterprise): {
  readonly refundsSince: string;
  readonly riskControl: boolean;
  readonly refundClass: RefundClass;
} {
  const random = stream('taxpayer', made.index);
  const refundsSince = addDays(made.registeredOn, random.int(60, 900));
  const riskControl = random.chance(0.6);
  const { taxGrade, fxClass } = made;
  return {
    refundsSince,
    riskControl,
    refundClass: refundClass({ taxGrade, fxClass, refundsSince, riskControl }, asOf),
  };
}

function taxpayerRow(index: number): typeof taxpayers.$inferInsert {
  const made = enterprise(index);
  const random = stream('tax amounts', index);
  return {
    uscc: made.uscc,
    taxGrade: made.taxGrade,
    taxGradeAYear: made.taxGrade === 'A' ? 2025 : null,
    ...facts(made),
    arrears: random.chance(0.1) ? money(random.int(1, 900) * 100_000) : '0.00',
    taxableIncome: money(random.int(10, 4_000) * 1_000_000),
  };
}

/** What the tax authority decides about one flow case: an exemption, or a refund for some. */
export function caseRows(index: number): Rows {
  const flow = flowCase(index);
  if (flow.isImport || flow.entryNo === null) return [];
  const random = stream('refund', index);
  if (flow.invtNo !== null) {
    return [[exemptions, { invtNo: flow.invtNo, noInvoiceExemption: random.chance(0.6) }]];
  }
  const planting = plantingOf(index);
  const isPlanted = planting?.rule === 'E15';
  if (!isPlanted && !random.chance(0.35)) return [];
  const claim = refundRow(flow, flow.entryNo, 1);
  if (!isPlanted) return [[refundApplications, claim]];
  // Claimed twice, or a refund on departure that nobody settled by 30 April.
  return flow.mode === 'M9810'
    ? [[refundApplications, { ...claim, settledOn: null }]]
    : [
        [refundApplications, claim],
        [refundApplications, refundRow(flow, flow.entryNo, 2)],
      ];
}

function refundRow(
  flow: FlowCase,
  entryNo: string,
  claim: number,
): typeof refundApplications.$inferInsert {
  const random = stream('refund row', flow.index, claim);
  const rate = flow.lines[0]?.goods.refundRate ?? 0;
  const receivedAt = after(flow.declaredAt, random.int(12, 40) * 86_400);
  const days = decisionDays[facts(flow.seller).refundClass];
  const decideBy = chineseDays.findWorkday(days, dayOf(receivedAt));
  const status = random.weighted([
    ['PAID', 62],
    ['APPROVED', 14],
    ['CHECKED', 10],
    ['RECEIVED', 8],
    ['DOUBTFUL', 4],
    ['REFUSED', 2],
  ] as const);
  const isDecided = status === 'PAID' || status === 'APPROVED' || status === 'REFUSED';
  const onDeparture = flow.mode === 'M9810';
  return {
    refundNo: `TS${flow.placedAt.slice(0, 4)}${String(flow.index).padStart(8, '0')}${claim}`,
    applicantUscc: flow.seller.uscc,
    entryNo,
    period: dayOf(flow.declaredAt).slice(0, 7),
    amount: money((flow.goodsValue * rate) / 113),
    rate: String(rate),
    onDeparture,
    status,
    receivedAt,
    decideBy,
    decidedAt: isDecided ? after(receivedAt, random.int(1, days) * 86_400) : null,
    settledOn: onDeparture ? addDays(dayOf(receivedAt), random.int(30, 120)) : null,
  };
}
