import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { readJournal } from './journal/read.ts';

export const newline = 10;
/** Requests are answered between two of them. */
const chunkBytes = 128 * 1024;

/** A file of the log, named by the position of its first record. */
export interface LogFile {
  readonly path: string;
  readonly first: number;
}

/** The name of a file of the log, by the position of its first record. */
export function fileName(first: number): string {
  return `${String(first).padStart(16, '0')}.ndjson`;
}

/** The files of a log, in the order of their records. */
export async function logFiles(folder: string): Promise<readonly LogFile[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /^\d{16}\.ndjson$/.test(name))
    .sort()
    .map((name) => ({ path: path.join(folder, name), first: Number.parseInt(name, 10) }));
}

/** A record in a file. */
export interface StoredRecord {
  /** Without its line end; lent until the next list is asked for. */
  readonly record: Buffer;
  /** The byte of the file at which the next begins. */
  readonly end: number;
}

/**
 * The whole records of a file from a byte on, in lists as they are read: to wait for each by itself would take longer
 * than to hash it.
 * @throws Error when the file cannot be read
 */
export async function* recordsOf(file: string, from = 0): AsyncGenerator<readonly StoredRecord[]> {
  const handle = await open(file, 'r');
  try {
    // One for all: a busy log is read every few seconds, and what is thrown away waits long to be given back.
    let bytes = Buffer.allocUnsafeSlow(chunkBytes);
    let [start, held] = [from, 0];
    for (;;) {
      if (held === bytes.length) bytes = Buffer.concat([bytes], 2 * bytes.length);
      const { bytesRead } = await handle.read(bytes, held, bytes.length - held, start + held);
      if (bytesRead === 0) return;
      const come = bytes.subarray(0, held + bytesRead);
      const records: StoredRecord[] = [];
      let at = 0;
      for (let end = come.indexOf(newline); end >= 0; end = come.indexOf(newline, at)) {
        records.push({ record: come.subarray(at, end), end: start + end + 1 });
        at = end + 1;
      }
      yield records;
      come.copyWithin(0, at);
      held = come.length - at;
      start += at;
    }
  } finally {
    await handle.close();
  }
}

/** Records that follow one another in a log. */
export interface LogRecords {
  /** The file that holds them; null for the journal, from which they are still to be carried into one. */
  readonly file: LogFile | null;
  /** Without their line ends; lent until the next are asked for. */
  readonly records: readonly Buffer[];
}

/**
 * Every record of a log in order, in lists: those of its files, then those that only the journal holds, of a gateway
 * that runs, or that has ended without closing its log.
 * @throws Error when the folder cannot be read
 */
export async function* wholeLog(folder: string): AsyncGenerator<LogRecords> {
  // Before the log: what is carried meanwhile is in both.
  const journal = await readJournal(folder);
  let count = 0;
  for (const file of await logFiles(folder)) {
    for await (const stored of recordsOf(file.path)) {
      count += stored.length;
      yield { file, records: stored.map(({ record }) => record) };
    }
  }
  const { records } = journal?.after(count) ?? { records: [] };
  if (records.length > 0) yield { file: null, records };
}
