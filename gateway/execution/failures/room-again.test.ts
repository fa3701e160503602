import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createClient, type SubgraphClient } from '../client.ts';
import { ask, fewLimits } from '../testing/ask.ts';
import { openPair } from '../testing/http2-pair.ts';
import {
  data,
  emptyJson,
  head,
  ok,
  type RawPeer,
  serverGreeting,
} from '../testing/http2-server.ts';
import { namedField } from '../http2/field-block.ts';
import { fourBytes, frame, frameType, setting, settingsFrame } from '../http2/frames.ts';

const limits = { ...fewLimits, maxResponseBytes: 50_000, failuresToOpen: 1_000_000 };

/** What a subgraph does with a request. */
type Deed = (socket: Socket, stream: number) => void;

/** A subgraph; it does what is on the list, request by request, and answers when there is no more on it. */
interface Subgraph {
  readonly port: number;
  readonly deeds: string[];
  readonly close: () => void;
}

const long = 'x'.repeat(60_000);
const answers = (body: string, ...more: readonly string[]): string =>
  ['HTTP/1.1 200 OK', 'content-type: application/json', ...more, '', body].join('\r\n');
const whole = answers('{}', 'content-length: 2');
const later = (ms: number, act: () => void): void => {
  setTimeout(act, ms);
};
const overHttp1: Readonly<Record<string, Deed>> = {
  answers: (socket) => socket.write(whole),
  'answers in pieces': (socket) => {
    socket.write(whole.slice(0, 30));
    later(5, () => socket.write(whole.slice(30)));
  },
  'answers late': (socket) => {
    later(60, () => socket.write(whole));
  },
  'answers in chunks': (socket) =>
    socket.write(answers('2\r\n{}\r\n0\r\n\r\n', 'transfer-encoding: chunked')),
  'breaks off a chunk': (socket) => socket.end(answers('9\r\n{}', 'transfer-encoding: chunked')),
  'answers and goes': (socket) =>
    socket.end(answers('{}', 'connection: close', 'content-length: 2')),
  'answers until it goes': (socket) => socket.end(answers('{}')),
  'answers twice': (socket) => socket.write(whole + whole),
  'answers at length': (socket) => socket.write(answers(long, `content-length: ${long.length}`)),
  'says nothing': () => undefined,
  'goes in its head': (socket) => socket.end(whole.slice(0, 20)),
  'goes in its body': (socket) => socket.end(whole.slice(0, -1)),
  'stops in its body': (socket) => socket.write(whole.slice(0, -1)),
  goes: (socket) => socket.end(),
  resets: (socket) => socket.resetAndDestroy(),
  'speaks otherwise': (socket) => socket.write('220 ready\r\n\r\n'),
  'says 500': (socket) => socket.write(whole.replace('200 OK', '500 Oh')),
};

