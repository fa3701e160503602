import type { PgTable } from 'drizzle-orm/pg-core';
import type { Department } from '../kit/department.ts';
import { addDays } from '../synthetic/days.ts';
import { enterprise } from '../synthetic/enterprises.ts';
import { fill } from '../synthetic/fill.ts';
import { wholeTable } from '../synthetic/filling.ts';
import { pad } from '../synthetic/identifiers.ts';
import { volumes } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import { listRows } from './seed-lists.ts';
import { recordRows } from './seed-records.ts';
import { agencies, ratings } from './tables.ts';

/** Fills the credit base. Evaluations are not made up: `cpz credit evaluate` makes them from what departments hold. */
export const seed: Department['seed'] = (database, profile, progress) =>
  fill(
    database,
    'credit',
    profile,
    [
      wholeTable(agencies, agencyRows),
      { count: volumes[profile].creditRecords, rowsOf: recordRows },
      { count: volumes[profile].enterprises, rowsOf: listRows },
      { count: volumes[profile].enterprises, rowsOf: ratingRows },
    ],
    progress,
  );

const agencyRows: (typeof agencies.$inferInsert)[] = [
  {
    agencyNo: 'AG01',
    name: '示例信用服务一号',
    registeredOn: '2021-03-15',
    method: '财务指标占四成，履约记录占三成，治理与舆情占三成；每年复评一次',
  },
  {
    agencyNo: 'AG02',
    name: '示例信用服务二号',
    registeredOn: '2022-06-01',
    method: '以近两年履约率与投诉率为主，模型参数每季公布',
  },
  {
    agencyNo: 'AG03',
    name: '示例信用服务三号',
    registeredOn: '2023-09-20',
    method: '跨境交易纠纷率、退货率与物流时效加权评分',
  },
];

function ratingRows(index: number): (readonly [PgTable, Readonly<Record<string, unknown>>])[] {
  const random = stream('rating', index);
  if (!random.chance(0.4)) return [];
  const ratedOn = addDays('2025-11-01', random.int(0, 300));
  const rating: typeof ratings.$inferInsert = {
    ratingNo: `RT${pad(index + 1, 8)}`,
    agencyNo: `AG0${random.int(1, agencyRows.length)}`,
    uscc: enterprise(index).uscc,
    rating: random.weighted([
      ['AAA', 6],
      ['AA', 18],
      ['A', 34],
      ['BBB', 22],
      ['BB', 12],
      ['B', 5],
      ['CCC', 3],
    ] as const),
    ratedOn,
    validUntil: addDays(ratedOn, 365),
  };
  return [[ratings, rating]];
}
