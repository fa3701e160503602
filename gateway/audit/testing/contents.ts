import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { logFiles, wholeLog } from '../records.ts';

const line = z.object({ index: z.number(), requestId: z.string() });

/** Ids of the records in a log's files, by their positions, which they are to call themselves by. */
export async function idsInFiles(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { path, first } of await logFiles(folder)) {
    if (first !== ids.length) throw new Error(`${path} comes after ${ids.length} records`);
    const text = await readFile(path, 'utf8');
    if (text !== '' && !text.endsWith('\n')) throw new Error(`${path} has no line end`);
    for (const each of text.split('\n').slice(0, -1)) ids.push(idOf(each, ids.length));
  }
  return ids;
}

/** Ids of all that is on disk, in the log's files and in its journal. */
export async function idsOnDisk(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { records } of wholeLog(folder))
    for (const record of records) ids.push(idOf(record.toString('utf8'), ids.length));
  return ids;
}

function idOf(text: string, position: number): string {
  const { index, requestId } = line.parse(JSON.parse(text));
  if (index !== position) throw new Error(`record ${position} calls itself ${index}`);
  return requestId;
}
