import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isCode } from '../system-error.ts';
import { entriesOf, type Entry, lastMark, type Place } from './layout.ts';

/** Name of the journal in the log's folder. */
export const journalFile = 'journal';

/** Records in the order of their positions, one after the other. */
export interface Following {
  /** Without their line ends. */
  readonly records: readonly Buffer[];
  /** Position of the next that the journal holds, where those between are missing; null where none are. */
  readonly next: number | null;
}

/** A journal as it was left, or as it is while its gateway runs. */
export interface LeftJournal {
  /** Up to where the log surely was on disk. */
  readonly sure: Place;
  /** What follows on so many records of the log. */
  readonly after: (records: number) => Following;
  /** Whether a line of the log, without its end, can be the record at a position: as the journal has it or, where it has none, as the line says. */
  readonly agrees: (position: number, line: Buffer) => boolean;
}

/**
 * Reads the journal in a log's folder.
 * @returns null when there is none, as after a log that was closed
 * @throws Error when it is not what a gateway writes
 */
export async function readJournal(folder: string): Promise<LeftJournal | null> {
  const file = path.join(folder, journalFile);
  const bytes = await readFile(file).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (bytes === null) return null;
  const sure = lastMark(bytes);
  if (sure === null) {
    throw new Error(
      `${file} cannot be read. Records may stand in it that the log does not hold: keep it, and move it out of the folder to go on without them.`,
    );
  }
  // What comes before is in the log, or was given up.
  const entries = inForce(entriesOf(bytes).filter(({ entry }) => entry > sure.entry));
  const lines = new Map(
    entries.flatMap(({ first, lines: held }) =>
      held.map((line, index) => [first + index, line] as const),
    ),
  );
  return {
    sure,
    after: (records) => following(entries, records),
    agrees: (position, line) => lines.get(position)?.equals(line) ?? indexOf(line) === position,
  };
}

/** Entries in the order of their positions, without those that were tried again later, in other company perhaps. */
function inForce(entries: Entry[]): Entry[] {
  const held: Entry[] = [];
  for (const entry of entries.sort((a, b) => a.entry - b.entry)) {
    while ((held.at(-1)?.first ?? -1) >= entry.first) held.pop();
    held.push(entry);
  }
  return held;
}

function following(entries: readonly Entry[], from: number): Following {
  const records: Buffer[] = [];
  for (const { first, lines } of entries) {
    const next = from + records.length;
    if (first > next) return { records, next: first };
    records.push(...lines.slice(next - first));
  }
  return { records, next: null };
}

/** The position that a record calls itself by; null when it does not. */
export function indexOf(record: Buffer): number | null {
  const [, index] = /^\{"index":(\d+),/.exec(record.toString('latin1', 0, 40)) ?? [];
  return index === undefined ? null : Number(index);
}

/** That records are gone which were on disk. */
export class RecordsMissing extends Error {
  /**
   * @param end position after the last record that is there
   * @param next position of the next that is, or was
   */
  constructor(folder: string, end: number, next: number) {
    super(
      `The audit log ends before record ${end}, and by its journal it went on to record ${next}: those between are gone. Keep ${folder} as it is; to go on without them, move the file "${journalFile}" out of it.`,
    );
    this.name = 'RecordsMissing';
  }
}
