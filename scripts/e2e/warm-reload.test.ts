import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openToy, type Toy, type ToyAnswer } from './toy.ts';

let toy: Toy;
beforeAll(async () => {
  toy = await openToy(
    {
      books: {
        typeDefs: `
          """The first release."""
          type Query { books: [Book!]! }
          type Book @key(fields: "isbn") { isbn: ID! title: String pages: Int }
        `,
        resolvers: { Query: { books: () => [{ isbn: '1', title: 'One', pages: 9 }] } },
      },
      ratings: {
        typeDefs: 'type Book @key(fields: "isbn") { isbn: ID! stars: Int votes: Int }',
        resolvers: {
          Book: {
            __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, stars: 5, votes: 2 }),
          },
        },
      },
    },
    {
      rates: {
        department: { perSecond: 100_000, burst: 100_000, concurrent: 1_000 },
        public: { perSecond: 100_000, burst: 100_000, concurrent: 1_000 },
      },
    },
  );
});
afterAll(() => toy.close());

async function plans(when: string): Promise<number> {
  const metrics = await (await fetch(toy.url.replace('/graphql', '/metrics'))).text();
  return Number(new RegExp(`cpz_plans_total\\{when="${when}"\\} (\\d+)`).exec(metrics)?.[1]);
}

async function description(): Promise<unknown> {
  return (await toy.post({ query: '{ __type(name: "Query") { description } }' })).data;
}

describe('a supergraph that changes under load', () => {
  const operations = [
    { query: '{ books { title } }' },
    { query: '{ books { title stars } }' },
    {
      query: 'query Two { books { isbn votes } } query Other { books { pages } }',
      operationName: 'Two',
    },
    ...[true, false].map((on) => ({
      query:
        'query ($on: Boolean!) { books { title stars @include(if: $on) votes @skip(if: $on) } }',
      variables: { on },
    })),
  ];

  test('comes into force with no request failed and none that waits for a plan', async () => {
    const askers = [
      {},
      { authorization: `Bearer ${await toy.tokenOf('alpha')}` },
      { authorization: `Bearer ${await toy.tokenOf('beta')}` },
    ];
    const answers: ToyAnswer[] = [];
    let isLoaded = true;
    const load = askers.map(async (headers) => {
      while (isLoaded) {
        for (const operation of operations) answers.push(await toy.post(operation, headers));
        await wait(5);
      }
    });
    while (answers.length < 60) await wait(20);
    expect(await description()).toEqual({ __type: { description: 'The first release.' } });
    const before = await plans('request');
    // Each asker's operations; the two of a condition are planned apart, as one that asks no subgraph is not.
    expect(before).toBe(askers.length * operations.length);
    const sdl = await readFile(toy.supergraphFile, 'utf8');
    for (const release of ['second', 'third']) {
      await writeFile(
        toy.supergraphFile,
        sdl.replace('The first release', `The ${release} release`),
      );
      expect(await toy.gateway.reload()).toBe(true);
      expect(await description()).toEqual({ __type: { description: `The ${release} release.` } });
      const since = answers.length;
      while (answers.length < since + 60) await wait(20);
    }
    isLoaded = false;
    await Promise.all(load);
    expect(new Set(answers.map(({ status, code }) => `${status} ${String(code)}`))).toEqual(
      new Set(['200 undefined']),
    );
    expect(await plans('request')).toBe(before);
    expect(await plans('ahead')).toBe(2 * before);
  });

  test('that cannot be read leaves the one in force', async () => {
    const sdl = await readFile(toy.supergraphFile, 'utf8');
    await writeFile(toy.supergraphFile, sdl.replace('type Query', 'type Kwery'));
    expect(await toy.gateway.reload()).toBe(false);
    await writeFile(toy.supergraphFile, sdl);
    expect((await toy.post({ query: '{ books { title } }' })).status).toBe(200);
  });

  test('passes over what can no longer be asked', async () => {
    const sdl = await readFile(toy.supergraphFile, 'utf8');
    await writeFile(toy.supergraphFile, sdl.replaceAll('pages: Int', 'leaves: Int'));
    await toy.post({ query: '{ books { pages } }' });
    expect(await toy.gateway.reload()).toBe(true);
    expect(await toy.post({ query: '{ books { pages } }' })).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    expect((await toy.post({ query: '{ books { title } }' })).status).toBe(200);
  });
});
