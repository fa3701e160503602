import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openToy, type Toy } from './toy.ts';
import { dial, hangUpAll, post } from './wire.ts';

const unhindered = { perSecond: 1e6, burst: 1e6, concurrent: 1e3 };

/** Characters: more than lie between two ends of a connection. */
const longest = 12_000_000;
let toy: Toy;
beforeAll(async () => {
  const resolvers = {
    Query: {
      short: () => 'x',
      long: () => 'x'.repeat(longest),
      slow: () => wait(20, 'x'),
      never: () => wait(2_000, 'x'),
      wrong: () => {
        throw new Error('wrong');
      },
    },
  };
  toy = await openToy(
    {
      books: {
        typeDefs: `type Query { ${Object.keys(resolvers.Query).join(': String ')}: String }`,
        resolvers,
      },
    },
    { batch: 3, deadlineMs: 1_000, rates: { public: unhindered, department: unhindered } },
  );
});
afterEach(hangUpAll);
afterAll(() => toy.close());

/** Requests whose answers have not left, as an operator sees them. */
async function underWay(): Promise<readonly number[]> {
  const text = await (await fetch(`${new URL(toy.url).origin}/metrics`)).text();
  const counts = text.matchAll(/^cpz_requests_under_way\{kind="\w+"\} (\d+)$/gm);
  return [...counts].map(([, count]) => Number(count));
}

/** What is under way when nothing is, or after six seconds. */
async function settled(): Promise<readonly number[]> {
  let counts = await underWay();
  for (let tries = 0; tries < 300 && counts.some((count) => count > 0); tries += 1) {
    await wait(20);
    counts = await underWay();
  }
  return counts;
}

const query = fc.constantFrom(
  ...[
    '{ short }',
    '{ long }',
    '{ slow }',
    '{ never }',
    '{ wrong }',
    '{ nothing }',
    '{',
    '{ a: long b: slow }',
  ],
);
const one = query.map((text) => JSON.stringify({ query: text }));
const body = fc.oneof(
  one,
  fc.array(one, { minLength: 1, maxLength: 4 }).map((all) => `[${all.join(',')}]`),
  fc.constant('no JSON'),
);
/** As usual, with a body in pieces, which only Node's server reads, by another method, or cut off. */
const request = fc
  .record({ body, by: fc.constantFrom('post', 'chunked', 'get', 'head', 'cut'), token: fc.nat(2) })
  .map(({ body: text, by, token }) => {
    const credentials = ['', 'authorization: Bearer TOKEN\r\n', 'authorization: Bearer x\r\n'][
      token
    ];
    const usual = post(text)
      .toString()
      .replace('host: x\r\n', `host: x\r\n${credentials ?? ''}`);
    if (by === 'post') return usual;
    if (by === 'cut') return usual.slice(0, -3);
    const chunked = `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;
    if (by === 'chunked')
      return usual.replace(/content-length: [^]*/, `transfer-encoding: chunked\r\n\r\n${chunked}`);
    const asked = encodeURIComponent('{ slow }');
    return `${by.toUpperCase()} /graphql?query=${asked} HTTP/1.1\r\nhost: x\r\n${credentials ?? ''}\r\n`;
  });

/** What a client sends, one after the other or at once, how much of the answer it reads, and how it leaves. */
const visit = fc.record({
  requests: fc.array(request, { minLength: 1, maxLength: 3 }),
  reads: fc.boolean(),
  staysMs: fc.constantFrom(0, 1, 5, 30, 200),
  leaves: fc.constantFrom('destroyed', 'reset', 'ended'),
});

type Visit = typeof visit extends fc.Arbitrary<infer Of> ? Of : never;

async function pay({ requests, reads, staysMs, leaves }: Visit, token: string): Promise<Socket> {
  const { socket } = await dial(toy.url);
  if (!reads) socket.pause();
  for (const text of requests) socket.write(text.replace('TOKEN', token));
  await wait(staysMs);
  if (leaves === 'destroyed') socket.destroy();
  else if (leaves === 'reset') socket.resetAndDestroy();
  else socket.end();
  return socket;
}

test('requests that were sent before the answers to others end with their connection', async () => {
  const slow = 'GET /graphql?query=%7B%20never%20%7D HTTP/1.1\r\nhost: x\r\n\r\n';
  const { socket } = await dial(toy.url);
  socket.write(slow.repeat(5));
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await underWay()).includes(5)) break;
    await wait(10);
  }
  expect(await underWay()).toContain(5);
  socket.destroy();
  expect(await settled()).toEqual([0, 0]);
});

test('whatever clients send, and however they leave, nothing stays under way', async () => {
  const token = await toy.tokenOf('alpha');
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { minLength: 10, maxLength: 30 }), async (visits) => {
      const sockets = await Promise.all(visits.map((each) => pay(each, token)));
      await wait(50);
      // Who has ended and reads nothing is there until it is hung up.
      for (const socket of sockets) socket.destroy();
      expect(await settled()).toEqual([0, 0]);
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect((await toy.post({ query: '{ short }' })).data).toEqual({ short: 'x' });
}, 120_000);
