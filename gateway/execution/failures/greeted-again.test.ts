import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createClient, type SubgraphClient } from '../client.ts';
import { ask, fewLimits } from '../testing/ask.ts';
import { until } from '../testing/until.ts';

const http1 = createHttpServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"data":{"over":"HTTP/1.1"}}');
});
const http2 = createHttp2Server((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"data":{"over":"HTTP/2"}}');
});

let speaksHttp2 = false;
let greeted: Socket[] = [];
const all = new Set<Socket>();
/** Knows two protocols, and to one of them says nothing until it is told to speak it. */
const subgraph = createServer((socket) => {
  all.add(socket);
  socket.on('error', () => undefined);
  socket.once('data', (first: Buffer) => {
    const isHttp2 = first.toString('latin1').startsWith('PRI');
    if (isHttp2) greeted.push(socket);
    if (isHttp2 && !speaksHttp2) return;
    socket.pause().unshift(first);
    if (isHttp2) http2.emit('connection', socket);
    else {
      http1.emit('connection', socket);
      socket.resume();
    }
  });
});

let client: SubgraphClient;
let laterMs = 0;
beforeEach(async () => {
  [speaksHttp2, greeted, laterMs] = [false, [], 0];
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + laterMs);
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const { port } = subgraph.address() as AddressInfo;
  client = createClient(`http://127.0.0.1:${port}/graphql`, fewLimits, { http2: true });
});
afterEach(() => {
  client.close();
  subgraph.close();
  for (const socket of all) socket.destroy();
  all.clear();
  jest.restoreAllMocks();
});

/** The protocol over which it was asked, and whether nobody had to wait. */
async function asked(): Promise<{ readonly over: string; readonly atOnce: boolean }> {
  const began = performance.now();
  const text = await ask(client, { patienceMs: 10_000 });
  const { data } = JSON.parse(text) as { readonly data: { readonly over: string } };
  return { over: data.over, atOnce: performance.now() - began < 1_500 };
}

const minute = 61_000;

describe('a subgraph that did not speak HTTP/2', () => {
  test('is greeted again a minute later, for which no request waits', async () => {
    expect(await asked()).toEqual({ over: 'HTTP/1.1', atOnce: false });
    expect(await asked()).toEqual({ over: 'HTTP/1.1', atOnce: true });
    expect(greeted.length).toBe(1);

    laterMs += minute;
    expect(await Promise.all([asked(), asked()])).toEqual(
      Array.from({ length: 2 }, () => ({ over: 'HTTP/1.1', atOnce: true })),
    );
    await until(() => greeted.length === 2 && greeted.every(({ destroyed }) => destroyed));
    expect(await asked()).toEqual({ over: 'HTTP/1.1', atOnce: true });
    expect(greeted.length).toBe(2);

    // It has learnt meanwhile.
    speaksHttp2 = true;
    laterMs += minute;
    expect((await asked()).over).toBe('HTTP/1.1');
    while ((await asked()).over !== 'HTTP/2') await wait(20);
    expect(greeted.length).toBe(3);
    expect(await asked()).toEqual({ over: 'HTTP/2', atOnce: true });
  }, 20_000);
});
