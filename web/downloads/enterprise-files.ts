import { notKept } from '../keeping.ts';
import type { Outcome, Page, Problem, Visit } from '../page.ts';
import { withAllRecords } from '../records/all-records.ts';
import { type EnterpriseRecord, keepingOf } from '../records/enterprise.ts';
import { loadEnterprise } from '../records/load-enterprise.ts';
import { csv, leavesOf } from './csv.ts';
import { disclosedOf } from './disclosed.ts';

type Make = (record: EnterpriseRecord, visit: Visit) => Promise<Outcome> | Outcome;

const file = (name: string, make: Make): Page => ({
  path: `/enterprise/:uscc/${name}`,
  parameters: [],
  show: async (visit) => {
    const loaded = await loadEnterprise(visit);
    switch (loaded.kind) {
      case 'known':
        return make(await withAllRecords(visit, loaded.record), visit);
      case 'unknown':
        return { kind: 'problem', status: 404, title: 'Not found', detail: loaded.why };
      case 'unavailable':
        return unavailable(visit);
    }
  },
});

/** What is told to a program when the register does not answer. */
export function unavailable({ words }: Visit): Problem {
  const { title, help } = words.faults.unavailable;
  return { kind: 'problem', status: 503, title, detail: help };
}

/** An enterprise's record as files, for programs; the same content as its page, and all of it. */
export const enterpriseFiles: readonly Page[] = [
  file('disclosure.json', (record, { site, now }) => ({
    kind: 'download',
    type: 'application/json; charset=utf-8',
    fileName: `${record.uscc}.json`,
    body: `${JSON.stringify(
      { $schema: `${site.origin}/schemas/enterprise.json`, ...disclosedOf(record, now) },
      null,
      2,
    )}\n`,
    keeping: keepingOf(record),
  })),
  file('disclosure.csv', (record, { now }) => ({
    kind: 'download',
    type: 'text/csv; charset=utf-8',
    fileName: `${record.uscc}.csv`,
    body: csv(['field', 'value'], leavesOf(disclosedOf(record, now))),
    keeping: keepingOf(record),
  })),
  file('statement.jws', async (record, { site, now }) => ({
    kind: 'download',
    type: 'application/jose',
    fileName: `${record.uscc}.jws`,
    body: `${await site.statements.sign(disclosedOf(record, now), site.origin, now)}\n`,
    keeping: notKept,
  })),
];
