import type { Answered } from '../client.ts';
import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';
import { type Found, type FoundEnterprise, readFound } from './search.ts';

/** Rows on a page. */
export const rowsOnPage = 20;

/** Results that pages and downloads hold at most; the search says so and asks to be narrowed. */
export const mostResults = 500;

/** What is looked for. */
export interface Search {
  readonly name: string | null;
  readonly category: string | null;
}

/** Results from the first on. */
export interface Results {
  readonly total: number;
  readonly rows: readonly FoundEnterprise[];
  readonly isCategoryUnknown: boolean;
}

/**
 * Reads results from the first on, a hundred at a time, until there are `count`: the graph's lists go forward from
 * cursor to cursor, and an address with a page's number can be kept and passed on, as one with a cursor cannot.
 * @returns `'unavailable'` when the register does not answer
 */
export async function readResults(
  ask: Visit['ask'],
  search: Search,
  count: number,
): Promise<Results | 'unavailable'> {
  const rows: FoundEnterprise[] = [];
  let [after, total, isCategoryUnknown]: [string | null, number, boolean] = [null, 0, false];
  for (;;) {
    const answer: Answered = await ask(documents.search, { ...search, after });
    const found: Found | 'unavailable' = readFound(answer);
    if (found === 'unavailable') return found;
    total = found.total;
    isCategoryUnknown ||= found.isCategoryUnknown;
    rows.push(...found.rows);
    after = found.next;
    if (after === null || rows.length >= Math.min(count, mostResults)) break;
  }
  return { total, rows: rows.slice(0, mostResults), isCategoryUnknown };
}
