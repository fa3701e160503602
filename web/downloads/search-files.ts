import { keptForHalfAMinute } from '../keeping.ts';
import type { Outcome, Page, Visit } from '../page.ts';
import { mostRows } from '../records/list.ts';
import { type AllResults, readAllResults } from '../records/search.ts';
import { readSought } from '../records/sought.ts';
import { valuesOf } from '../words/index.ts';
import { listCsv } from './csv.ts';
import { unavailable } from './enterprise-files.ts';

const columns = ['uscc', 'name', 'nameLatin', 'status', 'customsCategory'] as const;

const file = (
  extension: string,
  type: string,
  write: (found: AllResults, visit: Visit) => string,
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
    const found = await readAllResults(visit, search);
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

/** Results of a search as files: every row of every page, and whether these are all. */
export const searchFiles: readonly Page[] = [
  file('csv', 'text/csv; charset=utf-8', ({ total, rows }) =>
    listCsv(
      columns,
      rows.map((row) => columns.map((column) => row[column])),
      total,
    ),
  ),
  file(
    'json',
    'application/json; charset=utf-8',
    ({ total, isComplete: complete, rows }, { today }) =>
      `${JSON.stringify({ total, complete, limit: mostRows, asOf: today, enterprises: rows }, null, 2)}\n`,
  ),
];
