import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Availability } from './availability.ts';
import { Carrier } from './carrier.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { Gathering } from './gathering.ts';
import { Journal, type Settle } from './journal/journal.ts';
import { LogFile } from './log-file.ts';
import { type AuditRecord, recordLine } from './record.ts';
import { recover } from './recover.ts';
import { syncFolder } from './sync-folder.ts';

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
  /** Resolves with the number of records that can be read in the log's files, where all that are on disk are by then. */
  readonly carried: () => Promise<number>;
  /** Writes what is waiting and closes the log. */
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

/** Characters of the records that are written together. */
const mostTogether = 512 * 1024;

/** So many records can be read in the log when they count as written; where more come together, soon after. */
const few = 4;

/** Lengths, in bytes. */
export interface LogLengths {
  /** Half of the journal: each time so much was written, the log is brought to the disk. */
  readonly half: number;
  /** At which length a file of the log is followed by the next. */
  readonly file: number;
}

const usualLengths: LogLengths = { half: 2 * 1024 * 1024, file: 256 * 1024 * 1024 };

/**
 * Opens the log in a folder: one JSON record a line, in files named by the position of their first record. Records
 * that arrive while a batch is being written go into the next one together (group commit), each on disk before it counts
 * as written: in the journal, from which they are carried into the log. What a crash left there is carried first. Two
 * processes that wrote one log would give one position to two records: the folder is locked until the log is closed.
 * @throws Error when the folder cannot be written, another process writes to it, or records are missing in it
 */
export async function openAuditLog(
  folder: string,
  lengths: LogLengths = usualLengths,
): Promise<AuditLog> {
  await mkdir(folder, { recursive: true });
  await syncFolder(path.dirname(path.resolve(folder)));
  const lock = await lockFolder(folder);
  try {
    return await openLocked(folder, lock, lengths);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(
  folder: string,
  lock: FolderLock,
  lengths: LogLengths,
): Promise<AuditLog> {
  const confirm = async (): Promise<void> => {
    if (!(await lock.confirm())) throw new Error('another process has taken the audit folder');
  };
  const isOurs = async (): Promise<boolean> => Promise.resolve(lock.confirm()).catch(() => false);
  const found = await recover(folder);
  const carrier = new Carrier(await LogFile.open(folder, found, isOurs), confirm, lengths.file);
  const settle: Settle = (mark) => carrier.settle(mark);
  const journal = await Journal.create(folder, found, lengths.half, settle).catch(
    async (error: unknown) => {
      await carrier.close();
      throw error;
    },
  );
  let [next, written] = [found.records, found.records];
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  const gathering = new Gathering(gatherMs);
  const availability = new Availability();
  let closed = false;

  const put = async (batch: readonly Waiting[]): Promise<void> => {
    await confirm();
    const lines = batch.map(({ line }) => line).join('');
    const { entry, bytes } = await journal.write(lines, written, batch.length);
    carrier.add(bytes, batch.length, entry);
    written += batch.length;
    // What cannot be carried now is on disk, and is carried later.
    if (batch.length <= few) await carrier.carry().catch(() => undefined);
  };
  const flush = async (): Promise<void> => {
    for (let isMore = false; waiting.length > 0;) {
      if (!isMore) await gathering.enough();
      const batch = waiting.splice(0, fitting(waiting));
      isMore = waiting.length > 0;
      gathering.taken(batch.length);
      try {
        await put(batch);
        availability.succeeded();
        for (const { resolve, index } of batch) resolve(index);
      } catch (error) {
        availability.failed();
        const reason = error instanceof Error ? error : new Error(String(error));
        for (const { reject } of [...batch, ...waiting]) reject(reason);
        waiting = [];
        gathering.taken(0);
        // The next record takes the place of the first that was lost.
        next = written;
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
    isWritable: () => availability.isAvailable && !carrier.isLost && !lock.isLost(),
    carried: async () => {
      if (!closed) await carrier.carry().catch(() => undefined);
      return carrier.carried;
    },
    close: async () => {
      closed = true;
      await writing;
      try {
        const isSettled = await carrier
          .settle((place) => journal.mark(place))
          .then(confirm)
          .then(
            () => true,
            () => false,
          );
        await journal.close(isSettled);
      } finally {
        await carrier.close().finally(() => lock.release());
      }
    },
  };
}

/** How many of those that wait are written together: at least one. */
function fitting(waiting: readonly Waiting[]): number {
  let characters = 0;
  const over = waiting.findIndex(({ line }) => (characters += line.length) > mostTogether);
  return over < 0 ? waiting.length : Math.max(over, 1);
}
