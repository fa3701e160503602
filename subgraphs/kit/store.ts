import { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { lockFolder } from './lock.ts';

/** A query layer that is the same over the embedded PostgreSQL and over a server. */
export type Queries = PgDatabase<PgQueryResultHKT>;

/** An open database, embedded or on a server. */
export interface Database {
  readonly db: Queries;
  readonly engine: 'pglite' | 'postgres';
  /** Runs several statements at once, such as a migration. */
  script(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** Where a database stands: on a server by URL, in a folder, or in memory. */
export interface DatabaseOptions {
  readonly url?: string;
  readonly folder?: string;
  /** A ready data folder to start the embedded database from, as `PGlite.dumpDataDir` gives it. */
  readonly template?: Blob;
}

const statementTimeoutMs = 15_000;

/**
 * Opens a database.
 * @throws Error with one line that says what to do: the folder is in use or damaged, or the server does not answer
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url === undefined ? openEmbedded(options) : openServer(options.url);
}

async function openServer(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    options: `-c statement_timeout=${statementTimeoutMs} -c timezone=UTC`,
  });
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw new Error(`The database at ${withoutSecret(url)} does not answer: ${reason(error)}`);
  }
  return {
    db: drizzlePostgres({ client: pool }),
    engine: 'postgres',
    script: async (sql) => {
      await pool.query(sql);
    },
    close: () => pool.end(),
  };
}

async function openEmbedded({ folder, template }: DatabaseOptions): Promise<Database> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'The embedded database is for development: its commits are not durable. Set <DEPARTMENT>_DATABASE_URL, such as TAX_DATABASE_URL=postgres://tax@db/tax.',
    );
  }
  let unlock = (): Promise<void> => Promise.resolve();
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    unlock = await lockFolder(folder);
  }
  try {
    const client = await PGlite.create({
      ...(folder === undefined ? {} : { dataDir: `${folder}/pgdata` }),
      ...(template === undefined ? {} : { loadDataDir: template }),
    });
    const database = await overClient(client);
    return {
      ...database,
      close: async () => {
        await database.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    if (folder === undefined) throw error;
    throw new Error(
      `The database in ${folder} cannot be opened (${reason(error)}). Remove the folder; the next start makes it anew.`,
    );
  }
}

/** The database of an embedded client, which ends when it is closed. */
export async function overClient(client: PGlite): Promise<Database> {
  await client.exec(`SET timezone = 'UTC'; SET statement_timeout = ${statementTimeoutMs};`);
  return {
    db: drizzlePglite({ client }),
    engine: 'pglite',
    script: async (sql) => {
      await client.exec(sql);
    },
    close: () => client.close(),
  };
}

function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return error.errors[0].message;
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no reason given';
}

function withoutSecret(url: string): string {
  return url.replace(/\/\/([^:@/]+):[^@/]+@/, '//$1@');
}
