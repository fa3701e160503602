import { createServer } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createClient, type SubgraphClient } from '../client.ts';
import { ask as askFor, fewLimits } from '../testing/ask.ts';
import { openPair, type Pair } from '../testing/http2-pair.ts';
import { answer, emptyJson, type RawPeer, serverGreeting } from '../testing/http2-server.ts';
import {
  type Answer,
  nodeHttp2Server,
  type NodeHttp2Server,
} from '../testing/node-http2-server.ts';
import { fourBytes, frame, frameType } from '../http2/frames.ts';

let client: SubgraphClient | null = null;
const ends: (() => void)[] = [];
afterEach(() => {
  client?.close();
  for (const end of ends.splice(0)) end();
});

function connect(port: number): void {
  client = createClient(`http://127.0.0.1:${port}/graphql`, fewLimits, { http2: true });
}

async function answering(answered: Answer): Promise<NodeHttp2Server> {
  const server = await nodeHttp2Server(answered);
  ends.push(server.end);
  connect(server.port);
  return server;
}

const ask = (isRepeatable = true, patienceMs = 2_000): Promise<string> | undefined =>
  client === null ? undefined : askFor(client, { isRepeatable, patienceMs });

describe('a subgraph of HTTP/2', () => {
  const type = { 'content-type': 'application/json' };
  test.each<readonly [string, OutgoingHttpHeaders, string, string]>([
    ['redirects', { ':status': 302, location: '/x' }, '', 'it answered with a redirect'],
    [
      'is out of order',
      { ':status': 500, 'content-type': 'text/html' },
      'x',
      'it answered with status 500',
    ],
    [
      'gives HTML',
      { ':status': 200, 'content-type': 'text/html' },
      '<p>',
      'it did not answer with JSON',
    ],
    [
      'says that its answer is huge',
      { ':status': 200, ...type, 'content-length': 10_001 },
      ' '.repeat(10_001),
      'its answer is larger than 10000 bytes',
    ],
    [
      'gives a huge answer',
      { ':status': 200, ...type },
      ' '.repeat(10_001),
      'its answer is larger than 10000 bytes',
    ],
  ])('that %s is said to', async (_, headers, body, detail) => {
    await answering((stream) => {
      stream.respond(headers);
      stream.end(body);
    });
    await expect(ask()).rejects.toMatchObject({ detail });
  });

  test('that is slow is not waited for, and its connection goes on', async () => {
    let asked = 0;
    const { sessions } = await answering((stream) => {
      asked += 1;
      if (asked === 1) return;
      stream.respond({ ':status': 200, ...type });
      stream.end('{}');
    });
    await expect(ask(true, 300)).rejects.toMatchObject({ detail: 'it did not answer in time' });
    expect(await ask()).toBe('{}');
    expect(sessions).toHaveLength(1);
  });
});

/** A subgraph that does as it is told with each request. */
async function doing(
  onRequest: (peer: RawPeer, stream: number, nth: number) => void,
): Promise<Pair> {
  const pair = await openPair(onRequest, (peer) => {
    peer.send(serverGreeting);
  });
  ends.push(pair.end);
  connect(pair.port);
  return pair;
}

describe('a request', () => {
  const away = frame(frameType.goAway, 0, 0, fourBytes(0) + fourBytes(0));
  const refused = (stream: number): string => frame(frameType.resetStream, 0, stream, fourBytes(7));
  const reset = (stream: number): string => frame(frameType.resetStream, 0, stream, fourBytes(2));
  test.each([
    ['that nothing was done with, as the subgraph goes away,', () => away],
    ['that the subgraph refuses', refused],
  ])('%s is sent once more, a mutation too', async (_, wrong) => {
    for (const isRepeatable of [true, false]) {
      let seen = 0;
      await doing((peer, stream, nth) => {
        seen = nth;
        peer.send(nth === 1 ? wrong(stream) : emptyJson(stream));
      });
      expect(await ask(isRepeatable)).toBe('{}');
      expect(seen).toBe(2);
      client?.close();
    }
  });

  test('that is refused and then not answered counts against the subgraph', async () => {
    await doing((peer, stream, nth) => {
      if (nth > 1) return;
      setTimeout(() => {
        peer.send(refused(stream));
      }, 100);
    });
    await expect(ask(true, 400)).rejects.toMatchObject({
      detail: 'it did not answer in time',
      countsAgainst: true,
    });
  });

  test('that the subgraph refuses again is not sent a third time', async () => {
    let seen = 0;
    await doing((peer, stream, nth) => {
      seen = nth;
      peer.send(refused(stream));
    });
    await expect(ask(false)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(seen).toBe(2);
  });

  test.each([
    ['that is reset', reset],
    ['whose connection ends', null],
  ])('%s is sent once more if it is a query, never if it is a mutation', async (_, wrong) => {
    for (const isRepeatable of [true, false]) {
      let seen = 0;
      await doing((peer, stream, nth) => {
        seen = nth;
        if (nth > 1) peer.send(emptyJson(stream));
        else if (wrong === null) peer.socket.destroy();
        else peer.send(wrong(stream));
      });
      if (isRepeatable) expect(await ask()).toBe('{}');
      else await expect(ask(false)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
      expect(seen).toBe(isRepeatable ? 2 : 1);
      client?.close();
    }
  });

  test('whose answer is no HTTP/2 is not sent again', async () => {
    let seen = 0;
    await doing((peer, stream, nth) => {
      seen = nth;
      peer.send(answer(stream, '{}').replace('\x88', '\xbe'));
    });
    await expect(ask()).rejects.toMatchObject({ detail: 'its answer is not HTTP' });
    expect(seen).toBe(1);
  });
});

test('a subgraph that speaks HTTP/1.1 only is asked over that, and not greeted otherwise for a while', async () => {
  let [connections, greetings] = [0, 0];
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  server.on('connection', () => (connections += 1));
  server.on('clientError', (_, socket) => {
    greetings += 1;
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  connect((server.address() as AddressInfo).port);
  expect(await Promise.all([ask(), ask(false)])).toEqual(['{}', '{}']);
  for (let nth = 0; nth < 3; nth += 1) expect(await ask(false)).toBe('{}');
  expect([connections, greetings]).toEqual([3, 1]);
});

test('a subgraph that is about to start is not taken for one of HTTP/1.1', async () => {
  const pair = await openPair(
    (peer, stream) => {
      peer.send(emptyJson(stream));
    },
    (peer) => {
      if (peer.index < 2) peer.socket.destroy();
      else peer.send(serverGreeting);
    },
  );
  ends.push(pair.end);
  connect(pair.port);
  await expect(ask(false)).rejects.toMatchObject({ detail: 'no connection' });
  expect(await ask(false)).toBe('{}');
});
