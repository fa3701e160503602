import { constants, write } from 'node:fs';
import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Availability } from './availability.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { Gathering } from './gathering.ts';
import { type AuditRecord, recordLine } from './record.ts';
import { repair } from './repair.ts';

/** The append-only log of every operation. */
export interface AuditLog {
  /** Appends a record and resolves with its position when it is on disk. Rejects when it cannot be written. */
  readonly write: (record: AuditRecord) => Promise<number>;
  /** Appends a record with the next batch and gives its position at once. */
  readonly count: (record: AuditRecord) => number;
  /** Says that an answer is under way that will be held for its record; gives what says that it is not any more. */
  readonly expect: () => () => void;
  /** Whether nothing failed to be written of late; whoever asks after a while finds out. */
  readonly isWritable: () => boolean;
  /** How many records are surely on disk. */
  readonly durable: () => { readonly records: number };
  /** Writes what is waiting and closes the file. */
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly index: number;
  readonly line: string;
  readonly resolve: (index: number) => void;
  readonly reject: (error: Error) => void;
}

/** How long records that come thick wait for one another at most. */
const gatherMs = 3;

/** Records that may wait for the disk; more are refused. */
const mostWaiting = 50_000;

/**
 * Opens the log in a folder: one JSON record a line, in files named by the position of their first record. Records
 * that arrive while a batch is being written go into the next one together (group commit), each on disk
 * (`O_DSYNC`) before its records count as written. A line that a crash tore is cut off. Two processes that wrote one
 * log would give one position to two records: the folder is locked until the log is closed.
 * @throws Error when the folder cannot be written, or another process writes to it
 */
export async function openAuditLog(folder: string): Promise<AuditLog> {
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder);
  try {
    return await openLocked(folder, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(folder: string, lock: FolderLock): Promise<AuditLog> {
  const names = (await readdir(folder)).filter((name) => /^\d{16}\.ndjson$/.test(name)).sort();
  const last = names.at(-1) ?? nameOf(0);
  const file = path.join(folder, last);
  // O_DSYNC: a write returns when its data are on disk, as if fdatasync followed it.
  const { O_APPEND, O_CREAT, O_RDWR } = constants;
  // Windows has none.
  const O_DSYNC: number | undefined = constants.O_DSYNC;
  const syncsItself = typeof O_DSYNC === 'number';
  const flags = O_RDWR | O_CREAT | O_APPEND | (syncsItself ? O_DSYNC : 0);
  const handle: FileHandle = await open(file, flags, 0o600);
  let next = Number.parseInt(last, 10) + (await repair(handle));
  let good = { next, bytes: (await handle.stat()).size };
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  const gathering = new Gathering(gatherMs);
  const availability = new Availability();
  let closed = false;

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      await gathering.enough();
      const batch = waiting;
      waiting = [];
      gathering.taken(batch.length);
      const bytes = Buffer.from(batch.map(({ line }) => line).join(''));
      try {
        if (!(await lock.confirm())) throw new Error('another process has taken the audit folder');
        await writeWhole(handle.fd, bytes);
        if (!syncsItself) await handle.datasync();
        good = { next: good.next + batch.length, bytes: good.bytes + bytes.length };
        availability.succeeded();
        for (const { resolve, index } of batch) resolve(index);
      } catch (error) {
        availability.failed();
        const reason = error instanceof Error ? error : new Error(String(error));
        for (const { reject } of [...batch, ...waiting]) reject(reason);
        waiting = [];
        gathering.taken(0);
        // Back to what is surely on disk: the next record takes the place of the first that was lost.
        next = good.next;
        // What another process wrote since is not ours to cut off.
        const isOurs = await Promise.resolve(lock.confirm()).catch(() => false);
        if (isOurs) await handle.truncate(good.bytes).catch(() => undefined);
      }
    }
    writing = null;
  };

  /** Resolves with the record's position, which is the next, when it is on disk. */
  const append = (record: AuditRecord, isHeldFor: boolean): Promise<number> =>
    new Promise((resolve, reject) => {
      if (closed || lock.isLost() || waiting.length >= mostWaiting)
        throw new Error('the audit log takes no more');
      waiting.push({ index: next, line: recordLine(next, record), resolve, reject });
      next += 1;
      if (isHeldFor) gathering.add();
      writing ??= flush();
    });

  return {
    write: (record) => append(record, true),
    count: (record) => {
      const index = next;
      append(record, false).catch(() => undefined);
      return index;
    },
    expect: () => gathering.expect(),
    isWritable: () => availability.isAvailable && !lock.isLost(),
    durable: () => ({ records: good.next }),
    close: async () => {
      closed = true;
      await writing;
      await handle.close();
      await lock.release();
    },
  };
}

/** Writes all of it; the callback API costs a third of a file handle's promises. */
function writeWhole(fd: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const from = (offset: number): void => {
      write(fd, bytes, offset, bytes.length - offset, null, (error, written) => {
        if (error !== null) reject(error);
        else if (offset + written < bytes.length) from(offset + written);
        else resolve();
      });
    };
    from(0);
  });
}

function nameOf(index: number): string {
  return `${String(index).padStart(16, '0')}.ndjson`;
}
