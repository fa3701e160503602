import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isCode } from './system-error.ts';

/** A folder that only this process writes to. */
export interface FolderLock {
  /** Whether another process has taken it over, as one may from a process that has not shown itself for long. */
  readonly isLost: () => boolean;
  /** To be asked before each write: whether the folder still is this process's, looked up where that is not sure. */
  readonly confirm: () => true | Promise<boolean>;
  readonly release: () => Promise<void>;
}

/** How often whoever holds a folder shows that it is there, by the file's time. */
const beatMs = 1_000;
/** How long another host may show nothing before it counts as gone. */
const patienceMs = 4_000;
/** How long after a sign of its own a process need not look whether it has been taken for gone. */
const sureMs = 2_000;
const lockFile = 'lock';

const holder = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** Where the number means that process: which start of the machine, which container. Null where that is not known. */
  numbering: z.string().nullable(),
  /** When the process began, as its system says it; null where that is not known. */
  started: z.string().nullable(),
});

/**
 * Takes a folder for this process, by a file `lock` that says who has it. What a process left that has ended is taken
 * over: at once where it ran beside this one, after four seconds without a sign of it where it ran on another host or in
 * another container.
 * @throws Error that names the process that has the folder
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = path.join(folder, lockFile);
  const { pid } = process;
  const me = { pid, host: hostname(), numbering: await numberingOf() };
  const mine = JSON.stringify({ ...me, started: (await statOf(pid))?.started ?? null });
  while (!(await place(file, mine))) {
    const found = await textOf(file);
    if (found === null) continue;
    await refuseIfAlive(folder, file, found, me);
    await clear(file, found);
  }
  let isLost = false;
  let shown = clocks();
  const show = async (): Promise<void> => {
    const now = clocks();
    const text = await textOf(file);
    if (text === mine) await utimes(file, new Date(), new Date());
    // Somebody has tidied up.
    else if (text !== null || !(await place(file, mine))) isLost = true;
    if (!isLost) shown = now;
  };
  let showing = Promise.resolve();
  const beat = (): Promise<void> => (showing = showing.catch(() => undefined).then(show));
  const timer = setInterval(() => void beat().catch(() => undefined), beatMs);
  timer.unref();
  return {
    isLost: () => isLost,
    confirm: () => {
      const isSure = clocks().every((time, index) => time - (shown[index] ?? 0) < sureMs);
      return isSure && !isLost ? true : beat().then(() => !isLost);
    },
    release: async () => {
      clearInterval(timer);
      // It could put the file back.
      await showing.catch(() => undefined);
      isLost = true;
      if ((await textOf(file)) === mine) await rm(file, { force: true });
    },
  };
}

/** One clock stands still while the machine does, the other can be set. */
function clocks(): readonly number[] {
  return [performance.now(), Date.now()];
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
    throw new Error(
      `${path.dirname(file)} must be on a file system that has hard links, so that one process can have it for itself.`,
      { cause: error },
    );
  } finally {
    await rm(draft, { force: true });
  }
}

async function refuseIfAlive(
  folder: string,
  file: string,
  found: string,
  me: Pick<z.output<typeof holder>, 'host' | 'numbering'>,
): Promise<void> {
  const { success, data } = holder.safeParse(parsed(found));
  const who = success ? `process ${data.pid} on ${data.host}` : 'another process';
  const isHere = success && data.host === me.host && data.numbering === me.numbering;
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

/** Removes what a process left. One at a time does so, or it could be another's by then. */
async function clear(file: string, left: string): Promise<void> {
  const turn = `${file}.clearing`;
  const since = await stat(turn).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => null,
  );
  if (since !== null && since > patienceMs) await rm(turn, { force: true });
  if (!(await place(turn, String(process.pid)))) {
    await wait(50);
    return;
  }
  try {
    if ((await textOf(file)) === left) await rm(file, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

const ended = new Set(['Z', 'X']);

/** State and start, fields 3 and 22 of `/proc/<pid>/stat` (proc(5)); null where there is none. */
async function statOf(pid: number): Promise<{ state: string; started: string } | null> {
  const text = await textOf(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', started: fields[19] ?? '' };
}

/** The start of the machine and the namespace in which processes are numbered (pid_namespaces(7)). */
async function numberingOf(): Promise<string | null> {
  const start = await textOf('/proc/sys/kernel/random/boot_id').catch(() => null);
  const namespace = await readlink('/proc/self/ns/pid').catch(() => null);
  return start === null || namespace === null ? null : `${start.trim()} ${namespace}`;
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
