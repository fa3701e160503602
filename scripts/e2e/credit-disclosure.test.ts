import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enterprise } from '../../subgraphs/synthetic/enterprises.ts';
import { auditor, bank, type CreditHouse, openCreditHouse, owner } from './credit-house.ts';
import type { Asking } from './house.ts';

let credit: CreditHouse;
beforeAll(async () => {
  credit = await openCreditHouse();
});
afterAll(() => credit.house.close());

/** The number of the planted record of an enterprise. */
async function planted(index: number, title: string): Promise<string> {
  const { data } = await credit.house.ask(
    'query ($uscc: USCC!) { enterprise(uscc: $uscc) { creditRecords(kind: PENALTY, first: 100) { nodes { recordNo title decidedOn } } } }',
    { ...owner, variables: { uscc: enterprise(index).uscc } },
  );
  const { nodes } = (
    data?.enterprise as { creditRecords: { nodes: { recordNo: string; title: string }[] } }
  ).creditRecords;
  return nodes.find((each) => each.title === title)?.recordNo ?? '';
}

const before = (instant: string): string => new Date(Date.parse(instant) - 1500).toISOString();

describe('planted cases, just before and just after', () => {
  test.each([
    ['a repaired penalty', 15, '税务行政处罚', '2026-08-20T02:15:00Z'],
    ['a penalty whose period is over', 16, '商务行政处罚', '2026-06-06T16:00:00Z'],
  ])(
    '%s vanishes at its instant, and stays for owner and auditor',
    async (...[, index, title, end]) => {
      const recordNo = await planted(index, title);
      const about = enterprise(index).uscc;
      credit.setClock(before(end));
      const full = await credit.sees({}, recordNo, about);
      expect(await credit.whoSees(recordNo, about)).toEqual([
        'everybody',
        'bank',
        'owner',
        'auditor',
      ]);
      credit.setClock(end);
      expect(await credit.whoSees(recordNo, about)).toEqual(['owner', 'auditor']);
      expect((await credit.sees({}, recordNo, about)).count).toBe(full.count - 1);
    },
  );

  test('a penalty disclosed late is on the list of the auditor, from the day on which it was late', async () => {
    const recordNo = await planted(21, '海关行政处罚');
    credit.setClock('2026-10-12T02:00:00Z');
    const query =
      '{ lateDisclosures { totalCount nodes { recordNo uscc disclosureDueOn disclosedOn disclosedLate } } }';
    const { data, errors } = await credit.house.ask(query, auditor);
    expect(errors).toEqual([]);
    const late = data?.lateDisclosures as {
      totalCount: number;
      nodes: { recordNo: string; disclosedLate: boolean }[];
    };
    expect(late.totalCount).toBe(2);
    expect(late.nodes.map((each) => each.recordNo)).toContain(recordNo);
    expect(late.nodes.every(({ disclosedLate }) => disclosedLate)).toBe(true);
    const bankAsks = await credit.house.ask(query, bank);
    expect(bankAsks.errors[0]?.extensions.code).toBe('POLICY_DENIED');
    const publicAsks = await credit.house.ask(query);
    expect(publicAsks.errors[0]?.message).toContain('Cannot query field "lateDisclosures"');
  });

  test('an entry to which the subject objects is not public, one that is listed is', async () => {
    credit.setClock('2026-10-12T02:00:00Z');
    const query = (index: number): string =>
      `{ enterprise(uscc: "${enterprise(index).uscc}") { negativeListEntries { entryNo state listType listedOn } } }`;
    const entries = async (index: number, reader: Asking): Promise<unknown[]> => {
      const { data, errors } = await credit.house.ask(query(index), reader);
      expect(errors).toEqual([]);
      return (data?.enterprise as { negativeListEntries: unknown[] }).negativeListEntries;
    };
    for (const reader of [{}, bank]) expect(await entries(18, reader)).toEqual([]);
    for (const reader of [owner, auditor]) {
      expect(await entries(18, reader)).toMatchObject([{ state: 'OBJECTION', listedOn: null }]);
    }
    expect(await entries(57, {})).toMatchObject([
      { state: 'LISTED', listType: 'CUSTOMS_SERIOUS', listedOn: '2026-05-05' },
    ]);
    credit.setClock(before('2026-05-05T02:57:00Z'));
    expect(await entries(57, {})).toEqual([]);
    expect(await entries(57, owner)).toMatchObject([{ state: 'NOTICE' }]);
  });
});
