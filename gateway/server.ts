import { randomUUID } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { RequestRefused } from './errors.ts';
import { exceeded } from './limits/exceeded.ts';
import { refuseTerms, served } from './http-terms.ts';
import { Lifetime } from './lifetime.ts';
import { observeMetrics } from './metrics.ts';
import type { PlanCounts } from './plan-metrics.ts';
import type { Pipeline } from './pipeline.ts';
import type { PolicyState } from './policy-metrics.ts';
import type { Arrived } from './pipeline/stages.ts';
import { type MediaType, respondRefused, type Response } from './pipeline/respond.ts';
import { acceptedMediaType, readGet, readPost, type GraphqlRequest } from './read-request.ts';
import { endUnusedConnections } from './unused-connections.ts';

/** What the server serves. */
export interface ServerSetting {
  readonly pipeline: Pipeline['answer'];
  readonly jwks: JSONWebKeySet;
  /** Why the gateway cannot answer now; null when it can. */
  readonly unready: () => string | null;
  /** Which policies are in force, for the metrics. */
  readonly policies: PolicyState;
  readonly plans: PlanCounts;
  readonly plugins: readonly FastifyPluginAsync[];
  readonly deadlineMs: number;
  readonly bodyBytes: number;
  readonly batch: number;
  readonly trustedProxies: readonly string[];
  readonly logger: FastifyBaseLogger | null;
}

/** Limits of HTTP unless others are given. */
export const defaultHttpLimits = { deadlineMs: 10_000, bodyBytes: 512 * 1024, batch: 1 } as const;

/** Makes the HTTP server: GraphQL over HTTP at `/graphql`, keys, health and metrics. */
export async function createServer(setting: ServerSetting): Promise<FastifyInstance> {
  const { logger } = setting;
  const app: FastifyInstance = Fastify({
    bodyLimit: setting.bodyBytes,
    // One address too many, and whoever sends from there evades every limit that goes by address.
    trustProxy: [...setting.trustedProxies],
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // What is logged names the request itself; a logger for each would cost more than all hooks.
    childLoggerFactory: (shared) => shared,
    forceCloseConnections: 'idle',
    ...(logger === null ? { logger: false } : { loggerInstance: logger }),
  });
  endUnusedConnections(app);
  // A form of another site can post plain text without asking first (CORS); JSON it cannot (see README).
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'request-id': request.id, 'x-content-type-options': 'nosniff' });
    done();
  });
  observeMetrics(app, setting.policies, setting.plans);
  const handle =
    (read: Read) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      answer(request, reply, read, setting);
  app.get('/graphql', { onRequest: holdToTerms }, handle(readGet));
  app.post(
    '/graphql',
    { onRequest: holdToTerms },
    handle((request) => readPost(request, setting.batch)),
  );
  app.route({
    method: ['DELETE', 'OPTIONS', 'PATCH', 'PUT'],
    url: '/graphql',
    // Without a header of CORS: no other site may go on.
    onRequest: (request, reply) => {
      void refuse(request, reply, 405, served, { allow: 'GET, HEAD, POST' });
    },
    handler: (_request, reply) => reply,
  });
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
  app.setErrorHandler((error, request, reply) =>
    sendFault(error, request, reply, setting.bodyBytes),
  );
  for (const plugin of setting.plugins) await app.register(plugin);
  return app;
}

type Read = (request: FastifyRequest) => GraphqlRequest | readonly GraphqlRequest[];

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  read: Read,
  { pipeline, deadlineMs, logger }: ServerSetting,
): Promise<FastifyReply> {
  const started = performance.now();
  const mediaType = acceptedMediaType(request.headers.accept);
  const lifetime = new Lifetime();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) lifetime.abort();
  });
  const timer = setTimeout(() => {
    lifetime.abort();
  }, deadlineMs);
  let response: Response;
  try {
    const asked = read(request);
    const { id, headers, ip } = request;
    const deadline = Date.now() + deadlineMs;
    // Every member is named: copying objects would cost a twentieth of a request.
    const arrived = (each: GraphqlRequest): Arrived => ({
      requestId: id,
      method: each.method,
      query: each.query,
      documentHash: each.documentHash,
      operationName: each.operationName,
      variables: each.variables,
      authorization: headers.authorization ?? null,
      purpose: single(headers['sharing-purpose']),
      caseReference: single(headers['sharing-case']),
      explainPolicy: headers['policy-explain'] === '1',
      explainPlan: headers['plan-explain'] === '1',
      address: ip,
      signal: lifetime,
      deadline,
    });
    response = isBatch(asked)
      ? together(await Promise.all(asked.map((each) => pipeline(arrived(each), mediaType))))
      : await pipeline(arrived(asked), mediaType);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    // It is no GraphQL request yet, so that no media type hides its status (GraphQL over HTTP, section 6.4.1).
    response = { ...respondRefused(error, mediaType), status: error.status };
  } finally {
    clearTimeout(timer);
  }
  const durationMs = Math.round((performance.now() - started) * 10) / 10;
  logger?.info({ requestId: request.id, status: response.status, durationMs }, 'answered');
  return send(reply, response);
}

function isBatch(
  asked: GraphqlRequest | readonly GraphqlRequest[],
): asked is readonly GraphqlRequest[] {
  return Array.isArray(asked);
}

/** The answers of a batch as one, each with a status of its own inside. */
function together(answers: readonly Response[]): Response {
  const records = answers.flatMap(({ headers }) => headers['audit-record'] ?? []);
  return {
    status: 200,
    headers: {
      ...answers.at(-1)?.headers,
      'content-type': 'application/json; charset=utf-8',
      ...(records.length === 0 ? {} : { 'audit-record': records.join(', ') }),
    },
    body: `[${answers.map(({ body }) => body).join(',')}]`,
  };
}

function send(reply: FastifyReply, { status, headers, body }: Response): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

function holdToTerms(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const refused = refuseTerms(request.raw);
  if (refused === null) done();
  else void refuse(request, reply, refused.status, refused.message, refused.headers);
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply {
  const mediaType = acceptedMediaType(request.headers.accept);
  const response = respondRefused(new RequestRefused('BAD_USER_INPUT', message), mediaType);
  return send(reply, { ...response, status, headers: { ...response.headers, ...headers } });
}

/** Faults of HTTP itself: a body that is too large or no JSON, a method that is not served. */
function sendFault(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  bodyBytes: number,
): FastifyReply {
  const status =
    error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : Number.NaN;
  const mediaType: MediaType = acceptedMediaType(request.headers.accept);
  if (status === 413) {
    const asked = Number(request.headers['content-length'] ?? bodyBytes + 1);
    const refused = exceeded('bodyBytes', bodyBytes, asked, 'bytes of the body');
    return send(reply, { ...respondRefused(refused, mediaType), status });
  }
  if (status === 415) {
    return refuse(
      request,
      reply,
      status,
      'The body must be JSON: send Content-Type: application/json.',
    );
  }
  if (status >= 400 && status < 500 && error instanceof Error) {
    return refuse(request, reply, status, error.message);
  }
  request.log.error({ err: error, requestId: request.id }, 'a request failed');
  const refused = new RequestRefused(
    'INTERNAL_SERVER_ERROR',
    `The gateway could not answer. Quote the request ${request.id} when you ask for help.`,
  );
  return send(reply, respondRefused(refused, mediaType));
}

function single(value: string | string[] | undefined): string | null {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text.trim() === '' ? null : text.trim().slice(0, 256);
}
