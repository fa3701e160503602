// Mercurius' gateway with just-in-time compilation. It composes the contracts itself.
import Fastify from 'fastify';
import { readFileSync } from 'node:fs';
import gateway from '@mercuriusjs/gateway';

const [subgraphs, port] = process.argv.slice(2);
const services = JSON.parse(readFileSync(subgraphs, 'utf8')).map(({ name, sdl, url }) => ({
  name,
  url,
  schema: sdl,
}));
const app = Fastify();
await app.register(gateway, { gateway: { services }, jit: 1 });
await app.listen({ port: Number(port), host: '127.0.0.1' });
