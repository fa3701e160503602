import chineseDays from 'chinese-days';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Department } from '../kit/department.ts';
import { addDays, after, closing, dayOf } from '../synthetic/days.ts';
import { enterprise, type SyntheticEnterprise } from '../synthetic/enterprises.ts';
import { fill } from '../synthetic/fill.ts';
import type { FlowCase } from '../synthetic/flow.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { money } from '../synthetic/money.ts';
import { plantingOf } from '../synthetic/planted.ts';
import { volumes } from '../synthetic/profile.ts';
import { closedAt } from '../synthetic/summary.ts';
import { stream, type Stream } from '../synthetic/random.ts';
import { decisionDays, refundClass, type RefundClass } from './refund-class.ts';
import { exemptions, refundApplications, taxpayers } from './tables.ts';

type Rows = (readonly [PgTable, Readonly<Record<string, unknown>>])[];

/** The last day of the synthetic data. */
const today = dayOf(closing);

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
  const isNew = random.chance(0.07);
  const refundsSince = isNew
    ? addDays(today, -random.int(30, 360))
    : addDays(made.registeredOn, random.int(60, 900));
  const riskControl = random.chance(0.6);
  const { taxGrade, fxClass } = made;
  return {
    refundsSince,
    riskControl,
    refundClass: refundClass({ taxGrade, fxClass, refundsSince, riskControl }, today),
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
  const flaw = plantingOf(index)?.refund;
  if (flaw === undefined && !isClaimed(flow, random)) return [];
  const claim = refundRow(flow, flow.entryNo, 1);
  switch (flaw) {
    case 'UNSETTLED':
      return [[refundApplications, { ...claim, settledOn: null }]];
    case 'TWICE':
      return [
        [refundApplications, claim],
        [refundApplications, refundRow(flow, flow.entryNo, 2)],
      ];
    default:
      return [[refundApplications, claim]];
  }
}

/** Whether there is something to claim, and the enterprise has done so. */
function isClaimed({ index, lines, releasedAt, declaredAt }: FlowCase, random: Stream): boolean {
  const isClosed = closedAt(index, releasedAt) !== null;
  const isRefunded = lines.some(({ goods }) => goods.refundRate > 0);
  return isClosed && isRefunded && receivedAt(index, declaredAt) <= closing && random.chance(0.35);
}

function receivedAt(index: number, declaredAt: string): string {
  return after(declaredAt, stream('refund received', index).int(12 * 24, 40 * 24) * 3600);
}

function refundRow(
  flow: FlowCase,
  entryNo: string,
  claim: number,
): typeof refundApplications.$inferInsert {
  const random = stream('refund row', flow.index, claim);
  const { refundRate: rate, vat } = flow.lines[0]?.goods ?? { refundRate: 0, vat: 0 };
  const received = after(receivedAt(flow.index, flow.declaredAt), (claim - 1) * 5 * 86_400);
  const days = decisionDays[facts(flow.seller).refundClass];
  const decideBy = chineseDays.findWorkday(days, dayOf(received));
  const status = random.weighted(decideBy < today ? statusesAtTheEnd : statusesBefore);
  const isDecided = status === 'PAID' || status === 'APPROVED' || status === 'REFUSED';
  const decided = after(received, random.int(1, days) * 86_400);
  const onDeparture = flow.mode === 'M9810';
  return {
    refundNo: `TS${flow.placedAt.slice(0, 4)}${String(flow.index).padStart(8, '0')}${claim}`,
    applicantUscc: flow.seller.uscc,
    entryNo,
    period: dayOf(flow.declaredAt).slice(0, 7),
    amount: money((flow.goodsValue * rate) / (100 + vat * 100)),
    rate: String(rate),
    onDeparture,
    status,
    receivedAt: received,
    decideBy,
    decidedAt: isDecided ? decided : null,
    settledOn: onDeparture ? settledOn(dayOf(received), random) : null,
  };
}

const statusesAtTheEnd = [
  ['PAID', 76],
  ['APPROVED', 16],
  ['REFUSED', 3],
  ['DOUBTFUL', 4],
  // A claim that is late.
  ['CHECKED', 1],
] as const;
const statusesBefore = [
  ['RECEIVED', 45],
  ['CHECKED', 45],
  ['DOUBTFUL', 10],
] as const;

/** A refund on departure is settled by 30 April of the next year at the latest; null while it need not be. */
function settledOn(receivedOn: string, random: Stream): string | null {
  const sold = addDays(receivedOn, random.int(30, 120));
  const deadline = `${Number(receivedOn.slice(0, 4)) + 1}-04-30`;
  const day = sold < deadline ? sold : deadline;
  return day > today ? null : day;
}
