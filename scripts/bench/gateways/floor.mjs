// The floor: a Fastify handler that makes the fetches which our plan makes, one after another, and returns a constant.
import Fastify from 'fastify';
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [recorded, port] = process.argv.slice(2);
const scenes = JSON.parse(readFileSync(recorded, 'utf8'));
const pools = new Map();
const poolOf = (origin) => {
  if (!pools.has(origin)) pools.set(origin, new Pool(origin, { connections: 64 }));
  return pools.get(origin);
};
const app = Fastify();
app.post('/graphql', async ({ body: { query } }, reply) => {
  const { fetches, answer } = scenes[query];
  for (const { origin, body } of fetches) {
    const response = await poolOf(origin).request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await response.body.text();
  }
  return reply.type('application/json').send(answer);
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
