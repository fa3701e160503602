import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { hangUp } from '../../gateway/execution/testing/subgraph.ts';
import { openToy, type Toy, type ToyAnswer } from './toy.ts';

const typeDefs = `
  type Query { title: String slow: String parts(first: Int!): [Part!]! }
  type Mutation { add: Int }
  type Part { name: String! part: Part! }
`;
const part: Record<string, unknown> = { name: 'x'.repeat(50) };
part.part = part;
let added = 0;
let hasSlowEnded: Promise<unknown> = Promise.resolve();
let slowHasBegun = (): void => undefined;
const books = {
  books: {
    typeDefs,
    resolvers: {
      Query: {
        title: () => 'One',
        parts: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: first }, () => part),
      },
      Mutation: { add: () => (added += 1) },
    },
    misbehave: (
      ...[asked, response]: Parameters<
        NonNullable<Parameters<typeof openToy>[0][string]['misbehave']>
      >
    ) => {
      if (!asked.query.includes('slow')) return false;
      hasSlowEnded = once(response, 'close');
      slowHasBegun();
      return true;
    },
  },
};

let toy: Toy;
let loose: Toy;
beforeAll(async () => {
  toy = await openToy(books, {
    bodyBytes: 1_000,
    deadlineMs: 2_000,
    engine: { answerLength: 2_000 },
    rates: {
      department: { perSecond: 1, burst: 4, concurrent: 2 },
      public: { perSecond: 1_000, burst: 1_000, concurrent: 100 },
    },
  });
  loose = await openToy(books, {
    batch: 3,
    trustedProxies: ['127.0.0.1'],
    rates: {
      department: { perSecond: 100, burst: 100, concurrent: 100 },
      public: { perSecond: 1, burst: 6, concurrent: 100 },
    },
  });
});
afterAll(async () => {
  await toy.close();
  await loose.close();
});

const list = (count: number): unknown =>
  Array.from({ length: count }, () => ({ query: '{ title }' }));

describe('a list of operations', () => {
  test('is refused, with what to do instead, unless lists are configured', async () => {
    const { status, code, message } = await toy.post(list(1));
    expect({ status, code }).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
    expect(message).toContain('one operation in a request');
  });

  test('is answered as a list, each on record and each counted, where it is', async () => {
    const response = await fetch(loose.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.1' },
      body: JSON.stringify([{ query: '{ title }' }, { query: '{ nothing }' }]),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('audit-record')).toMatch(/^\d+, \d+$/);
    expect(response.headers.get('ratelimit')).toMatch(/^"requests";r=4;t=\d+$/);
    expect(await response.json()).toEqual([
      { data: { title: 'One' } },
      { errors: [expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })] },
    ]);
  });

  test('is bounded, and not empty', async () => {
    expect((await loose.post(list(4))).extensions).toMatchObject({
      limit: 'batch',
      most: 3,
      asked: 4,
    });
    expect(await loose.post([])).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    const { message } = await loose.post([{ query: '{ title }' }, 5]);
    expect(message).toContain('Element 1 of the body');
  });
});

describe('a body', () => {
  test('that is too large is refused by a limit that has a name', async () => {
    const answer = await toy.post({ query: `{ title } # ${'x'.repeat(2_000)}` });
    expect(answer).toMatchObject({ status: 413, code: 'OPERATION_TOO_COMPLEX' });
    expect(answer.extensions).toMatchObject({ limit: 'bodyBytes', most: 1_000 });
  });

  test.each([
    ['too large, of a length that nobody announced', 413, 'x'.repeat(2_000), true],
    ['not there in time', 408, '{"query":', false],
  ])('that is %s is refused, and its connection ends', async (_what, status, begun, isWhole) => {
    const sent = request(toy.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    });
    sent.on('error', () => undefined);
    sent.write(begun);
    if (isWhole) sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(status);
    expect(answer.headers.connection).toBe('close');
    answer.resume();
    await once(answer, 'close');
    sent.destroy();
  });

  test.each([
    '{"query":"{ title }","variables":{"__proto__":{"a":1}}}',
    '{"query":"{ title }","variables":{"\\u005f_proto__":{"a":1}}}',
    '{"query":"{ title }","variables":{"constructor":{"prototype":{"a":1}}}}',
  ])('with a prototype in it is refused: %s', async (body) => {
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(toy.url, { method: 'POST', headers, body })).status).toBe(400);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('that a form of another site could post (%s) is refused', async (type) => {
    const response = await fetch(toy.url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new TextEncoder().encode('{"query":"mutation { add }"}'),
    });
    expect([400, 415]).toContain(response.status);
    expect(added).toBe(0);
  });

  test('sent by GET changes nothing, and no other site may read what GET answers', async () => {
    const response = await fetch(`${toy.url}?query=${encodeURIComponent('mutation { add }')}`, {
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(await response.text()).toContain('GET is for queries');
    expect(added).toBe(0);
    expect(
      [...response.headers.keys()].filter((name) => name.startsWith('access-control')),
    ).toEqual([]);
  });
});

