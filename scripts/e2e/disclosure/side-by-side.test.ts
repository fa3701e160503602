import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entryNo } from '../../../subgraphs/credit/seed-lists.ts';
import { enterprise } from '../../../subgraphs/synthetic/enterprises.ts';
import { pad } from '../../../subgraphs/synthetic/identifiers.ts';
import { penaltyOf } from '../../../subgraphs/synthetic/penalties.ts';
import {
  auditor,
  bank,
  type CreditHouse,
  openCreditHouse,
  outcome,
  outcomeOf,
  owner,
  reporter,
} from '../credit-house.ts';
import type { Answered } from '../house.ts';
import { openSite } from './open-site.ts';
import { byGraph, byPages, type Planted, type View } from './views.ts';

let credit: CreditHouse;
beforeAll(async () => {
  credit = await openCreditHouse(openSite);
});
afterAll(() => credit.house.close());

const everybody = ['public', 'bank', 'owner', 'auditor'];
const archive = ['owner', 'auditor'];

interface Case {
  readonly what: string;
  readonly planted: Planted;
  readonly at: string;
  /** Who sees it a second before, and from the instant on. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What the auditor reads of its state, before and after. */
  readonly states: readonly [string | null, string];
}

/** The entry of an enterprise in a negative list, of which the notice is numbered like the enterprise. */
const noticed = (index: number, kind: Planted['kind']): Planted => ({
  uscc: enterprise(index).uscc,
  documentNo: `沈信列〔2026〕${pad(index, 5)}号`,
  kind,
});
const seriouslyDiscredited = noticed(57, 'CUSTOMS_SERIOUS');

const cases: readonly Case[] = [
  {
    what: 'a penalty that is disclosed late',
    planted: {
      uscc: enterprise(21).uscc,
      documentNo: penaltyOf(21)?.decisionNo ?? '',
      kind: 'PENALTY',
    },
    at: '2026-05-06T01:01:21Z',
    before: [],
    after: everybody,
    states: [null, 'DISCLOSED late'],
  },
  {
    what: 'a penalty that is repaired',
    planted: { uscc: enterprise(15).uscc, documentNo: '沈税罚〔2026〕00015号', kind: 'PENALTY' },
    at: '2026-08-20T02:15:00Z',
    before: everybody,
    after: archive,
    states: ['DISCLOSED', 'REPAIRED'],
  },
  {
    what: 'a penalty whose period ends',
    planted: { uscc: enterprise(16).uscc, documentNo: '沈商罚〔2025〕00016号', kind: 'PENALTY' },
    at: '2026-06-06T16:00:00Z',
    before: everybody,
    after: archive,
    states: ['DISCLOSED', 'EXPIRED'],
  },
  {
    what: 'a notice to which the subject objects',
    planted: noticed(18, 'ABNORMAL_OPERATIONS'),
    at: '2026-09-24T02:18:00Z',
    before: archive,
    after: archive,
    states: ['NOTICE', 'OBJECTION'],
  },
  {
    what: 'a listing of a seriously discredited enterprise',
    planted: seriouslyDiscredited,
    at: '2026-05-05T02:57:00Z',
    before: archive,
    after: everybody,
    states: ['NOTICE', 'LISTED'],
  },
];

/** What the public pages, a bank, the owner and the auditor show at an instant. */
async function viewsAt(instant: number, planted: Planted): Promise<Readonly<Record<string, View>>> {
  credit.setClock(new Date(instant).toISOString());
  const { house } = credit;
  return {
    public: await byPages(house, planted),
    bank: await byGraph(house, bank, planted),
    owner: await byGraph(house, owner, planted),
    auditor: await byGraph(house, auditor, planted),
  };
}

const whoSees = (views: Readonly<Record<string, View>>): readonly string[] =>
  Object.keys(views).filter((who) => views[who]?.isShown === true);

describe('side by side, a second before and from the instant on', () => {
  test.each(cases)('$what', async ({ planted, at, before, after, states }) => {
    const instant = Date.parse(at);
    const earlier = await viewsAt(instant - 1_000, planted);
    const later = await viewsAt(instant, planted);
    expect(whoSees(earlier)).toEqual(before);
    expect(whoSees(later)).toEqual(after);
    expect([earlier.auditor?.state, later.auditor?.state]).toEqual(states);
    for (const who of everybody) {
      const change = Number(after.includes(who)) - Number(before.includes(who));
      expect({ who, counts: later[who]?.counts }).toEqual({
        who,
        counts: earlier[who]?.counts.map((count) => count + change),
      });
    }
  });
});

