import { keptWithEntries } from '../keeping.ts';
import type { Outcome, Page, Visit } from '../page.ts';
import { listOf } from '../pages/negative-list.tsx';
import { type Entries, readEntries } from '../records/negative-list.ts';
import { mostRows } from '../records/walk.ts';
import { csv } from './csv.ts';
import { unavailable } from './enterprise-files.ts';

const columns = [
  'entryNo',
  'listType',
  'basis',
  'facts',
  'documentNo',
  'authority',
  'state',
  'listedOn',
  'listingEndsOn',
] as const;

const file = (
  extension: string,
  type: string,
  write: (entries: Entries, visit: Visit) => string,
): Page => ({
  path: `/negative-list.${extension}`,
  parameters: ['list'],
  show: async (visit): Promise<Outcome> => {
    const entries = await readEntries(visit.ask, listOf(visit), mostRows);
    if (entries === 'unavailable' || entries.isNameUnknown) return unavailable(visit);
    return {
      kind: 'download',
      type,
      fileName: `negative-list.${extension}`,
      body: write(entries, visit),
      keeping: keptWithEntries(entries.rows.map(({ usableUntil }) => usableUntil)),
    };
  },
});

/** The negative lists as files: the same entries as the pages, and the same limit. */
export const negativeListFiles: readonly Page[] = [
  file('csv', 'text/csv; charset=utf-8', ({ rows }) =>
    csv(
      ['uscc', 'name', ...columns],
      rows.map((row) => [
        row.subject?.uscc ?? null,
        row.subject?.name ?? null,
        ...columns.map((column) => row[column]),
      ]),
    ),
  ),
  file(
    'json',
    'application/json; charset=utf-8',
    ({ total, rows }, { today }) =>
      `${JSON.stringify({ total, limit: mostRows, asOf: today, entries: rows }, null, 2)}\n`,
  ),
];
