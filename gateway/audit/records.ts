import { open, readdir } from 'node:fs/promises';
import path from 'node:path';

const newline = 10;
/** Requests are answered between two of them. */
const chunkBytes = 128 * 1024;

/** A file of the log, named by the position of its first record. */
export interface LogFile {
  readonly path: string;
  readonly first: number;
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
  /** Without its line end. */
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
    let rest: Buffer = Buffer.alloc(0);
    let start = from;
    for (;;) {
      const chunk = Buffer.alloc(chunkBytes);
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, start + rest.length);
      if (bytesRead === 0) return;
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const records: StoredRecord[] = [];
      let at = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
        records.push({ record: bytes.subarray(at, end), end: start + end + 1 });
        at = end + 1;
      }
      yield records;
      start += at;
      rest = bytes.subarray(at);
    }
  } finally {
    await handle.close();
  }
}
