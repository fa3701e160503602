import type { PgTable } from 'drizzle-orm/pg-core';
import type { Row } from './insert.ts';

/** One run over the indexes of something, with the rows that each index gives to each table. */
export interface Filling {
  readonly count: number;
  readonly rowsOf: (index: number) => readonly (readonly [PgTable, Row])[];
}

/** Rows that give the whole of a small table. */
export function wholeTable(table: PgTable, rows: readonly Row[]): Filling {
  return { count: 1, rowsOf: () => rows.map((row) => [table, row] as const) };
}