async function http1Subgraph(): Promise<Subgraph> {
  const deeds: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let came = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      came += bytes.toString('latin1');
      for (;;) {
        const end = came.indexOf('\r\n\r\n') + 4;
        const length = Number(/content-length: (\d+)/.exec(came)?.[1]);
        if (end < 4 || came.length < end + length) return;
        came = came.slice(end + length);
        overHttp1[deeds.shift() ?? 'answers']?.(socket, 0);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    deeds,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const reset = (stream: number, code: number): string =>
  frame(frameType.resetStream, 0, stream, fourBytes(code));
const away = (last: number): string =>
  frame(frameType.goAway, 0, 0, fourBytes(last) + fourBytes(0));
const says =
  (text: (stream: number) => string): Deed =>
  (socket, stream) => {
    if (!socket.destroyed) socket.write(text(stream), 'latin1');
  };
const overHttp2: Readonly<Record<string, Deed>> = {
  answers: says(emptyJson),
  'answers late': (socket, stream) => {
    later(60, () => {
      says(emptyJson)(socket, stream);
    });
  },
  'answers and resets': says((stream) => emptyJson(stream) + reset(stream, 0)),
  'answers twice': says((stream) => emptyJson(stream) + emptyJson(stream)),
  'stops in its body': says((stream) => emptyJson(stream).slice(0, -11) + data(stream, '{', 0)),
  'is too short': says((stream) =>
    emptyJson(stream).replace('{}', '{').replace('\0\0\x02\0', '\0\0\x01\0'),
  ),
  'answers at length': says(
    (stream) =>
      head(stream, ok + namedField(31, 'application/json')) +
      [0, 1, 2, 3].map((part) => data(stream, long.slice(0, 15_000), part === 3 ? 1 : 0)).join(''),
  ),
  'says nothing': () => undefined,
  refuses: says((stream) => reset(stream, 7)),
  resets: says((stream) => reset(stream, 2)),
  'goes away with it': says((stream) => away(stream) + emptyJson(stream)),
  'goes away without it': says(() => away(0)),
  'goes away twice': says((stream) => away(stream) + away(stream) + emptyJson(stream)),
  'takes fewer at a time': says(
    (stream) => settingsFrame([[setting.maxConcurrentStreams, 1]]) + emptyJson(stream),
  ),
  'takes more at a time': says(
    (stream) => settingsFrame([[setting.maxConcurrentStreams, 100]]) + emptyJson(stream),
  ),
  'breaks the protocol': says(() => frame(frameType.windowUpdate, 0, 0, fourBytes(0))),
  goes: (socket) => socket.end(),
  'is reset': (socket) => socket.resetAndDestroy(),
};

/** It takes whatever it is sent. */
const roomy =
  settingsFrame([[setting.initialWindowSize, 2 ** 31 - 1]]) +
  frame(frameType.windowUpdate, 0, 0, fourBytes(2 ** 30));

async function http2Subgraph(): Promise<Subgraph> {
  const deeds: string[] = [];
  const { port, end } = await openPair(
    ({ socket }: RawPeer, stream) => {
      overHttp2[deeds.shift() ?? 'answers']?.(socket, stream);
    },
    (peer) => {
      peer.send(serverGreeting + roomy);
    },
  );
  return { port, deeds, close: end };
}

/** What came of a request: its answer, or why there is none. */
async function outcome(client: SubgraphClient, asking: Parameters<typeof ask>[1]): Promise<string> {
  return ask(client, asking).catch((error: unknown) =>
    error instanceof Error ? error.message : 'no error',
  );
}

test.each([
  ['HTTP/1.1', overHttp1, http1Subgraph, false],
  ['HTTP/2', overHttp2, http2Subgraph, true],
] as const)(
  'whatever a subgraph does over %s, and whoever gives up, there is room again for others',
  async (_, known, open, http2) => {
    const asked = fc.record({
      deed: fc.constantFrom(...Object.keys(known)),
      body: fc.constantFrom('{}', `"${long}"`),
      patienceMs: fc.constantFrom(0, 1, 10, 40, 150),
      afterMs: fc.constantFrom(0, 0, 3, 20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 5, maxLength: 30 }), async (all) => {
        const subgraph = await open();
        const client = createClient(`http://127.0.0.1:${subgraph.port}/graphql`, limits, { http2 });
        try {
          subgraph.deeds.push(...all.map(({ deed }) => deed));
          const under: Promise<string>[] = [];
          for (const { body, patienceMs, afterMs } of all) {
            if (afterMs > 0) await wait(afterMs);
            under.push(outcome(client, { body, patienceMs }));
          }
          await Promise.all(under);
          subgraph.deeds.length = 0;
          const many = (): Promise<string[]> =>
            Promise.all(
              Array.from({ length: 2 * limits.connections }, () =>
                outcome(client, { patienceMs: 3_000 }),
              ),
            );
          // What was on its way, such as a farewell, may still cost some of these.
          await many();
          expect(await many()).toEqual(Array.from({ length: 2 * limits.connections }, () => '{}'));
        } finally {
          client.close();
          subgraph.close();
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  },
  60_000,
);
