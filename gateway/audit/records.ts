import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { newline } from './newline.ts';
import { type LeftJournal, readJournal, RecordsMissing } from './journal/read.ts';

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
 * @throws RecordsMissing when there are not as many as its journal says
 * @throws Error when the folder cannot be read
 */
export async function* wholeLog(folder: string): AsyncGenerator<LogRecords> {
  const place = { file: 0, byte: 0, position: 0 };
  for (let tries = 1; ; tries += 1) {
    // Before the log: what is carried meanwhile is in both.
    const journal = await readJournal(folder);
    yield* onward(folder, place, journal);
    if (journal === null) return;
    const { records, next } = journal.after(place.position);
    const end = place.position + records.length;
    if (next === null && end >= journal.sure.records) {
      if (records.length > 0) yield { file: null, records };
      return;
    }
    // A gateway may have written on while its journal was read.
    if (tries === mostTries) throw new RecordsMissing(folder, end, next ?? journal.sure.records);
    await rest(restMs);
  }
}

const mostTries = 3;
const restMs = 100;

/** Reads the files from a place on, which moves, up to where they may not have been on disk and differ from the journal. */
async function* onward(
  folder: string,
  place: { file: number; byte: number; position: number },
  journal: LeftJournal | null,
): AsyncGenerator<LogRecords> {
  const files = await logFiles(folder);
  for (let file = files[place.file]; file !== undefined; file = files[place.file]) {
    if (place.byte === 0) place.position = file.first;
    for await (const stored of recordsOf(file.path, place.byte)) {
      const isSure = (position: number): boolean =>
        journal === null || position < journal.sure.records;
      const differing = stored.findIndex(
        ({ record }, index) =>
          !isSure(place.position + index) &&
          journal?.agrees(place.position + index, record) === false,
      );
      const whole = differing < 0 ? stored : stored.slice(0, differing);
      place.position += whole.length;
      place.byte = whole.at(-1)?.end ?? place.byte;
      yield { file, records: whole.map(({ record }) => record) };
      if (differing >= 0) return;
    }
    if (place.file + 1 === files.length) return;
    place.file += 1;
    place.byte = 0;
  }
}
