import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Lifetime } from '../../lifetime.ts';
import { createClient, type SubgraphClient } from '../client.ts';
import { certificate } from '../testing/certificate.ts';
import type { Connections } from '../transport.ts';

let server: Http2SecureServer;
const ca = certificate.cert;
const versions: string[] = [];
let sessions = 0;
let sockets = 0;
let underWay = 0;
let most = 0;

beforeAll(async () => {
  server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    versions.push(request.httpVersion);
    if (request.headers.echo !== undefined) {
      response.setHeader('content-type', 'application/json');
      request.pipe(response);
      return;
    }
    underWay += 1;
    most = Math.max(most, underWay);
    setTimeout(() => {
      underWay -= 1;
      response.setHeader('content-type', 'application/json');
      response.end('{"data":{"x":1}}');
    }, 50);
  });
  server.on('session', () => (sessions += 1));
  server.on('secureConnection', () => (sockets += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
});

function open(connections: Connections, host = '127.0.0.1'): SubgraphClient {
  const { port } = server.address() as AddressInfo;
  const limits = {
    connections: 8,
    maxResponseBytes: 1_000_000,
    failuresToOpen: 3,
    halfOpenAfterMs: 100,
  };
  return createClient(`https://${host}:${port}/graphql`, limits, connections);
}

const query = {
  body: '{"query":"{x}"}',
  common: ['content-type', 'application/json'],
  headers: [],
  timeoutMs: 5_000,
  signal: new Lifetime(),
};
const ask = (client: SubgraphClient): Promise<string> =>
  client.send({ ...query, isRepeatable: true, signal: new Lifetime() });

describe('a subgraph over TLS', () => {
  test('gets HTTP/2 where it speaks it, as many requests at a time as allowed over one connection', async () => {
    const client = open({ http2: true, ca });
    versions.splice(0);
    [sessions, most] = [0, 0];
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(client)));
    expect(new Set(answers)).toEqual(new Set(['{"data":{"x":1}}']));
    expect(new Set(versions)).toEqual(new Set(['2.0']));
    expect(sessions).toBe(1);
    expect(most).toBe(8);
    client.close();
  });

  test('that has said it speaks HTTP/2 is asked over nothing else', async () => {
    const client = open({ http2: true, ca });
    versions.splice(0);
    server.once('secureConnection', (socket: TLSSocket) => socket.destroy());
    await expect(client.send({ ...query, isRepeatable: false })).rejects.toMatchObject({
      detail: 'no connection',
    });
    await ask(client);
    expect(versions).toEqual(['2.0']);
    client.close();
  });

  test('gets HTTP/1.1 where it is not', async () => {
    const client = open({ ca });
    versions.splice(0);
    await ask(client);
    expect(versions).toEqual(['1.1']);
    client.close();
  });

  test('gets many requests over connections that are kept, one after the other on each', async () => {
    const client = open({ ca });
    const before = sockets;
    for (let round = 0; round < 3; round += 1)
      await Promise.all(Array.from({ length: 20 }, () => ask(client)));
    expect(sockets - before).toBe(8);
    client.close();
  });

  test.each([
    ['whose certificate nobody vouches for', '127.0.0.1', {}],
    ['whose certificate nobody vouches for, with HTTP/2', '127.0.0.1', { http2: true }],
    ['whose certificate is of another name', 'localhost', 'trusted'],
  ] as const)('%s is told nothing', async (_, host, connections) => {
    const client = open(connections === 'trusted' ? { ca } : connections, host);
    versions.splice(0);
    await expect(ask(client)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      detail: 'no connection',
    });
    expect(versions).toEqual([]);
    client.close();
  });

  test('gets long requests and gives long answers', async () => {
    const client = open({ ca });
    const long = 'x'.repeat(300_000);
    const body = JSON.stringify({ query: '{x}', variables: { long } });
    const text = await client.send({
      ...{ body, common: ['content-type', 'application/json', 'echo', '1'], headers: [] },
      ...{ isRepeatable: true, timeoutMs: 5_000, signal: new Lifetime() },
    });
    expect(text).toBe(body);
    client.close();
  });
});
