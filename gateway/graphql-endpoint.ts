import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import type { FastifyBaseLogger } from 'fastify';
import { RequestRefused } from './errors.ts';
import { HttpRefused, holdToTerms } from './http-terms.ts';
import { Lifetime } from './lifetime.ts';
import type { Pipeline } from './pipeline.ts';
import { respondRefused, type Response } from './pipeline/respond.ts';
import type { Arrived } from './pipeline/stages.ts';
import { readJson } from './read-body.ts';
import { acceptedMediaType, readGet, readPost, type GraphqlRequest } from './read-request.ts';

/** What the endpoint answers with, and within which limits. */
export interface EndpointSetting {
  readonly pipeline: Pipeline['answer'];
  readonly deadlineMs: number;
  readonly bodyBytes: number;
  readonly batch: number;
  readonly trustedProxies: readonly string[];
  readonly logger: FastifyBaseLogger | null;
  /** Told of every answer: its status, and how long it took. */
  readonly observe: (status: number, elapsedMs: number) => void;
  /** Whether the server is about to close, and connections with their next answer. */
  readonly isClosing: () => boolean;
}

/**
 * Makes what answers GraphQL over HTTP. It stands on Node's server itself: a framework's hooks, replies and readers of
 * bodies would cost an eighth of a request.
 */
export function createGraphqlEndpoint(
  setting: EndpointSetting,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { logger, observe, deadlineMs, trustedProxies } = setting;
  // One address too many, and whoever sends from there evades every limit that goes by address.
  const trusts = trustedProxies.length === 0 ? null : proxyAddress.compile([...trustedProxies]);
  const addressOf = (request: IncomingMessage): string =>
    trusts === null ? (request.socket.remoteAddress ?? '') : proxyAddress(request, trusts);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = performance.now();
    const requestId = randomUUID();
    const signal = new Lifetime();
    response.on('close', () => {
      if (!response.writableFinished) signal.abort();
    });
    const timer = setTimeout(() => {
      signal.abort();
    }, deadlineMs);
    let answered: Response;
    try {
      const address = addressOf(request);
      answered = await answer({ request, requestId, address, signal }, setting);
    } catch (error) {
      answered = fault(error, request, requestId, logger);
    } finally {
      clearTimeout(timer);
    }
    const elapsedMs = performance.now() - started;
    observe(answered.status, elapsedMs);
    // Who has gone is not written to.
    if (!response.destroyed) send(response, requestId, answered, setting.isClosing());
    logger?.info(
      { requestId, status: answered.status, durationMs: Math.round(elapsedMs * 10) / 10 },
      'answered',
    );
  };
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      logger?.error({ err: error }, 'an answer could not be sent');
      response.destroy();
    });
  };
}

/** Bytes of a body that cost less to copy than to send apart from its head. */
const mostJoined = 16 * 1024;

/** A request, and who is at its other end. */
interface Incoming {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly address: string;
  readonly signal: Lifetime;
}

async function answer(incoming: Incoming, setting: EndpointSetting): Promise<Response> {
  const { request, signal } = incoming;
  const { pipeline, deadlineMs, bodyBytes, batch } = setting;
  const deadline = Date.now() + deadlineMs;
  holdToTerms(request);
  const asked =
    request.method === 'POST'
      ? readPost(await readJson(request, bodyBytes, signal), batch)
      : readGet(request.url ?? '');
  const mediaType = acceptedMediaType(request.headers.accept);
  if (!isBatch(asked)) return pipeline(arrived(asked, incoming, deadline), mediaType);
  const answers = asked.map((each) => pipeline(arrived(each, incoming, deadline), mediaType));
  return together(await Promise.all(answers));
}

function arrived(
  { method, query, documentHash, operationName, variables }: GraphqlRequest,
  { request: { headers }, requestId, address, signal }: Incoming,
  deadline: number,
): Arrived {
  return {
    requestId,
    method,
    query,
    documentHash,
    operationName,
    variables,
    authorization: headers.authorization ?? null,
    purpose: single(headers['sharing-purpose']),
    caseReference: single(headers['sharing-case']),
    explainPolicy: headers['policy-explain'] === '1',
    explainPlan: headers['plan-explain'] === '1',
    address,
    signal,
    deadline,
  };
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
    body: Buffer.from(`[${answers.map(({ body }) => body.toString()).join(',')}]`),
  };
}

/** The answer to what is no GraphQL request, or to what went wrong here. */
function fault(
  error: unknown,
  request: IncomingMessage,
  requestId: string,
  logger: FastifyBaseLogger | null,
): Response {
  const mediaType = acceptedMediaType(request.headers.accept);
  if (error instanceof HttpRefused) {
    const answered = respondRefused(error.refused, mediaType);
    const headers = { ...answered.headers, ...error.headers };
    return { ...answered, status: error.status, headers };
  }
  if (error instanceof RequestRefused) {
    // It is no GraphQL request yet, so that no media type hides its status (GraphQL over HTTP, section 6.4.1).
    return { ...respondRefused(error, mediaType), status: error.status };
  }
  logger?.error({ err: error, requestId }, 'a request failed');
  const refused = new RequestRefused(
    'INTERNAL_SERVER_ERROR',
    `The gateway could not answer. Quote the request ${requestId} when you ask for help.`,
  );
  return respondRefused(refused, mediaType);
}

function send(
  response: ServerResponse,
  requestId: string,
  { status, headers, body }: Response,
  isLast: boolean,
): void {
  const written = ['request-id', requestId, 'x-content-type-options', 'nosniff'];
  for (const name of Object.keys(headers)) written.push(name, headers[name] ?? '');
  written.push('content-length', String(body.length));
  if (isLast) written.push('connection', 'close');
  response.writeHead(status, written);
  // Node joins a head with text, not with bytes; as Latin 1 each byte is one character, so that none is changed.
  if (body.length <= mostJoined) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

function single(value: string | string[] | undefined): string | null {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text.trim() === '' ? null : text.trim().slice(0, 256);
}
