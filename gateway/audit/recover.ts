import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Place } from './journal/layout.ts';
import { journalFile, type LeftJournal, readJournal, RecordsMissing } from './journal/read.ts';
import { newline } from './newline.ts';
import { fileName, logFiles, recordsOf } from './records.ts';
import { syncFolder } from './sync-folder.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Makes a log whole that a gateway left, however it ended. What it may not have brought to the disk is written anew from
 * the journal, which then goes; without one, a line that was torn is cut off: it was never answered for.
 * @returns how far the log reaches, all of it on disk
 * @throws Error when records are gone, or the journal cannot be read; then nothing is changed
 */
export async function recover(folder: string): Promise<Place> {
  const journal = await readJournal(folder);
  const { file, begun } = await filesOf(folder, journal?.sure ?? null);
  const whole = await wholeOf(path.join(folder, file), journal);
  const { records, next } = journal?.after(whole.records) ?? { records: [], next: null };
  const end = whole.records + records.length;
  const known = next ?? journal?.sure.records ?? 0;
  if (next !== null || end < known) throw new RecordsMissing(folder, end, known);
  for (const each of begun) await rm(path.join(folder, each));
  const handle = await open(path.join(folder, file), 'a', 0o600);
  try {
    await handle.truncate(whole.bytes);
    const bytes = Buffer.concat(records.flatMap((record) => [record, lineEnd]));
    await writeWhole(handle.fd, bytes, null);
    await handle.sync();
    await syncFolder(folder);
    await rm(path.join(folder, journalFile), { force: true });
    await syncFolder(folder);
    return { file, bytes: whole.bytes + bytes.length, records: end, entry: 0 };
  } finally {
    await handle.close();
  }
}

const lineEnd = Buffer.of(newline);

/** The file that is written on, and those that were begun after the journal last said so, in which there is nothing yet. */
async function filesOf(
  folder: string,
  sure: Place | null,
): Promise<{ readonly file: string; readonly begun: readonly string[] }> {
  const files = (await logFiles(folder)).map((each) => path.basename(each.path));
  if (sure === null) return { file: files.at(-1) ?? fileName(0), begun: [] };
  const begun = files.filter((file) => file > sure.file);
  for (const each of begun) {
    const { size } = await stat(path.join(folder, each));
    if (size === 0) continue;
    throw new Error(
      `${path.join(folder, each)} is not of the gateway whose journal says that ${sure.file} was its last file. Move what is not of this log out of ${folder}.`,
    );
  }
  return { file: sure.file, begun };
}

/** How far the file's records are whole and, where they may not have been on disk, those that the journal has. */
async function wholeOf(
  file: string,
  journal: LeftJournal | null,
): Promise<Pick<Place, 'bytes' | 'records'>> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  const isSure = journal !== null && size >= journal.sure.bytes;
  const begin = { bytes: 0, records: Number.parseInt(path.basename(file), 10) };
  let { bytes, records } = isSure ? journal.sure : begin;
  if (size === 0) return { bytes, records };
  for await (const stored of recordsOf(file, bytes)) {
    for (const { record, end } of stored) {
      if (isSure && !journal.agrees(records, record)) return { bytes, records };
      records += 1;
      bytes = end;
    }
  }
  return { bytes, records };
}
