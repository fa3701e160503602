import { createHash } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Profile } from '../kit/department.ts';
import type { Database } from '../kit/store.ts';
import type { Filling } from './filling.ts';

const order: readonly Profile[] = ['small', 'medium', 'large'];
const standing = z.object({
  rows: z.array(
    z.object({
      profile: z.enum(['small', 'medium', 'large']),
      version: z.string(),
      finished: z.boolean(),
    }),
  ),
});
const names = z.object({ rows: z.array(z.object({ tablename: z.string() })) });
const answer = z.object({ rows: z.array(z.object({ found: z.boolean() })) });

/** The department's record of what it was filled with. */
function record(department: string): SQL {
  return sql`${sql.identifier(department)}.${sql.identifier('synthetic_data')}`;
}

/** Whether a department's tables hold the profile or a larger one, whole and of this version. */
export async function isFilled(
  database: Database,
  department: string,
  profile: Profile,
  fillings: readonly Filling[],
): Promise<boolean> {
  const found = await standingIn(database, department);
  return (
    found !== undefined &&
    found.finished &&
    found.version === versionOf(fillings) &&
    order.indexOf(found.profile) >= order.indexOf(profile)
  );
}

/**
 * Empties a department's tables, and writes down that filling has begun.
 * @throws Error when tables on a server hold rows, and there is no record that they are synthetic
 */
export async function begin(
  database: Database,
  department: string,
  profile: Profile,
  fillings: readonly Filling[],
): Promise<void> {
  const tables = await tablesOf(database, department);
  const isOurs = (await standingIn(database, department)) !== undefined;
  // An embedded database is a developer's own and never holds anything else.
  if (!isOurs && database.engine === 'postgres' && (await holdsRows(database, tables))) {
    throw new Error(
      `The tables of ${department} hold rows that are not synthetic; nothing was written. Name an empty database.`,
    );
  }
  await database.db.transaction(async (transaction) => {
    if (tables.length > 0) {
      await transaction.execute(sql`TRUNCATE ${sql.join(tables, sql`, `)}`);
    }
    await transaction.execute(sql`DELETE FROM ${record(department)}`);
    await transaction.execute(
      sql`INSERT INTO ${record(department)} (profile, version) VALUES (${profile}, ${versionOf(fillings)})`,
    );
  });
}

/** Writes down that filling has ended. */
export async function finish(database: Database, department: string): Promise<void> {
  await database.db.execute(sql`UPDATE ${record(department)} SET finished_at = now()`);
}

async function standingIn(
  database: Database,
  department: string,
): Promise<z.infer<typeof standing>['rows'][number] | undefined> {
  await database.script(
    `CREATE TABLE IF NOT EXISTS "${department}".synthetic_data (profile text NOT NULL, version text NOT NULL, began_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz)`,
  );
  const { rows } = standing.parse(
    await database.db.execute(
      sql`SELECT profile, version, finished_at IS NOT NULL AS finished FROM ${record(department)}`,
    ),
  );
  return rows[0];
}

async function tablesOf({ db }: Database, department: string): Promise<SQL[]> {
  const { rows } = names.parse(
    await db.execute(
      sql`SELECT tablename FROM pg_tables WHERE schemaname = ${department} AND tablename NOT IN ('migrations', 'synthetic_data')`,
    ),
  );
  return rows.map(
    ({ tablename }) => sql`${sql.identifier(department)}.${sql.identifier(tablename)}`,
  );
}

async function holdsRows({ db }: Database, tables: readonly SQL[]): Promise<boolean> {
  for (const table of tables) {
    const { rows } = answer.parse(
      await db.execute(sql`SELECT EXISTS (SELECT FROM ${table}) AS found`),
    );
    if (rows[0]?.found === true) return true;
  }
  return false;
}

/** Indexes whose rows stand for all others when versions are compared; every profile has them. */
const samples = [0, 1, 2, 3, 4];

/** A digest that changes with what is made: a database filled by an earlier version is filled anew. */
function versionOf(fillings: readonly Filling[]): string {
  const digest = createHash('sha256');
  for (const { count, rowsOf } of fillings) {
    for (const index of samples) {
      if (index < count) digest.update(JSON.stringify(rowsOf(index).map(([, row]) => row)));
    }
  }
  return digest.digest('base64url').slice(0, 22);
}
