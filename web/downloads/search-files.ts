import { keptForHalfAMinute } from '../keeping.ts';
import type { Outcome, Page, Visit } from '../page.ts';
import { readSought } from '../records/sought.ts';
import { readResults, type Results } from '../records/search.ts';
import { mostRows } from '../records/walk.ts';
import { valuesOf } from '../words/index.ts';
import { csv } from './csv.ts';
import { unavailable } from './enterprise-files.ts';

const columns = ['uscc', 'name', 'nameLatin', 'status', 'customsCategory'] as const;

const file = (
  extension: string,
  type: string,
  write: (found: Results, visit: Visit) => string,
): Page => ({
  path: `/search.${extension}`,
  parameters: ['q', 'category'],
  show: async (visit): Promise<Outcome> => {
    const { q = '', category = '' } = visit.fields;
    const sought = readSought(q, visit.words);
    if (sought.kind === 'wrong') {
      return { kind: 'problem', status: 400, title: 'Bad request', detail: sought.message };
    }
    const search = {
      name: sought.kind === 'name' ? sought.name : null,
      category: valuesOf('EnterpriseCategory').includes(category) ? category : null,
    };
    const found = await readResults(visit.ask, search, mostRows);
    // A category that nobody knows now must not be read as none.
    if (found === 'unavailable' || found.isCategoryUnknown) return unavailable(visit);
    return {
      kind: 'download',
      type,
      fileName: `search.${extension}`,
      body: write(found, visit),
      keeping: keptForHalfAMinute,
    };
  },
});

/** Results of a search as files: the same rows as the pages, and the same limit. */
export const searchFiles: readonly Page[] = [
  file('csv', 'text/csv; charset=utf-8', ({ rows }) =>
    csv(
      columns,
      rows.map((row) => columns.map((column) => row[column])),
    ),
  ),
  file(
    'json',
    'application/json; charset=utf-8',
    ({ total, rows }, { today }) =>
      `${JSON.stringify({ total, limit: mostRows, asOf: today, enterprises: rows }, null, 2)}\n`,
  ),
];
