import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from './store.ts';

const applied = z.array(z.object({ name: z.string(), digest: z.string() }));

/**
 * Brings a department's tables up to date: each `.sql` file of the folder once, in the order of names, all or none.
 * @param department the department; its tables live in the database schema of that name
 * @param folder the folder of migrations
 * @returns the names of the files that were run
 * @throws Error when a migration that has run was edited since
 */
export async function migrate(
  database: Database,
  department: string,
  folder: URL,
): Promise<string[]> {
  if (!/^[a-z][a-z0-9_]*$/.test(department))
    throw new Error(`"${department}" cannot name a database schema.`);
  await database.script(
    `CREATE SCHEMA IF NOT EXISTS "${department}";
     CREATE TABLE IF NOT EXISTS "${department}".migrations (name text PRIMARY KEY, digest text NOT NULL, at timestamptz NOT NULL DEFAULT now());`,
  );
  const rows = await database.db.execute(
    sql`SELECT name, digest FROM ${sql.identifier(department)}.migrations`,
  );
  const done = new Map(
    applied.parse((rows as { rows: unknown }).rows).map(({ name, digest }) => [name, digest]),
  );
  const files = (await readdir(fileURLToPath(folder)))
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const run: string[] = [];
  for (const name of files) {
    const text = await readFile(new URL(name, folder), 'utf8');
    const digest = createHash('sha256').update(text).digest('hex');
    const before = done.get(name);
    if (before === digest) continue;
    if (before !== undefined) {
      throw new Error(
        `${department}/migrations/${name} was edited after it had run. Undo the edit and write a new file.`,
      );
    }
    await database.script(
      `${text}\n; INSERT INTO "${department}".migrations (name, digest) VALUES ('${name.replaceAll("'", "''")}', '${digest}');`,
    );
    run.push(name);
  }
  return run;
}
