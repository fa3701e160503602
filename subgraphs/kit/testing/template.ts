import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { type Database, overClient } from '../store.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const staleMs = 120_000;
const dayMs = 86_400_000;

/**
 * A ready data folder of the embedded database, made once for all test files and kept in the temporary folder until
 * a file changes that it was made from. Filling one takes seconds, starting from one half of one.
 * @param name tells templates apart
 * @param fill makes the tables and rows
 */
export async function databaseTemplate(
  name: string,
  fill: (database: Database) => Promise<void>,
): Promise<Blob> {
  return kept(name, () => filled(fill));
}

/** As {@link databaseTemplate}, without any table. */
export function emptyTemplate(): Promise<Blob> {
  return kept('empty', empty);
}

async function kept(name: string, make: () => Promise<Blob>): Promise<Blob> {
  const file = path.join(tmpdir(), `cpz-template-${name}-${await digestOfSources()}.tar`);
  const lock = `${file}.lock`;
  for (;;) {
    if (await isThere(file)) return openAsBlob(file);
    if (await take(lock)) break;
    await sleep(200);
  }
  try {
    const dump = await make();
    const part = `${file}.${randomUUID()}`;
    await writeFile(part, Buffer.from(await dump.arrayBuffer()));
    await rename(part, file);
    await removeOld(name);
  } finally {
    await rm(lock, { force: true });
  }
  return openAsBlob(file);
}

/** For a start in half the time: a short log, a small cache, and no databases from which others would be made. */
const short = { initDbStartParams: ['--wal-segsize=1'] };
const lean = [
  "ALTER SYSTEM SET shared_buffers = '16MB'",
  ...['template0', 'template1'].flatMap((name) => [
    `ALTER DATABASE ${name} IS_TEMPLATE false`,
    `DROP DATABASE ${name}`,
  ]),
];

function empty(): Promise<Blob> {
  return dumped(short, async (client) => {
    for (const statement of lean) await client.exec(statement);
  });
}

async function filled(fill: (database: Database) => Promise<void>): Promise<Blob> {
  return dumped({ loadDataDir: await emptyTemplate() }, async (client) => {
    await fill(await overClient(client));
  });
}

async function dumped(
  options: PGliteOptions,
  ready: (client: PGlite) => Promise<void>,
): Promise<Blob> {
  const client = await PGlite.create(options);
  try {
    await ready(client);
    // What is in the tables need not be replayed from the log.
    await client.exec('CHECKPOINT');
    return await client.dumpDataDir('none');
  } finally {
    await client.close();
  }
}

/** Everything that tables and rows are made from. */
async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const folder of ['subgraphs', 'schema', 'package-lock.json']) {
    const at = path.join(root, folder);
    const names = (await stat(at)).isDirectory()
      ? (await readdir(at, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
          .map((entry) => path.join(entry.parentPath, entry.name))
          .sort()
      : [at];
    for (const each of names) hash.update(each.slice(root.length)).update(await readFile(each));
  }
  return hash.digest('hex').slice(0, 16);
}

async function removeOld(name: string): Promise<void> {
  for (const each of await readdir(tmpdir())) {
    const file = path.join(tmpdir(), each);
    if (!each.startsWith(`cpz-template-${name}-`)) continue;
    const made = await stat(file).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > dayMs) await rm(file, { force: true });
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** A lock whose maker was ended is taken over after a while. */
async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const made = await stat(lock).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > staleMs) await rm(lock, { force: true });
    return false;
  }
}
