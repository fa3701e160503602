import { keptWithEntries } from '../keeping.ts';
import type { Outcome, Page, Visit } from '../page.ts';
import { listOf } from '../pages/negative-list.tsx';
import { mostRows } from '../records/list.ts';
import { type AllEntries, readAllEntries } from '../records/negative-list.ts';
import { listCsv } from './csv.ts';
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
  write: (entries: AllEntries, visit: Visit) => string,
): Page => ({
  path: `/negative-list.${extension}`,
  parameters: ['list'],
  show: async (visit): Promise<Outcome> => {
    const entries = await readAllEntries(visit, listOf(visit));
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

/** The negative lists as files: every entry of every page, and whether these are all. */
export const negativeListFiles: readonly Page[] = [
  file('csv', 'text/csv; charset=utf-8', ({ total, rows }) =>
    listCsv(
      ['uscc', 'name', ...columns],
      rows.map((row) => [
        row.subject?.uscc ?? null,
        row.subject?.name ?? null,
        ...columns.map((column) => row[column]),
      ]),
      total,
    ),
  ),
  file(
    'json',
    'application/json; charset=utf-8',
    ({ total, isComplete: complete, rows }, { today }) =>
      `${JSON.stringify({ total, complete, limit: mostRows, asOf: today, entries: rows }, null, 2)}\n`,
  ),
];
