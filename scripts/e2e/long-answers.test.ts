import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultRates } from '../../gateway/limits/rate.ts';
import { openToy, type Toy } from './toy.ts';
import { dial, hangUpAll, post, until } from './wire.ts';

/** Characters: more than lie between two ends of a connection. */
const longest = 12_000_000;
const long = '{"query":"{ long }"}';
const mostUnderWay = 2;
let toy: Toy;
let narrow: Toy;
beforeAll(async () => {
  const resolvers = { Query: { long: () => 'x'.repeat(longest) } };
  const sources = { books: { typeDefs: 'type Query { long: String }', resolvers } };
  toy = await openToy(sources);
  narrow = await openToy(sources, {
    batch: mostUnderWay,
    rates: {
      ...defaultRates,
      public: { perSecond: 1_000, burst: 1_000, concurrent: mostUnderWay },
    },
  });
});
afterAll(async () => {
  hangUpAll();
  await toy.close();
  await narrow.close();
});

describe('a connection over which more is answered than it holds', () => {
  test('whose client will ask no more gives it the rest of its answer', async () => {
    const { hostname, port } = new URL(toy.url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.write(post(long));
    socket.once('data', () => socket.end());
    await once(socket.resume(), 'end');
    expect(socket.bytesRead).toBeGreaterThan(longest);
  });

  test('whose client reads nothing is answered no further, and when it reads, is', async () => {
    const { socket } = await dial(toy.url);
    socket.pause();
    const seen = (): number => toy.subgraphs.books?.seen.length ?? 0;
    const before = seen();
    const asked = (): number => seen() - before;
    for (let sent = 0; sent < 2; sent += 1) {
      socket.write(post(long));
      await wait(500);
    }
    await until(() => asked() > 0);
    await wait(200);
    expect(asked()).toBe(1);
    socket.resume();
    await until(() => asked() === 2 && socket.bytesRead > 2 * longest);
  }, 30_000);
});

describe('an answer that is not read', () => {
  const inChunks = Buffer.from(
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n' +
      `${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`,
  );
  /** A client that has seen where its answer begins, and reads no further. */
  const unread = async (request: Buffer): Promise<Socket> => {
    const { socket } = await dial(narrow.url);
    socket.write(request);
    await once(socket, 'data');
    return socket.pause();
  };
  const code = async (): Promise<string | undefined> =>
    (await narrow.post({ query: '{ __typename }' })).code;
  const untilAnswered = async (): Promise<void> => {
    for (let tries = 0; (await code()) !== undefined; tries += 1) {
      if (tries > 500) throw new Error('It is never answered again.');
      await wait(20);
    }
  };

  test('of a batch is under way no longer once it is read', async () => {
    const twice = Array(mostUnderWay).fill({ query: '{ __typename }' });
    for (let times = 0; times < 2 * mostUnderWay; times += 1) {
      const answer = await fetch(narrow.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(twice),
      });
      expect(await answer.json()).toEqual(twice.map(() => ({ data: { __typename: 'Query' } })));
    }
  });

  test.each([
    ['ahead of Node’s server', post(long)],
    ['by Node’s server', inChunks],
  ])(
    'counts as under way until it is read, or its client goes (%s)',
    async (_, request) => {
      const [first, second] = [await unread(request), await unread(request)];
      expect(await code()).toBe('RATE_LIMITED');
      second.destroy();
      await untilAnswered();
      const third = await unread(request);
      expect(await code()).toBe('RATE_LIMITED');
      first.resume();
      await untilAnswered();
      third.destroy();
    },
    30_000,
  );
});
