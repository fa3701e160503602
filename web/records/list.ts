import { LRUCache } from 'lru-cache';

/** A stretch of a list, as one answer of the graph holds it. */
export interface Stretch<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
  /** Where the next stretch begins; null at the end. */
  readonly next: string | null;
}

/** Reads the stretch that begins at a cursor, the first at none; `'unavailable'` when whoever keeps the list does not answer. */
export type ReadStretch<Row> = (after: string | null) => Promise<Stretch<Row> | 'unavailable'>;

/** The rows of one page of a list, and how many there are in all. */
export type PageOfList<Row> = Pick<Stretch<Row>, 'total' | 'rows'>;

/** A list from its first row on. */
export interface WholeList<Row> extends PageOfList<Row> {
  /** Whether these are all rows that there were while they were read. */
  readonly isComplete: boolean;
}

/** Rows on a page. */
const rowsOnPage = 20;

/** Rows of a stretch: what the documents ask for by `first`. */
const rowsOfStretch = 100;

/**
 * Rows that pages and files reach at most. Each stretch is a request of the visitor to the gateway, which by default
 * lets the public send 200 at once; a list that is longer says that it is not whole.
 */
export const mostRows = 20_000;

/** Where stretches of lists begin, by list. */
export type Places = LRUCache<string, Place>;

interface Place {
  readonly total: number;
  readonly starts: readonly (string | null)[];
}

/** Remembers where stretches begin for as long as a page is kept, so that the next page is not far from the one before. */
export function createPlaces(): Places {
  return new LRUCache({ max: 500, ttl: 30_000 });
}

/**
 * Reads one page of a list. The graph's lists go forward from cursor to cursor, and an address with a page's number can
 * be kept and passed on, as one with a cursor cannot: so what is before the page is walked over, unless it is
 * remembered where the page's stretch begins and the list is as long as it was then.
 */
export async function readPage<Row>(
  read: ReadStretch<Row>,
  page: number,
  places: Places,
  list: string,
): Promise<PageOfList<Row> | 'unavailable'> {
  const before = (page - 1) * rowsOnPage;
  const wanted = Math.floor(before / rowsOfStretch);
  const known = places.get(list);
  const starts = [...(known?.starts ?? [null])];
  let at = Math.min(wanted, starts.length - 1);
  for (;;) {
    const stretch = await read(starts[at] ?? null);
    // A cursor is worth nothing to a gateway that was started anew.
    const isOutdated =
      known !== undefined && (stretch === 'unavailable' || stretch.total !== known.total);
    if (isOutdated) {
      places.delete(list);
      return readPage(read, page, places, list);
    }
    if (stretch === 'unavailable') return stretch;
    const { total, rows, next } = stretch;
    if (next !== null) starts[at + 1] = next;
    if (at === wanted || next === null || page > pagesOf(total)) {
      places.set(list, { total, starts });
      const from = before - at * rowsOfStretch;
      return { total, rows: rows.slice(from, from + rowsOnPage) };
    }
    at += 1;
  }
}

/** How often a list is read again that changes while it is read. */
const mostReadings = 3;

/** Reads a list from its first row to its last, again if there are more or fewer at the end than there were before. */
export async function readWhole<Row>(
  read: ReadStretch<Row>,
): Promise<WholeList<Row> | 'unavailable'> {
  for (let reading = 1; ; reading += 1) {
    const rows: Row[] = [];
    let total: number | null = null;
    let isSteady = true;
    let after: string | null = null;
    do {
      const stretch: Stretch<Row> | 'unavailable' = await read(after);
      if (stretch === 'unavailable') return stretch;
      rows.push(...stretch.rows);
      isSteady &&= total === null || total === stretch.total;
      total = stretch.total;
      after = stretch.next;
    } while (after !== null && rows.length < mostRows && isSteady);
    if (isSteady || reading === mostReadings) {
      return { total, rows, isComplete: isSteady && rows.length === total };
    }
  }
}

/** The number of the page that an address names; the first unless it names one. */
export function pageOf(written: string | undefined): number {
  return written !== undefined && /^[1-9]\d{0,3}$/.test(written) ? Number(written) : 1;
}

/** How many pages a list of so many rows has. */
export function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(Math.min(total, mostRows) / rowsOnPage));
}
