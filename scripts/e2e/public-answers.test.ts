import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hangUp } from '../../gateway/execution/testing/subgraph.ts';
import { openToy, type Toy } from './toy.ts';

// 23:59:58 in Shanghai.
const lateEvening = Date.parse('2026-03-10T15:59:58Z');
let now: number;
let isDown: boolean;
let toy: Toy;

beforeEach(async () => {
  now = lateEvening;
  isDown = false;
  let served = 0;
  toy = await openToy(
    {
      notices: {
        typeDefs: `scalar Date scalar Instant
          type Notice { id: ID! text: String shownUntil: Date at: Instant }
          type Query { count(from: Int = 0): Int! notices: [Notice!]! }
          type Mutation { count: Int! }`,
        resolvers: {
          Query: {
            count: (_: unknown, { from }: { from: number }) => from + (served += 1),
            notices: () => [
              { id: '1', text: 'A', shownUntil: '2026-03-10', at: '2026-01-01T00:00:00Z' },
            ],
          },
          Mutation: { count: () => (served += 1) },
        },
        misbehave: (request, response) => isDown && hangUp(request, response),
      },
    },
    { publicAnswerMs: 5_000, clock: () => new Date(now) },
  );
});
afterEach(() => toy.close());

const asked = (): number => toy.subgraphs.notices?.seen.length ?? 0;
const count = async (query = '{ count }', more: object = {}): Promise<unknown> =>
  (await toy.post({ query, ...more })).data;
const as = async (department: string): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await toy.tokenOf(department)}`,
});

/** Discloses notices on a condition; everything else stays open. */
async function discloseNotices(condition: object): Promise<void> {
  const disclosure = {
    id: 'all',
    title: { zh: '公开', en: 'Open' },
    legalBasis: ['A test'],
    effective: '2000-01-01',
    grants: [
      { coordinates: ['Query.*'], allow: true },
      { coordinates: ['Notice.*'], when: condition },
    ],
  };
  await writeFile(
    path.join(toy.folder, 'policies/disclosures/all.yaml'),
    JSON.stringify(disclosure),
  );
  expect(await toy.gateway.reload()).toBe(true);
}

describe('an answer to the public', () => {
  test('is given again for a moment, to all who ask the same', async () => {
    expect(await count()).toEqual({ count: 1 });
    now += 4_999;
    expect(await count()).toEqual({ count: 1 });
    now += 1;
    expect(await count()).toEqual({ count: 2 });
    expect(asked()).toBe(2);
  });

  test('is another for another document, operation or variables', async () => {
    const document = 'query A($from: Int) { count(from: $from) } query B { count }';
    const of = (operationName: string, from?: number): Promise<unknown> =>
      count(document, { operationName, variables: from === undefined ? {} : { from } });
    expect(await of('A')).toEqual({ count: 1 });
    expect(await of('A', 10)).toEqual({ count: 12 });
    expect(await of('B')).toEqual({ count: 3 });
    expect(await of('A', 10)).toEqual({ count: 12 });
    expect(await of('A')).toEqual({ count: 1 });
  });

  test("never goes to a department, nor does a department's go to anybody", async () => {
    expect(await count()).toEqual({ count: 1 });
    const alpha = await as('alpha');
    expect((await toy.post({ query: '{ count }' }, alpha)).data).toEqual({ count: 2 });
    expect((await toy.post({ query: '{ count }' }, alpha)).data).toEqual({ count: 3 });
    expect(await count()).toEqual({ count: 1 });
  });

  test('is made once for equal requests that are under way, and each is on record', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => toy.post({ query: '{ count }' })),
    );
    expect(new Set(answers.map(({ data }) => JSON.stringify(data)))).toEqual(
      new Set(['{"count":1}']),
    );
    expect(asked()).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.get('audit-record'))).size).toBe(20);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const folder = path.join(toy.folder, 'audit');
    const file = (await readdir(folder)).find((name) => /^\d{16}\.ndjson$/.test(name)) ?? '';
    const lines = (await readFile(path.join(folder, file), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    expect(lines.every((line) => line.includes('"released":["Query.count"]'))).toBe(true);
  });

  test('is not kept when a department is down', async () => {
    isDown = true;
    const answers = await Promise.all([1, 2].map(() => toy.post({ query: '{ count }' })));
    expect(answers.map(({ code }) => code)).toEqual([
      'SUBGRAPH_UNAVAILABLE',
      'SUBGRAPH_UNAVAILABLE',
    ]);
    isDown = false;
    expect(await count()).toEqual({ count: 1 });
  });

  test('is forgotten when the table changes', async () => {
    expect(await count()).toEqual({ count: 1 });
    await discloseNotices({ id: '1' });
    expect(await count()).toEqual({ count: 2 });
  });

  test('does not outlive the day when a condition looks at it', async () => {
    await discloseNotices({ shownUntil: { $gte: '$today' } });
    const text = async (): Promise<unknown> =>
      (await toy.post({ query: '{ notices { text } }' })).data;
    expect(await text()).toEqual({ notices: [{ text: 'A' }] });
    now += 1_999;
    expect(await text()).toEqual({ notices: [{ text: 'A' }] });
    expect(asked()).toBe(1);
    now += 1;
    expect(await text()).toEqual({ notices: [] });
    expect(asked()).toBe(2);
  });

  test('is not kept at all when a condition looks at the instant', async () => {
    await discloseNotices({ at: { $lte: '$now' } });
    await toy.post({ query: '{ notices { text } }' });
    await toy.post({ query: '{ notices { text } }' });
    expect(asked()).toBe(2);
    // It may decide which rows there are, too.
    await toy.post({ query: '{ notices { __typename } }' });
    await toy.post({ query: '{ notices { __typename } }' });
    expect(asked()).toBe(4);
    expect(await count()).toEqual(await count());
    expect(asked()).toBe(5);
  });

  test('is never that of a mutation', async () => {
    expect(await count('mutation { count }')).toEqual({ count: 1 });
    expect(await count('mutation { count }')).toEqual({ count: 2 });
  });
});
