import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { newline } from '../newline.ts';

/** What is written begins at a multiple of it, and fills it up: a page is written without being read before. */
export const pageBytes = 4096;

/** Two marks, written in turn, each in a page of its own; entries follow in two halves of equal length. */
export const marksBytes = 2 * pageBytes;

/** Before the records of an entry stands a line of this length. */
export const headBytes = 128;

/** Up to where the log is surely on disk: what comes after it stands in the journal. */
const place = z.object({
  /** Name of the log's last file. */
  file: z.string().regex(/^\d{16}\.ndjson$/),
  bytes: z.number().int().nonnegative(),
  /** Records of the whole log. */
  records: z.number().int().nonnegative(),
  /** Number of the journal's last entry that is in it; 0 for none. */
  entry: z.number().int().nonnegative(),
});
export type Place = z.output<typeof place>;

const mark = place.extend({ mark: z.number().int().nonnegative() });
const head = z.object({
  /** Number of the entry, from 1 on: what was tried again later counts. */
  entry: z.number().int().positive(),
  first: z.number().int().nonnegative(),
  records: z.number().int().positive(),
  bytes: z.number().int().positive(),
});

/** Records that were written together. */
export interface Entry {
  readonly entry: number;
  /** Position of its first record in the log. */
  readonly first: number;
  /** Lines as the log holds them, without their ends. */
  readonly lines: readonly Buffer[];
}

/** How much of the journal so many bytes take. */
export function pagesOf(bytes: number): number {
  return Math.ceil(bytes / pageBytes) * pageBytes;
}

/** A page that says up to where the log is on disk. */
export function markPage(number: number, upTo: Place): Buffer {
  const page = Buffer.alloc(pageBytes);
  page.write(sealed({ mark: number, ...upTo }, Buffer.alloc(0), pageBytes));
  return page;
}

/** Writes an entry's head at the start of the bytes given; its records stand at {@link headBytes}. */
export function writeHead(
  bytes: Buffer,
  body: Buffer,
  { entry, first, records }: Omit<z.output<typeof head>, 'bytes'>,
): void {
  const said = { entry, first, records, bytes: body.length };
  bytes.write(sealed(said, body, headBytes), 'latin1');
}

/** The later of the marks that can be read; null when neither can. */
export function lastMark(journal: Buffer): Place | null {
  const read = [0, pageBytes].flatMap((at) => {
    const text = lineAt(journal, at, pageBytes);
    const found = text === null ? null : opened(text, mark, () => Buffer.alloc(0));
    return found === null ? [] : [found];
  });
  const [last] = read.sort((a, b) => b.mark - a.mark);
  return last === undefined ? null : place.parse(last);
}

/** What was written and not written over, as it stands at the starts of pages. */
export function entriesOf(journal: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = marksBytes; at < journal.length; at += pageBytes) {
    const text = lineAt(journal, at, headBytes);
    if (text === null) continue;
    const body = (bytes: number): Buffer =>
      journal.subarray(at + headBytes, at + headBytes + bytes);
    const found = opened(text, head, ({ bytes }) => body(bytes));
    if (found === null) continue;
    const lines = linesOf(body(found.bytes));
    if (lines.length === found.records)
      entries.push({ entry: found.entry, first: found.first, lines });
  }
  return entries;
}

/** A line of JSON with the checksum of itself and what follows, as long as asked for. */
function sealed(said: object, body: Buffer, length: number): string {
  const json = JSON.stringify(said);
  return `${`${json} ${crc32(body, crc32(json))}`.padEnd(length - 1)}\n`;
}

function opened<Shape extends z.ZodType>(
  text: string,
  shape: Shape,
  bodyOf: (said: z.output<Shape>) => Buffer,
): z.output<Shape> | null {
  const [, json = '', sum] = /^(\{.*\}) (\d+) *$/.exec(text) ?? [];
  if (sum === undefined) return null;
  const { success, data } = shape.safeParse(parsed(json));
  return success && crc32(bodyOf(data), crc32(json)) === Number(sum) ? data : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const brace = 123;

function lineAt(journal: Buffer, at: number, length: number): string | null {
  if (journal[at] !== brace || journal[at + length - 1] !== newline) return null;
  return journal.toString('latin1', at, at + length - 1);
}

function linesOf(body: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf(newline, at);
    if (end < 0) return [];
    lines.push(body.subarray(at, end));
    at = end + 1;
  }
  return lines;
}
