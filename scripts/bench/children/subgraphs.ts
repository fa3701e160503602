// Subgraphs in one process. An answer is executed once and repeated, and requests are read as the gateway reads its own:
// what subgraphs cost keeps a quick gateway waiting, and they are not what is measured.
import { createServer } from 'node:http';
import { type AddressInfo, createServer as listen, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';
import { z } from 'zod';
import { serveAhead } from '../../../gateway/http/fast-path.ts';
import type { Endpoint } from '../../../gateway/http/graphql-endpoint.ts';
import { serveFromNode } from '../../../gateway/http/node-exchange.ts';
import { departmentSchemas, madeUp } from '../departments/stub.ts';
import { contracts } from '../shop/contracts.ts';
import { resolvers } from '../shop/rows.ts';
import { answerOverHttp2, preface } from './http2.ts';

const nothing = (): void => undefined;

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** Longer than a run: gateways are paused while it is not their turn, and their connections shall outlive it. */
const patienceMs = 3_600_000;

/** Serves a schema at a free port, over HTTP/1.1 and HTTP/2; what has been asked once in the same words is answered from memory. */
function serve(
  schema: GraphQLSchema,
  fieldResolver?: GraphQLFieldResolver<unknown, unknown>,
): Promise<number> {
  const answers = new Map<string, Buffer>();
  const answer = async (body: string): Promise<Buffer> => {
    const { query, variables } = requestBody.parse(JSON.parse(body));
    const result = await execute({
      schema,
      document: parse(query),
      variableValues: variables,
      fieldResolver,
    });
    const written = Buffer.from(JSON.stringify(result));
    if (answers.size < 10_000) answers.set(body, written);
    return written;
  };
  const endpoint: Endpoint = async ({ body: given }) => {
    const asked = typeof given === 'string' ? given : await text(given);
    const body = answers.get(asked) ?? (await answer(asked));
    const fields = ['content-type', 'application/json', 'content-length', String(body.length)];
    return { status: 200, fields, body, isLast: false, onSent: nothing };
  };
  // Whoever asks finds its connection closed.
  const onFailed = (error: unknown): void => {
    process.stderr.write(`${String(error)}\n`);
  };
  const server = createServer(serveFromNode(endpoint, patienceMs, onFailed));
  server.keepAliveTimeout = patienceMs;
  serveAhead(server, endpoint, { deadlineMs: patienceMs, restMs: patienceMs }, onFailed);
  const listener = listen((socket) => {
    byProtocol(
      socket,
      () => server.emit('connection', socket),
      () => {
        answerOverHttp2(socket, (asked) => answers.get(asked) ?? answer(asked));
      },
    );
  });
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => {
      resolve((listener.address() as AddressInfo).port);
    });
  });
}

/** Hands a connection on by what it begins with, which is read again. */
function byProtocol(socket: Socket, http1: () => void, http2: () => void): void {
  socket.on('error', () => undefined);
  socket.once('data', (first: Buffer) => {
    socket.pause().unshift(first);
    if (first.toString('latin1').startsWith(preface.slice(0, 3))) http2();
    else http1();
    socket.resume();
  });
}

const ports: Record<string, number> = {};
for (const [name, sdl] of Object.entries(contracts)) {
  const typeDefs = parse(sdl);
  ports[name] = await serve(
    buildSubgraphSchema({ typeDefs, resolvers: resolvers[name as keyof typeof resolvers] }),
  );
}
for (const [name, schema] of await departmentSchemas()) ports[name] = await serve(schema, madeUp);
process.send?.(ports);
