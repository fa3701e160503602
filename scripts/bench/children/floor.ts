// The floor: a Fastify handler that makes the fetches which our plan makes, as it makes them, and returns a constant.
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { Pool } from 'undici';
import { recording } from '../recording.ts';

const [file = '', port] = process.argv.slice(2);
const pools = new Map<string, Pool>();
const poolOf = (origin: string): Pool => {
  let pool = pools.get(origin);
  if (pool === undefined) pools.set(origin, (pool = new Pool(origin, { connections: 64 })));
  return pool;
};
const recorded = new Map(
  Object.entries(recording.parse(JSON.parse(readFileSync(file, 'utf8')))).map(
    ([query, { waves, answer }]) => {
      const fetches = waves.map((wave) =>
        wave.map(({ url, body }) => {
          const { origin, pathname } = new URL(url);
          const headers = { 'content-type': 'application/json' };
          return { pool: poolOf(origin), request: { path: pathname, headers, body } };
        }),
      );
      return [query, { fetches, answer }];
    },
  ),
);
const app = Fastify();
app.post<{ Body: { query: string } }>('/graphql', async ({ body: { query } }, reply) => {
  const { fetches, answer } = recorded.get(query) ?? { fetches: [], answer: '{}' };
  for (const wave of fetches) {
    await Promise.all(
      wave.map(async ({ pool, request }) => {
        const response = await pool.request({ ...request, method: 'POST' });
        await response.body.text();
      }),
    );
  }
  return reply.type('application/json').send(answer);
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
