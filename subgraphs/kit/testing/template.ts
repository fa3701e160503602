import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { type Database, openDatabase } from '../store.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const staleMs = 120_000;
const dayMs = 86_400_000;

/**
 * A ready data folder of the embedded database, made once for all test files and kept in the temporary folder until
 * a file changes that it was made from. Filling one takes ten seconds, starting from one takes one.
 * @param name tells templates apart
 * @param fill makes the tables and rows
 */
export async function databaseTemplate(
  name: string,
  fill: (database: Database) => Promise<void>,
): Promise<Blob> {
  const file = path.join(tmpdir(), `cpz-template-${name}-${await digestOfSources()}.tar`);
  const lock = `${file}.lock`;
  for (;;) {
    if (await isThere(file)) return openAsBlob(file);
    if (await take(lock)) break;
    await sleep(200);
  }
  try {
    const dump = await filled(fill);
    const part = `${file}.${randomUUID()}`;
    await writeFile(part, Buffer.from(await dump.arrayBuffer()));
    await rename(part, file);
    await removeOld(name);
  } finally {
    await rm(lock, { force: true });
  }
  return openAsBlob(file);
}

async function filled(fill: (database: Database) => Promise<void>): Promise<Blob> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-template-'));
  try {
    const database = await openDatabase({ folder });
    await fill(database);
    await database.close();
    const client = await PGlite.create(`${folder}/pgdata`);
    const dump = await client.dumpDataDir('none');
    await client.close();
    return dump;
  } finally {
    await rm(folder, { recursive: true, force: true });
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
