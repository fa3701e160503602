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
  toy = await openToy(
    {
      quick: { typeDefs: 'type Query { mine(name: String!): String }' },
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
});
