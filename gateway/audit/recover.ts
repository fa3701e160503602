import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Place } from './journal/layout.ts';
import { journalFile, readJournal } from './journal/read.ts';
import { fileName, logFiles, newline } from './records.ts';
import { syncFolder } from './sync-folder.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Makes a log whole that a gateway left, however it ended. What it may not have brought to the disk is written anew from
 * the journal, which then goes; without one, a line that was torn is cut off: it was never answered for.
 * @returns how far the log reaches, all of it on disk
 * @throws Error when records are gone that the journal follows on, or it cannot be read
 */
export async function recover(folder: string): Promise<Place> {
  const journal = await readJournal(folder);
  const file = await lastFile(folder, journal?.sure ?? null);
  const handle = await open(path.join(folder, file), 'a+', 0o600);
  try {
    const whole = await wholeOf(handle, file, journal?.sure ?? null);
    const { records, next } = journal?.after(whole.records) ?? { records: [], next: null };
    if (next !== null) {
      throw new Error(
        `The audit log ends before record ${whole.records + records.length}, and its journal goes on with record ${next}: those between are gone. Keep ${folder} as it is; to go on without them, move the file "${journalFile}" out of it.`,
      );
    }
    await handle.truncate(whole.bytes);
    const bytes = Buffer.concat(records.flatMap((record) => [record, lineEnd]));
    await writeWhole(handle.fd, bytes, null);
    await handle.sync();
    await syncFolder(folder);
    await rm(path.join(folder, journalFile), { force: true });
    await syncFolder(folder);
    return { file, bytes: whole.bytes + bytes.length, records: whole.records + records.length };
  } finally {
    await handle.close();
  }
}

const lineEnd = Buffer.of(newline);
const chunkBytes = 1024 * 1024;

/** The file that is written on. One that was begun after the journal last said so is still empty, and goes. */
async function lastFile(folder: string, sure: Place | null): Promise<string> {
  const files = (await logFiles(folder)).map((each) => path.basename(each.path));
  if (sure === null) return files.at(-1) ?? fileName(0);
  for (const later of files.filter((file) => file > sure.file)) {
    const { size } = await stat(path.join(folder, later));
    if (size > 0) {
      throw new Error(
        `${path.join(folder, later)} is not of the gateway whose journal says that ${sure.file} was its last file. Move what is not of this log out of ${folder}.`,
      );
    }
    await rm(path.join(folder, later));
  }
  return sure.file;
}

/** How far the file is sure: as the journal says or, without one or where less is left, up to its last line end. */
async function wholeOf(handle: FileHandle, file: string, sure: Place | null): Promise<Place> {
  const { size } = await handle.stat();
  if (sure !== null && size >= sure.bytes) return sure;
  const { bytes, lines } = await wholeLines(handle, size);
  return { file, bytes, records: Number.parseInt(file, 10) + lines };
}

async function wholeLines(
  handle: FileHandle,
  size: number,
): Promise<{ readonly bytes: number; readonly lines: number }> {
  const chunk = Buffer.alloc(chunkBytes);
  let [lines, bytes] = [0, 0];
  for (let at = 0; at < size;) {
    const { bytesRead } = await handle.read(chunk, 0, chunkBytes, at);
    if (bytesRead === 0) break;
    const come = chunk.subarray(0, bytesRead);
    for (let end = come.indexOf(newline); end >= 0; end = come.indexOf(newline, end + 1)) {
      lines += 1;
      bytes = at + end + 1;
    }
    at += bytesRead;
  }
  return { bytes, lines };
}
