import type { PgTable } from 'drizzle-orm/pg-core';
import type { Profile } from '../kit/department.ts';
import type { Database } from '../kit/store.ts';
import { begin, finish, isFilled } from './filled.ts';
import type { Filling } from './filling.ts';
import { insert, type Row } from './insert.ts';

const indexesPerBatch = 500;

/**
 * Fills a department's tables, a batch of indexes at a time, so that memory stays the same whatever the profile.
 * Nothing is done when this profile or a larger one stands there; an unfinished or smaller one, or one of an earlier
 * version of the synthetic zone, is replaced.
 * @param department the database schema
 * @throws Error when tables on a server hold rows that are not synthetic
 */
export async function fill(
  database: Database,
  department: string,
  profile: Profile,
  fillings: readonly Filling[],
  progress: (done: number, total: number) => void,
): Promise<void> {
  if (await isFilled(database, department, profile, fillings)) return;
  await begin(database, department, profile, fillings);
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
      await database.db.transaction(async (transaction) => {
        for (const [table, batch] of batches) await insert(transaction, table, batch);
      });
      done += to - from;
      progress(done, total);
    }
  }
  await finish(database, department);
}
