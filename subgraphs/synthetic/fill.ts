import { getTableColumns, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { Profile } from '../kit/department.ts';
import type { Database, Queries } from '../kit/store.ts';

type Row = Readonly<Record<string, unknown>>;

/** One run over the indexes of something, with the rows that each index gives to each table. */
export interface Filling {
  readonly count: number;
  readonly rowsOf: (index: number) => readonly (readonly [PgTable, Row])[];
}

/** Rows that give the whole of a small table. */
export function wholeTable(table: PgTable, rows: readonly Row[]): Filling {
  return { count: 1, rowsOf: () => rows.map((row) => [table, row] as const) };
}

const indexesPerBatch = 500;
const order: readonly Profile[] = ['small', 'medium', 'large'];
const finished = z.object({
  rows: z.array(z.object({ profile: z.enum(['small', 'medium', 'large']) })),
});

/**
 * Fills a department's tables, a batch of indexes at a time, so that memory stays the same whatever the profile.
 * Nothing is done when this profile or a larger one stands there; an unfinished or smaller one is replaced.
 * @param department the database schema
 */
export async function fill(
  database: Database,
  department: string,
  profile: Profile,
  fillings: readonly Filling[],
  progress: (done: number, total: number) => void,
): Promise<void> {
  const { db } = database;
  await database.script(
    `CREATE TABLE IF NOT EXISTS "${department}".seeding (profile text NOT NULL, finished_at timestamptz NOT NULL DEFAULT now())`,
  );
  const seeding = sql`${sql.identifier(department)}.seeding`;
  const { rows } = finished.parse(await db.execute(sql`SELECT profile FROM ${seeding}`));
  const [standing] = rows;
  if (standing !== undefined && order.indexOf(standing.profile) >= order.indexOf(profile)) return;
  await empty(database, department);
  const total = fillings.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  for (const { count, rowsOf } of fillings) {
    for (let from = 0; from < count; from += indexesPerBatch) {
      const to = Math.min(from + indexesPerBatch, count);
      const batches = new Map<PgTable, Row[]>();
      for (let index = from; index < to; index += 1) {
        for (const [table, row] of rowsOf(index)) {
          const batch = batches.get(table);
          if (batch === undefined) batches.set(table, [row]);
          else batch.push(row);
        }
      }
      await db.transaction(async (transaction) => {
        for (const [table, batch] of batches) await insert(transaction, table, batch);
      });
      done += to - from;
      progress(done, total);
    }
  }
  await db.execute(sql`INSERT INTO ${seeding} (profile) VALUES (${profile})`);
}

async function empty(database: Database, department: string): Promise<void> {
  const names = z.object({ rows: z.array(z.object({ tablename: z.string() })) });
  const { rows } = names.parse(
    await database.db.execute(
      sql`SELECT tablename FROM pg_tables WHERE schemaname = ${department}`,
    ),
  );
  const tables = rows
    .filter(({ tablename }) => tablename !== 'migrations')
    .map(({ tablename }) => `"${department}"."${tablename}"`);
  if (tables.length > 0) await database.script(`TRUNCATE ${tables.join(', ')}`);
}

/** One statement with one parameter, whatever the number of rows. */
async function insert(
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
