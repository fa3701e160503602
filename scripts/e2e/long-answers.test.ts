import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openToy, type Toy } from './toy.ts';
import { dial, hangUpAll, post, until } from './wire.ts';

/** Characters: more than lie between two ends of a connection. */
const longest = 12_000_000;
let toy: Toy;
beforeAll(async () => {
  const resolvers = { Query: { long: () => 'x'.repeat(longest) } };
  toy = await openToy({ books: { typeDefs: 'type Query { long: String }', resolvers } });
});
afterAll(async () => {
  hangUpAll();
  await toy.close();
});

describe('a connection over which more is answered than it holds', () => {
  test('whose client will ask no more gives it the rest of its answer', async () => {
    const { hostname, port } = new URL(toy.url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.write(post('{"query":"{ long }"}'));
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
      socket.write(post('{"query":"{ long }"}'));
      await wait(500);
    }
    await until(() => asked() > 0);
    await wait(200);
    expect(asked()).toBe(1);
    socket.resume();
    await until(() => asked() === 2 && socket.bytesRead > 2 * longest);
  }, 30_000);
});