describe('a decision that is withdrawn, which nobody knows beforehand, is gone from the pages within a second', () => {
  const now = Date.parse('2026-09-01T02:00:00Z');
  const withdraw = async (planted: Planted, mutation: string): Promise<string> => {
    const before = await viewsAt(now, planted);
    expect(whoSees(before)).toEqual(everybody);
    const number = before.owner?.number ?? '';
    const { data, errors } = await credit.house.ask(
      `mutation ($no: ID!) { done: ${mutation} ${outcome} }`,
      { ...reporter('customs'), variables: { no: number } },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ done: { done: true } });
    expect(whoSees(await viewsAt(now - 1_000, planted))).toEqual(everybody);
    expect(whoSees(await viewsAt(now + 1_000, planted))).toEqual(archive);
    return number;
  };

  test('a penalty', async () => {
    await withdraw(
      { uscc: enterprise(21).uscc, documentNo: penaltyOf(21)?.decisionNo ?? '', kind: 'PENALTY' },
      'withdrawRecord(recordNo: $no, reason: "撤销")',
    );
  });

  test('an entry of a negative list: who withdrew it, when and why stays with the owner, the department and the auditor', async () => {
    const wrongly = (
      annulledOn: string,
      department = 'customs',
      number = entryNo(57),
    ): Promise<Answered> =>
      credit.house.ask(
        `mutation { withdrawEntry(entryNo: "${number}", reason: "撤销", annulledOn: "${annulledOn}") ${outcome} }`,
        reporter(department),
      );
    credit.setClock(new Date(now).toISOString());
    for (const day of ['2026-09-02', '2025-01-01']) {
      expect(outcomeOf(await wrongly(day)).faults).toMatchObject([{ path: 'annulledOn' }]);
    }
    // Who does not decide about it learns neither that it is there nor of its days.
    const { faults } = outcomeOf(await wrongly('2025-01-01', 'tax'));
    expect(faults).toEqual(outcomeOf(await wrongly('2025-01-01', 'tax', 'NL9999999999')).faults);
    expect(faults).toMatchObject([{ path: 'entryNo' }]);
    const number = await withdraw(
      seriouslyDiscredited,
      'withdrawEntry(entryNo: $no, reason: "法院判决撤销", annulledOn: "2026-08-28")',
    );
    const kept = `{ negativeListEntry(entryNo: "${number}") {
      state exitReason annulledOn withdrawalDueOn withdrawnLate history { transition state at by reason }
    } }`;
    for (const reader of [owner, auditor, reporter('customs')]) {
      const { data, errors } = await credit.house.ask(kept, reader);
      expect(errors).toEqual([]);
      const { history, ...entry } = data?.negativeListEntry as { history: readonly object[] };
      expect(entry).toEqual({
        state: 'ENDED',
        exitReason: 'REVOKED',
        annulledOn: '2026-08-28',
        withdrawalDueOn: '2026-08-31',
        withdrawnLate: true,
      });
      expect(history.at(-1)).toEqual({
        transition: 'withdraw',
        state: 'ENDED',
        at: '2026-09-01T02:00:00Z',
        by: 'customs',
        reason: '法院判决撤销',
      });
    }
    for (const reader of [bank, reporter('tax')]) {
      const { data } = await credit.house.ask(kept, reader);
      expect(data?.negativeListEntry).toBeNull();
    }
  });
});

test('what was disclosed late is on a list for the auditor alone', async () => {
  credit.setClock('2026-10-12T02:00:00Z');
  const query = '{ lateDisclosures { totalCount nodes { uscc disclosedLate } } }';
  const { data, errors } = await credit.house.ask(query, auditor);
  expect(errors).toEqual([]);
  const { totalCount, nodes } = data?.lateDisclosures as {
    totalCount: number;
    nodes: { uscc: string; disclosedLate: boolean }[];
  };
  expect(totalCount).toBe(2);
  expect(nodes.map(({ uscc }) => uscc)).toContain(enterprise(21).uscc);
  expect(nodes.every(({ disclosedLate }) => disclosedLate)).toBe(true);
  const bankAsks = await credit.house.ask(query, bank);
  expect(bankAsks.errors[0]?.extensions.code).toBe('POLICY_DENIED');
  const publicAsks = await credit.house.ask(query);
  expect(publicAsks.errors[0]?.message).toContain('Cannot query field "lateDisclosures"');
});
