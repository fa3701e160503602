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

/**
 * The whole records of a file from a byte on, each without its line end, and the byte at which the next begins.
 * @throws Error when the file cannot be read
 */
export async function* recordsOf(
  file: string,
  from = 0,
): AsyncGenerator<{ readonly record: Buffer; readonly end: number }> {
  const handle = await open(file, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    let start = from;
    for (;;) {
      const chunk = Buffer.alloc(chunkBytes);
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, start + rest.length);
      if (bytesRead === 0) return;
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      let at = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
        yield { record: bytes.subarray(at, end), end: start + end + 1 };
        at = end + 1;
      }
      start += at;
      rest = bytes.subarray(at);
    }
  } finally {
    await handle.close();
  }
}
