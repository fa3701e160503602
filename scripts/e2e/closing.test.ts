import { once } from 'node:events';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openToy, type Toy } from './toy.ts';
import { answersOf, dial, hangUpAll, post, until } from './wire.ts';

const deadlineMs = 6_000;
/** Characters: more than lie between two ends of a connection. */
const longest = 12_000_000;
let release: (() => void) | null = null;
let toy: Toy;
beforeEach(async () => {
  release = null;
  toy = await openToy(
    {
      books: {
        typeDefs: 'type Query { title: String slow: String long: String }',
        resolvers: {
          Query: {
            title: () => 'One',
            slow: () =>
              new Promise((resolve) => {
                release = () => {
                  resolve('x'.repeat(longest));
                };
              }),
            long: () => 'x'.repeat(longest),
          },
        },
      },
    },
    { deadlineMs },
  );
});
afterAll(hangUpAll);

/** Closes what was opened, and gives how many milliseconds that took. */
async function close(): Promise<number> {
  const began = performance.now();
  await toy.close();
  return performance.now() - began;
}

test('connections that carry no request do not keep the gateway from closing', async () => {
  const silent = await dial(toy.url);
  const partly = await dial(toy.url);
  partly.socket.write('PO');
  const used = await dial(toy.url);
  used.socket.write(post('{"query":"{ title }"}'));
  await until(() => answersOf(used.said()).length === 1);
  const ended = [silent, partly, used].map(({ socket }) => once(socket, 'close'));
  expect(await close()).toBeLessThan(deadlineMs);
  await Promise.all(ended);
});

test('an answer under way is sent whole before the gateway closes, and its connection ends with it', async () => {
  const { socket, said } = await dial(toy.url);
  socket.write(post('{"query":"{ slow }"}'));
  await until(() => release !== null);
  const closed = once(socket, 'close');
  const closing = close();
  // It would find a connection that rests.
  const late = await dial(toy.url).catch(() => null);
  late?.socket.write(post('{"query":"{ title }"}'));
  expect(said()).toBe('');
  release?.();
  await Promise.all([closing, closed]);
  const [answer] = answersOf(said());
  expect(answer?.head).toContain('\r\nconnection: close');
  expect(answer?.body).toHaveLength(longest + '{"data":{"slow":""}}'.length);
});

test('an answer that is being read is read to its end before the gateway closes', async () => {
  const { socket, said } = await dial(toy.url);
  socket.pause();
  socket.write(post('{"query":"{ long }"}'));
  await until(() => toy.subgraphs.books?.seen.length === 1);
  // By then what fits lies between the two.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const closing = close();
  socket.resume();
  expect(await closing).toBeLessThan(deadlineMs);
  expect(answersOf(said())[0]?.body).toHaveLength(longest + '{"data":{"long":""}}'.length);
});

test('a client that reads nothing is waited for no longer than the deadline and some seconds', async () => {
  for (const cut of [0, 2]) {
    const { socket } = await dial(toy.url);
    socket.pause();
    const request = post('{"query":"{ long }"}');
    socket.write(request.subarray(0, cut));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(request.subarray(cut));
  }
  await until(() => toy.subgraphs.books?.seen.length === 2);
  const took = await close();
  expect(took).toBeGreaterThan(deadlineMs);
  expect(took).toBeLessThan(deadlineMs + 10_000);
}, 60_000);
