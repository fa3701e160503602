import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import {
  nodeHttp2Server,
  type NodeHttp2Server,
} from '../../gateway/execution/testing/node-http2-server.ts';
import { openToy, type Toy } from './toy.ts';

let front: NodeHttp2Server;
let toy: Toy;
const frontUrls: Record<string, string> = {};
let asked = 0;

/** Speaks HTTP/1.1, and says nothing to whatever else begins a connection. */
const deaf = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (first: Buffer) => {
    if (first.toString('latin1').startsWith('PRI')) return;
    socket.pause().unshift(first);
    behind.emit('connection', socket);
    socket.resume();
  });
});
const behind = createHttpServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"data":{"late":"after the greeting"}}');
});

/** Answers with what was asked and whose passport came with it, in another order than it was asked in. */
beforeAll(async () => {
  front = await nodeHttp2Server((stream, body, headers) => {
    asked += 1;
    const { variables } = JSON.parse(body) as { variables: Readonly<Record<string, unknown>> };
    const { principal } = decodeJwt<{ principal: { department: string } }>(
      String(headers['gateway-passport']),
    );
    const mine = `${String(Object.values(variables)[0])} of ${principal.department}`;
    setTimeout(() => {
      stream.respond({ ':status': 200, 'content-type': 'application/json' });
      stream.end(JSON.stringify({ data: { mine } }));
    }, Math.random() * 15);
  });
  frontUrls.quick = `http://127.0.0.1:${front.port}/graphql`;
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  frontUrls.deaf = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/graphql`;
  toy = await openToy(
    {
      quick: { typeDefs: 'type Query { mine(name: String!): String }' },
      deaf: { typeDefs: 'type Query { late: String }' },
      old: {
        typeDefs: 'type Query { other: String }',
        resolvers: { Query: { other: () => 'over HTTP/1.1' } },
      },
    },
    { connections: { http2: true }, urls: frontUrls },
  );
});
afterAll(async () => {
  await toy.close();
  front.end();
  behind.closeAllConnections();
  deaf.close();
});

describe('a gateway that speaks HTTP/2 to subgraphs', () => {
  test('gives each caller its own answer, all over one connection', async () => {
    const tokens = await Promise.all(
      ['alpha', 'beta'].map((department) => toy.tokenOf(department)),
    );
    const query = 'query Mine($name: String!) { mine(name: $name) }';
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        toy.post(
          { query, variables: { name: String(index) } },
          { authorization: `Bearer ${tokens[index % 2] ?? ''}` },
        ),
      ),
    );
    expect(answers.map(({ data }) => data)).toEqual(
      answers.map((_, index) => ({ mine: `${index} of ${index % 2 === 0 ? 'alpha' : 'beta'}` })),
    );
    expect([asked, front.sessions.length]).toEqual([200, 1]);
  });

  test('asks those that speak HTTP/1.1 only over that', async () => {
    const { data } = await toy.post(
      { query: 'query Both($name: String!) { other mine(name: $name) }', variables: { name: 'x' } },
      { authorization: `Bearer ${await toy.tokenOf('alpha')}` },
    );
    expect(data).toEqual({ other: 'over HTTP/1.1', mine: 'x of alpha' });
  });

  test('asks one that says nothing to its greeting over HTTP/1.1 too, within the deadline', async () => {
    const ask = (): Promise<unknown> => toy.post({ query: '{ late }' }).then(({ data }) => data);
    expect(await ask()).toEqual({ late: 'after the greeting' });
    // It is not greeted again for a while.
    const began = performance.now();
    expect(await ask()).toEqual({ late: 'after the greeting' });
    expect(performance.now() - began).toBeLessThan(2_000);
  }, 15_000);
});
