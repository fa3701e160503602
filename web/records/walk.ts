/** A stretch of a list. */
export interface Stretch<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
  /** Where the next stretch begins; null at the end. */
  readonly next: string | null;
}

/** A list from its first row on. */
export type Walked<Row> = Pick<Stretch<Row>, 'total' | 'rows'>;

/** Rows on a page. */
export const rowsOnPage = 20;

/** Rows that pages and downloads hold at most; a list that is longer says so. */
export const mostRows = 500;

/**
 * Reads a list from its first row on, stretch by stretch, until there are `count` rows: the graph's lists go forward
 * from cursor to cursor, and an address with a page's number can be kept and passed on, as one with a cursor cannot.
 * @returns `'unavailable'` when whoever keeps the list does not answer
 */
export async function walk<Row>(
  read: (after: string | null) => Promise<Stretch<Row> | 'unavailable'>,
  count: number,
): Promise<Walked<Row> | 'unavailable'> {
  const rows: Row[] = [];
  let after: string | null = null;
  for (;;) {
    const stretch: Stretch<Row> | 'unavailable' = await read(after);
    if (stretch === 'unavailable') return stretch;
    rows.push(...stretch.rows);
    after = stretch.next;
    if (after === null || rows.length >= Math.min(count, mostRows)) {
      return { total: stretch.total, rows: rows.slice(0, mostRows) };
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
