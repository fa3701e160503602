// The executor of @apollo/gateway under Fastify, documents parsed once: what its planner and executor cost by themselves.
import { ApolloGateway } from '@apollo/gateway';
import Fastify from 'fastify';
import { parse } from 'graphql';
import { readFileSync } from 'node:fs';

const [supergraph, port] = process.argv.slice(2);
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(supergraph, 'utf8') });
const { executor, schema } = await gateway.load();
const documents = new Map();
const app = Fastify();
app.post('/graphql', async ({ body: { query, variables } }) => {
  let document = documents.get(query);
  if (document === undefined) documents.set(query, (document = parse(query)));
  return executor({
    document,
    schema,
    request: { query, variables: variables ?? {} },
    operation: document.definitions[0],
    operationName: null,
    queryHash: query,
    context: {},
    metrics: {},
    overallCachePolicy: {},
    logger: console,
  });
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
