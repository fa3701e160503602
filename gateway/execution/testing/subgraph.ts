import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { isData } from '../data.ts';

/** A request as a test's subgraph got it. */
export interface SeenRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
}

/** A subgraph that runs for a test. */
export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: string;
  /** Requests in the order in which they arrived. */
  readonly seen: SeenRequest[];
  readonly close: () => Promise<void>;
}

/** Resolvers by type and field, as `buildSubgraphSchema` takes them. */
export type Resolvers = Readonly<Record<string, unknown>>;

/** Answers instead of GraphQL; gives false to let GraphQL answer. */
export type Misbehaviour = (request: SeenRequest, response: ServerResponse) => boolean;

/** Closes the connection instead of an answer. */
export const hangUp: Misbehaviour = (_request, response) => {
  response.destroy();
  return true;
};

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@tag", "@context", "@fromContext", "@composeDirective"])\n';

/** Starts a subgraph of plain HTTP and `@apollo/subgraph` on a free port. */
export async function startSubgraph(
  name: string,
  typeDefs: string,
  resolvers: Resolvers,
  misbehave: Misbehaviour = () => false,
): Promise<TestSubgraph> {
  const sdl = typeDefs.includes('@link(') ? typeDefs : LINK + typeDefs;
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, schema, seen, misbehave);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    typeDefs: sdl,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  schema: GraphQLSchema,
  seen: SeenRequest[],
  misbehave: Misbehaviour,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (!isData(body)) throw new Error('A request without a body.');
  const variables = isData(body.variables) ? body.variables : {};
  const one: SeenRequest = { query: String(body.query), variables, headers: request.headers };
  seen.push(one);
  if (misbehave(one, response)) return;
  const result = await graphql({ schema, source: one.query, variableValues: variables });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(result));
}
