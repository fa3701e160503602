import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** A folder that only this process writes to. */
export interface FolderLock {
  /** Whether it still is: another process may take over from one that has not shown itself for long. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
}

/** How often whoever holds a folder shows that it is there, by the file's time. */
const beatMs = 1_000;
/** How long another host may show nothing before it counts as gone. */
const patienceMs = 4_000;
const lockFile = 'lock';

const holder = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** When the process began, as its system says it; null where that is not known. */
  started: z.string().nullable(),
});

/**
 * Takes a folder for this process, by a file `lock` that says who has it. What a process left that has ended is taken
 * over: at once where it ran on this host, after four seconds without a sign of it where it ran on another.
 * @throws Error that names the process that has the folder
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = path.join(folder, lockFile);
  const { pid } = process;
  const mine = JSON.stringify({
    pid,
    host: hostname(),
    started: (await statOf(pid))?.started ?? null,
  });
  while (!(await place(file, mine))) {
    const found = await textOf(file);
    if (found === null) continue;
    await refuseIfAlive(folder, file, found);
    await clear(file, found);
  }
  let isHeld = true;
  const beat = async (): Promise<void> => {
    const text = await textOf(file);
    if (text === mine) await utimes(file, new Date(), new Date());
    // Somebody has tidied up.
    else isHeld = text === null && (await place(file, mine));
  };
  const timer = setInterval(() => void beat().catch(() => undefined), beatMs);
  timer.unref();
  return {
    isHeld: () => isHeld,
    release: async () => {
      clearInterval(timer);
      isHeld = false;
      if ((await textOf(file)) === mine) await rm(file, { force: true });
    },
  };
}

/** Puts the file there whole, or finds that there is one. */
async function place(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function refuseIfAlive(folder: string, file: string, found: string): Promise<void> {
  const { success, data } = holder.safeParse(parsed(found));
  const who = success ? `process ${data.pid} on ${data.host}` : 'another process';
  const isHere = success && data.host === hostname();
  if (isHere ? await isRunning(data.pid, data.started) : await showsItself(file)) {
    throw new Error(
      `${folder} is in use by ${who}. One gateway writes one audit log: give this one another folder with --audit, or stop the other.`,
    );
  }
}

async function isRunning(pid: number, started: string | null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false;
  }
  const now = await statOf(pid);
  if (now === null) return true;
  // One that is killed keeps its number until its parent has taken note; later it may be another's.
  return !ended.has(now.state) && (started === null || started === now.started);
}

async function showsItself(file: string): Promise<boolean> {
  const timeOf = (): Promise<number | null> =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
  const before = await timeOf();
  await wait(patienceMs);
  const after = await timeOf();
  return after !== null && after !== before;
}

/** Removes what a process left; should another have taken its place meanwhile, that is put back. */
async function clear(file: string, left: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await textOf(aside)) !== left) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

const ended = new Set(['Z', 'X']);

/** State and start, fields 3 and 22 of `/proc/<pid>/stat` (proc(5)); null where there is none. */
async function statOf(pid: number): Promise<{ state: string; started: string } | null> {
  const text = await textOf(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', started: fields[19] ?? '' };
}

function textOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT') || isCode(error, 'ESRCH')) return null;
    throw error;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
