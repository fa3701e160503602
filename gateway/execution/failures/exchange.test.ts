import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Lifetime } from '../../lifetime.ts';
import { createClient, type SubgraphClient } from '../client.ts';
import { Exchange } from '../exchange.ts';
import type { ResponseHandler } from '../response-handler.ts';

const limits = {
  connections: 4,
  maxResponseBytes: 10_000,
  failuresToOpen: 100,
  halfOpenAfterMs: 1_000,
};

let client: SubgraphClient | null = null;
let close = (): void => undefined;
afterEach(() => {
  client?.close();
  close();
});

/** A server that answers every request with these bytes; gives how many came. */
async function answering(text: string): Promise<{ readonly seen: () => number }> {
  let seen = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      seen += 1;
      socket.write(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  client = createClient(`http://127.0.0.1:${port}/graphql`, limits);
  return { seen: () => seen };
}

const ask = (): Promise<string> | undefined =>
  client?.send({
    ...{ body: '{}', common: ['content-type', 'application/json'], headers: [] },
    ...{ isRepeatable: true, timeoutMs: 2_000, signal: new Lifetime() },
  });

test('an answer is the same in however many parts it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 3_000 }),
      fc.nat(),
      async (text, seed) => {
        const bytes = Buffer.from(text);
        const got = new Promise<string>((resolve, reject) => {
          const exchange: ResponseHandler = new Exchange(
            new Lifetime(),
            1_000,
            10_000,
            resolve,
            reject,
          );
          for (let at = 0, size = 0; at < bytes.length; at += size) {
            size = 1 + ((seed + at) % 9) ** 3;
            exchange.onData(bytes.subarray(at, at + size));
          }
          exchange.onComplete();
        });
        expect(await got).toBe(bytes.toString());
      },
    ),
  );
});

test('an answer in parts of one byte is bounded by what it holds', async () => {
  const head =
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
  await answering(`${head}${'1\r\n \r\n'.repeat(9_998)}2\r\n{}\r\n0\r\n\r\n`);
  expect((await ask())?.trim()).toBe('{}');
  client?.close();
  close();
  await answering(`${head}${'1\r\n \r\n'.repeat(10_001)}`);
  await expect(ask()).rejects.toThrow('its answer is larger than 10000 bytes');
});

test('what is not HTTP is not asked for once more', async () => {
  const { seen } = await answering('SSH-2.0-OpenSSH\r\n\r\n');
  await expect(ask()).rejects.toThrow('its answer is not HTTP');
  expect(seen()).toBe(1);
});
