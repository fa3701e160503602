import type { Department } from '../kit/department.ts';
import { fill } from '../synthetic/fill.ts';
import { blockSize, volumes } from '../synthetic/profile.ts';
import { customsEnterprise } from './seed-enterprises.ts';
import { caseRows, summaryRows } from './seed-trade.ts';

/** Fills the tables of customs. */
export const seed: Department['seed'] = (database, profile, progress) => {
  const { enterprises, flowCases } = volumes[profile];
  return fill(
    database,
    'customs',
    profile,
    [
      { count: enterprises, rowsOf: customsEnterprise },
      { count: flowCases, rowsOf: caseRows },
      { count: flowCases / blockSize, rowsOf: summaryRows },
    ],
    progress,
  );
};
