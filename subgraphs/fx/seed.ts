import type { PgTable } from 'drizzle-orm/pg-core';
import type { Department } from '../kit/department.ts';
import { addDays, closing, dayOf } from '../synthetic/days.ts';
import { enterprise } from '../synthetic/enterprises.ts';
import { fill } from '../synthetic/fill.ts';
import type { FlowCase } from '../synthetic/flow.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { pad } from '../synthetic/identifiers.ts';
import { paymentInstitutions } from '../synthetic/institutions.ts';
import { money } from '../synthetic/money.ts';
import { fundsToGoods } from '../synthetic/planted-enterprises.ts';
import { blockSize, volumes } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import {
  classPeriods,
  declarationMatches,
  profiles,
  settlements,
  tradeCreditReports,
} from './tables.ts';

type Rows = (readonly [PgTable, Readonly<Record<string, unknown>>])[];

/** Fills the tables of foreign exchange administration. */
export const seed: Department['seed'] = (database, profile, progress) =>
  fill(
    database,
    'fx',
    profile,
    [
      { count: volumes[profile].enterprises, rowsOf: enterpriseRows },
      { count: volumes[profile].flowCases, rowsOf: caseRows },
      { count: volumes[profile].flowCases / blockSize, rowsOf: summaryRows },
    ],
    progress,
  );

function enterpriseRows(index: number): Rows {
  const made = enterprise(index);
  const { uscc, fxClass, organisationCode } = made;
  const random = stream('fx', index);
  const since = addDays(made.registeredOn, random.int(30, 400));
  const period: typeof classPeriods.$inferInsert = {
    uscc,
    class: fxClass,
    validFrom: since,
    validTo: null,
  };
  const reports = Array.from({ length: random.int(0, 2) }, (_, position) => ({
    reportNo: `TC${pad(index, 6)}${position + 1}`,
    uscc,
    kind: random.pick([
      'ADVANCE_PAYMENT',
      'ADVANCE_RECEIPT',
      'DEFERRED_PAYMENT',
      'DEFERRED_RECEIPT',
    ]),
    amountUsd: money(random.int(10, 500) * 100_000),
    reportedOn: addDays('2025-10-01', random.int(0, 360)),
    days: random.int(31, 180),
  }));
  return [
    [profiles, { uscc, fxClass, organisationCode, inDirectorySince: since, ...totals(index) }],
    [classPeriods, period],
    ...reports.map((report) => [tradeCreditReports, report] as const),
  ];
}

/** Totals of twelve months, in cents of USD, and what follows from them. */
function totals(index: number): Record<string, unknown> {
  const random = stream('fx totals', index);
  const drawn = Math.round(random.lognormal(2_500_000, 1) * 100);
  // A misfit counts only above a turnover of a million.
  const exported = fundsToGoods(index) === null ? drawn : Math.max(drawn, 300_000_000);
  const imported = Math.round(exported * random.next() * 0.4);
  const planted = fundsToGoods(index);
  const share = planted ?? 0.86 + random.next() * 0.18;
  const receipts = Math.round(exported * share);
  const payments = Math.round(imported * share);
  const difference = imported + receipts - (exported + payments);
  const all = imported + receipts + exported + payments;
  return {
    receipts: money(receipts),
    payments: money(payments),
    importDeclared: money(imported),
    exportDeclared: money(exported),
    difference: money(difference),
    differenceRate: (difference / all).toFixed(4),
    fundsToGoods: ((receipts + payments) / (imported + exported)).toFixed(4),
    tradeCreditRatio: (random.next() * 0.2).toFixed(4),
    bopDeclarations: random.int(0, 40),
  };
}

const rates = { DE: 7.8, US: 7.1, JP: 0.048, KR: 0.0052, RU: 0.088, GB: 9.1, AU: 4.7 } as const;
const currencies = {
  DE: 'EUR',
  US: 'USD',
  JP: 'JPY',
  KR: 'KRW',
  RU: 'RUB',
  GB: 'GBP',
  AU: 'AUD',
} as const;

function caseRows(index: number): Rows {
  const flow = flowCase(index);
  const { entryNo, invtNo } = flow;
  const isSingle = entryNo !== null && invtNo === null;
  return [...settlementRows(flow), ...(isSingle ? [matchRow(entryNo, index)] : [])];
}

/** The money for the parcels of a block is matched to their summary declaration. */
function summaryRows(block: number): Rows {
  for (let index = block * blockSize; index < (block + 1) * blockSize; index += 1) {
    const { entryNo, invtNo } = flowCase(index);
    if (entryNo !== null && invtNo !== null) return [matchRow(entryNo, index)];
  }
  return [];
}

/** Most of what foreign buyers paid is settled within three weeks. */
function settlementRows({ index, payment, isImport, country }: FlowCase): Rows {
  const random = stream('settlement', index);
  if (payment === null || isImport || !random.chance(0.6)) return [];
  const settledOn = addDays(dayOf(payment.paidAt), random.int(1, 20));
  if (settledOn >= dayOf(closing)) return [];
  const known = country in rates ? (country as keyof typeof rates) : 'US';
  const settlement: typeof settlements.$inferInsert = {
    settlementNo: `JH${pad(index, 10)}`,
    payCode: paymentInstitutions[payment.payCode]?.code ?? '',
    payTransactionId: payment.id,
    kind: 'SETTLEMENT',
    settledOn,
    foreignAmount: money(payment.amount / rates[known]),
    foreignCurrency: currencies[known],
    rate: String(rates[known]),
  };
  return [[settlements, settlement]];
}

function matchRow(entryNo: string, index: number): Rows[number] {
  const fxMatch = stream('match', index).weighted([
    ['MATCHED', 78],
    ['PARTIAL', 14],
    ['NONE', 5],
    ['EXCEEDED', 3],
  ] as const);
  return [declarationMatches, { entryNo, fxMatch }];
}
