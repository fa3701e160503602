import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from '../store.ts';
import { emptyTemplate } from './template.ts';

/**
 * A database for one test: an empty one of its own on the server that `TEST_DATABASE_URL` names, dropped when it is
 * closed; else one in memory.
 * @param template gives the data folder that the one in memory starts from, if it is not to be empty
 */
export async function testDatabase(
  template: () => Promise<Blob> = emptyTemplate,
): Promise<Database> {
  const server = process.env.TEST_DATABASE_URL;
  if (server === undefined) return openDatabase({ template: await template() });
  const name = `cpz_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href });
  return {
    ...database,
    close: async () => {
      await database.close();
      await onServer(server, `DROP DATABASE ${name}`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
