import { getTableColumns, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Queries } from '../kit/store.ts';

/** A row by the names that its table gives to columns; what is missing is null. */
export type Row = Readonly<Record<string, unknown>>;

/** Inserts rows with one statement of one parameter, however many they are. */
export async function insert(
  db: Pick<Queries, 'execute'>,
  table: PgTable,
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.entries(getTableColumns(table));
  const json = JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(columns.map(([key, { name }]) => [name, row[key] ?? null])),
    ),
  );
  await db.execute(
    sql`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, ${json}::jsonb)`,
  );
}
