import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openToy, type Toy } from './toy.ts';

const books = {
  books: {
    typeDefs: 'type Query { title: String tags: [String] }',
    resolvers: { Query: { title: () => 'One', tags: () => ['a'] } },
  },
};

let toy: Toy;
beforeAll(async () => {
  toy = await openToy(books);
});
afterAll(() => toy.close());

interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Sends a request as it is: `fetch` would mend some of these. */
function send(
  headers: readonly (readonly [string, string])[],
  body: string | Buffer = '{"query":"{ title }"}',
  method = 'POST',
  path = '/graphql',
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: headers.flat(), agent: false };
    const sent = request(new URL(path, toy.url), options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { statusCode: status = 0, headers: given } = answer;
        resolve({ status, headers: given, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(method === 'GET' || method === 'HEAD' ? undefined : body);
  });
}

const host = ['host', '127.0.0.1'] as const;
const json = ['content-type', 'application/json'] as const;

describe('what is not served is said, not guessed', () => {
  test.each([
    ['subscription { title }', 'Subscriptions are not served here'],
    ['{ ... @defer { title } }', 'Answers come in one piece here'],
    ['{ tags @stream(initialCount: 1) }', 'Answers come in one piece here'],
  ])('%s', async (query, message) => {
    expect(await toy.post({ query })).toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  test.each(['text/event-stream', 'multipart/mixed; deferSpec=20220824', 'text/html'])(
    'answers of type %s alone',
    async (accept) => {
      const { status, body } = await send([host, json, ['accept', accept]]);
      expect(status).toBe(406);
      expect(body).toContain('application/graphql-response+json or application/json');
    },
  );

  test.each([
    ['multipart/mixed; deferSpec=20220824, application/json', 'application/json'],
    ['text/html, */*;q=0.8', 'application/json'],
    ['application/*', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
  ])('beside one that is (%s), it is answered in that', async (accept, type) => {
    const { status, headers } = await send([host, json, ['accept', accept]]);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(`${type}; charset=utf-8`);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('the method %s', async (method) => {
    const { status, headers } = await send(
      [host, json, ['origin', 'https://x.example']],
      '',
      method,
    );
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD, POST' });
    const names = Object.keys(headers);
    expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('HEAD is answered as GET is, without a body', async () => {
    const { status, body } = await send([host], '', 'HEAD', '/graphql?query=%7Btitle%7D');
    expect({ status, body }).toEqual({ status: 200, body: '' });
  });
});

describe('a body', () => {
  test('that is compressed is refused by its coding, not as broken JSON', async () => {
    const coded = gzipSync('{"query":"{ title }"}');
    const { status, headers, body } = await send([host, json, ['content-encoding', 'gzip']], coded);
    expect({ status, takes: headers['accept-encoding'] }).toEqual({
      status: 415,
      takes: 'identity',
    });
    expect(body).toContain('without Content-Encoding');
  });

  test.each(['application/xml', 'application/graphql', 'text/plain'])(
    'of type %s is told which to be',
    async (type) => {
      const { status, body } = await send([host, ['content-type', type]]);
      expect(status).toBe(415);
      expect(body).toContain('Content-Type: application/json');
    },
  );

  test.each([
    ['', 'The body is empty'],
    ['{"query": "', 'not valid JSON'],
    ['{}', 'it has no \\"query\\"'],
    ['{"query": 5}', 'query: Invalid input'],
    ['{"query": "{ title }", "variables": []}', 'variables: Invalid input'],
  ])('%s is 400 under either media type', async (text, message) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, body } = await send([host, json, ['accept', accept]], text);
      expect({ accept, status }).toEqual({ accept, status: 400 });
      expect(body).toContain(message);
    }
  });
});

describe('headers', () => {
  test('that name two tokens are refused: whatever stands between may have read the other', async () => {
    const token = `Bearer ${await toy.tokenOf('alpha')}`;
    const one = await send([host, json, ['authorization', token]]);
    expect(one.status).toBe(200);
    const two = await send([host, json, ['authorization', token], ['Authorization', 'Bearer x']]);
    expect(two.status).toBe(400);
    expect(two.body).toContain('given twice');
  });

  test('that name two purposes name none that a token carries', async () => {
    const authorization = ['authorization', `Bearer ${await toy.tokenOf('alpha')}`] as const;
    const purpose = ['sharing-purpose', 'WORK'] as const;
    const { status, body } = await send([host, json, authorization, purpose, purpose]);
    expect(status).toBe(403);
    expect(body).toContain('PURPOSE_REQUIRED');
  });

  test('that are huge, or an address that is, are refused', async () => {
    const long = 'x'.repeat(20_000);
    expect((await send([host, ['x-long', long]], '', 'GET')).status).toBe(431);
    expect((await send([host], '', 'GET', `/graphql?query=${long}`)).status).toBe(431);
  });

  test('a request that is turned into a web socket is answered as any other', async () => {
    const { status, body } = await send(
      [host, ['connection', 'upgrade'], ['upgrade', 'websocket']],
      '',
      'GET',
    );
    expect(status).toBe(400);
    expect(body).toContain('no GraphQL request');
  });
});

test('it is ready when what it asks is, and says what it waits for', async () => {
  let reason: string | null = 'the departments are starting';
  const starting = await openToy(books, { unready: () => reason });
  const ready = new URL('/readyz', starting.url);
  const before = await fetch(ready);
  expect({ status: before.status, body: (await before.json()) as unknown }).toEqual({
    status: 503,
    body: { status: 'not ready', reason },
  });
  reason = null;
  expect((await fetch(ready)).status).toBe(200);
  await starting.close();
});
