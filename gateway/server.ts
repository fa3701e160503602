import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { serveAhead } from './http/fast-path.ts';
import { createGraphqlEndpoint, type EndpointSetting } from './http/graphql-endpoint.ts';
import { serveFromNode } from './http/node-exchange.ts';
import { endUnusedConnections } from './http/unused-connections.ts';
import { createMetrics, serveMetrics } from './metrics.ts';
import type { PlanCounts } from './plan-metrics.ts';
import type { PolicyState } from './policy-metrics.ts';

/** What the server serves. */
export interface ServerSetting extends Omit<EndpointSetting, 'observe' | 'isClosing'> {
  readonly jwks: JSONWebKeySet;
  /** Why the gateway cannot answer now; null when it can. */
  readonly unready: () => string | null;
  /** Which policies are in force, for the metrics. */
  readonly policies: PolicyState;
  readonly plans: PlanCounts;
  /** Requests under way now, by who asks. */
  readonly underWay: Readonly<Record<string, number>>;
  readonly plugins: readonly FastifyPluginAsync[];
}

/** Limits of HTTP unless others are given. */
export const defaultHttpLimits = { deadlineMs: 10_000, bodyBytes: 512 * 1024, batch: 1 } as const;

/** Longer than proxies keep a connection, so that it is they who end it. */
const keepAliveMs = 72_000;
/** Within which a request has come in whole. */
const arrivalMs = 60_000;

/** After the last answers can have been made, for them to be read. */
const graceMs = 5_000;

/** Makes the HTTP server: GraphQL over HTTP at `/graphql`, and by a framework keys, health, metrics and plugins. */
export async function createServer(setting: ServerSetting): Promise<FastifyInstance> {
  const { logger } = setting;
  const metrics = createMetrics(setting.policies, setting.plans, setting.underWay);
  let isClosing = false;
  const endpoint = createGraphqlEndpoint({
    ...setting,
    observe: (status, elapsedMs) => {
      metrics.observe('/graphql', status, elapsedMs);
    },
    isClosing: () => isClosing,
  });
  const onFailed = (error: unknown): void => {
    logger?.error({ err: error }, 'an answer could not be sent');
  };
  const graphql = serveFromNode(endpoint, setting.deadlineMs, onFailed);
  const app: FastifyInstance = Fastify({
    serverFactory: (others) =>
      createHttpServer(
        { keepAliveTimeout: keepAliveMs, requestTimeout: arrivalMs },
        (request, response) => {
          if (isGraphql(request.url)) graphql(request, response);
          else others(request, response);
        },
      ),
    bodyLimit: setting.bodyBytes,
    trustProxy: setting.trustedProxies.length === 0 ? false : [...setting.trustedProxies],
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    // What is logged names the request itself.
    childLoggerFactory: (shared) => shared,
    forceCloseConnections: 'idle',
    ...(logger === null ? { logger: false } : { loggerInstance: logger }),
  });
  // In this order: what is not of the fast path's kind is the server's, and unused until a request has come.
  endUnusedConnections(app);
  const times = { deadlineMs: setting.deadlineMs, restMs: keepAliveMs };
  const fastPath = serveAhead(app.server, endpoint, times, onFailed);
  let closing: NodeJS.Timeout | null = null;
  app.addHook('preClose', (done) => {
    isClosing = true;
    fastPath.end();
    // Whoever has not read its answer by then never will.
    closing = setTimeout(() => {
      fastPath.destroy();
      app.server.closeAllConnections();
    }, setting.deadlineMs + graceMs);
    done();
  });
  app.addHook('onClose', (_app, done) => {
    if (closing !== null) clearTimeout(closing);
    done();
  });
  // A form of another site can post plain text without asking first (CORS).
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'request-id': request.id, 'x-content-type-options': 'nosniff' });
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) {
      return reply.send(error);
    }
    request.log.error({ err: error, requestId: request.id }, 'a request failed');
    return reply.code(500).send({
      error: `The gateway could not answer. Quote the request ${request.id} when you ask for help.`,
    });
  });
  serveMetrics(app, metrics);
  app.get('/.well-known/jwks.json', (_request, reply) =>
    reply.header('cache-control', 'max-age=60').send(setting.jwks),
  );
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const reason = setting.unready();
    return reason === null
      ? reply.send({ status: 'ready' })
      : reply.code(503).send({ status: 'not ready', reason });
  });
  for (const plugin of setting.plugins) await app.register(plugin);
  return app;
}

function isGraphql(url: string | undefined): boolean {
  return url === '/graphql' || url?.startsWith('/graphql?') === true;
}