describe('a principal', () => {
  test('is told what it has left, and when to come again', async () => {
    const headers = { authorization: `Bearer ${await toy.tokenOf('alpha')}` };
    const answers = [];
    for (let count = 0; count < 5; count += 1)
      answers.push(await toy.post({ query: '{ title }' }, headers));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"requests";q=4;w=4');
    expect(answers[1]?.headers.get('ratelimit')).toMatch(/^"requests";r=2;t=\d$/);
    expect(answers[4]?.headers.get('ratelimit')).toMatch(/^"requests";r=0;t=\d$/);
    expect(answers[4]).toMatchObject({ code: 'RATE_LIMITED' });
    expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = { authorization: `Bearer ${await toy.tokenOf('beta')}` };
    expect((await toy.post({ query: '{ title }' }, other)).status).toBe(200);
  });

  test('may have no more requests under way than its limit', async () => {
    const headers = { authorization: `Bearer ${await toy.tokenOf('alpha', 'busy')}` };
    const statuses = (
      await Promise.all([1, 2, 3].map(() => toy.post({ query: '{ slow }' }, headers)))
    ).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 429]);
  });

  test('is who it says only by a right token; who sends wrong ones is soon not looked at', async () => {
    const from = (token: string, address: string): Promise<ToyAnswer> =>
      loose.post(
        { query: '{ title }' },
        { authorization: `Bearer ${token}`, 'x-forwarded-for': address },
      );
    const known = await loose.tokenOf('alpha', 'known');
    const right = await loose.tokenOf('alpha', 'fresh');
    const [head, claims] = right.split('.');
    const forged = (index: number): string =>
      `${head}.${claims}.${Buffer.alloc(64, index + 1).toString('base64url')}`;
    const address = '203.0.113.7';
    expect((await from(known, address)).status).toBe(200);
    const statuses = [];
    for (let index = 0; index < 8; index += 1) {
      statuses.push((await from(forged(index), address)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    const refused = await from(right, address);
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Neither those known already nor other addresses feel it; right tokens do not count.
    expect((await from(known, address)).status).toBe(200);
    const tokens = await Promise.all(
      Array.from({ length: 8 }, (_, index) => loose.tokenOf('beta', `many ${index}`)),
    );
    for (const token of tokens) expect((await from(token, '203.0.113.8')).status).toBe(200);
  });

  test('of the public is an address, behind a trusted proxy the one that it names', async () => {
    const ask = async (address: string): Promise<number> =>
      (await loose.post({ query: '{ title }' }, { 'x-forwarded-for': address })).status;
    for (let count = 0; count < 6; count += 1) await ask(`2001:db8:1:2::${count}`);
    expect(await ask('2001:db8:1:2::ffff')).toBe(429);
    expect(await ask('2001:db8:1:3::1')).toBe(200);
  });
});

describe('an answer', () => {
  test('that grows beyond its bound is refused', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `a${index}: name`).join(' ');
    for (const query of ['{ parts(first: 50) { name } }', `{ parts(first: 1) { ${names} } }`]) {
      const { status, extensions } = await toy.post({ query });
      expect([status, extensions]).toMatchObject([400, { limit: 'answerLength', most: 2_000 }]);
    }
    expect((await toy.post({ query: '{ parts(first: 20) { name } }' })).status).toBe(200);
  });

  test('is due at the deadline, of which the subgraph is told', async () => {
    const began = performance.now();
    const { code } = await toy.post({ query: '{ slow }' });
    expect(code).toBe('SUBGRAPH_UNAVAILABLE');
    expect(performance.now() - began).toBeLessThan(4_000);
    const left = Number(toy.subgraphs.books?.seen.at(-1)?.headers['request-deadline']);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(2_000);
  });

  test('that a subgraph does not give is explained to the operator, once a minute, and not to the client', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const odd = { ...books.books, misbehave: hangUp };
    const broken = await openToy({ books: odd }, { logger });
    try {
      for (const query of ['{ title }', '{ a: title }', '{ b: title }']) {
        const { code, message } = await broken.post({ query });
        expect(code).toBe('SUBGRAPH_UNAVAILABLE');
        expect(message).not.toContain('other side closed');
      }
      const said = lines
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter(({ msg }) => msg === 'a subgraph cannot be asked');
      expect(said).toMatchObject([
        { subgraph: 'books', reason: 'no connection (the other side closed it)' },
      ]);
    } finally {
      await broken.close();
    }
  });

  test('that nobody waits for any more is not waited for', async () => {
    const begun = new Promise<void>((resolve) => {
      slowHasBegun = resolve;
    });
    const client = request(loose.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.2' },
    });
    client.on('error', () => undefined);
    client.end(JSON.stringify({ query: '{ slow }' }));
    await begun;
    const began = performance.now();
    client.destroy();
    await hasSlowEnded;
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
