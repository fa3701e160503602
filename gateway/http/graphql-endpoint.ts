import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import type { FastifyBaseLogger } from 'fastify';
import { RequestRefused } from '../errors.ts';
import type { Ending } from '../lifetime.ts';
import type { Pipeline } from '../pipeline.ts';
import { respondRefused, type Response } from '../pipeline/respond.ts';
import type { Arrived } from '../pipeline/stages.ts';
import { readJson, readText } from './read-body.ts';
import { acceptedMediaType, readGet, readPost, type GraphqlRequest } from './read-request.ts';
import type { HttpRequest } from './request.ts';
import { HttpRefused, holdToTerms } from './terms.ts';

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

/** An answer as it is sent. */
export interface Answered {
  readonly status: number;
  /** Names and values in turn: all but those that say what becomes of the connection. */
  readonly fields: readonly string[];
  /** JSON as UTF-8. */
  readonly body: Buffer;
  /** Whether the connection ends with it. */
  readonly isLast: boolean;
  /** To be called when it is sent, or will not be. */
  readonly onSent: () => void;
}

/** Answers a request that lasts until `ending` ends it. Never rejects. */
export type Endpoint = (request: HttpRequest, ending: Ending) => Promise<Answered>;

/** Makes what answers GraphQL over HTTP. */
export function createGraphqlEndpoint(setting: EndpointSetting): Endpoint {
  const { logger, observe, isClosing, trustedProxies } = setting;
  // One address too many, and whoever sends from there evades every limit that goes by address.
  const trusts = trustedProxies.length === 0 ? null : proxyAddress.compile([...trustedProxies]);
  const addressOf = (request: HttpRequest): string =>
    trusts === null
      ? (request.socket.remoteAddress ?? '')
      : // It reads a field of the head and the socket's address, nothing else.
        proxyAddress(request as unknown as IncomingMessage, trusts);

  return async (request, signal) => {
    const started = performance.now();
    const requestId = randomUUID();
    let response: Response;
    let isLast = false;
    try {
      const address = addressOf(request);
      response = await answer({ request, requestId, address, signal }, setting);
    } catch (error) {
      response = fault(error, request, requestId, logger);
      isLast = error instanceof HttpRefused && error.isLast;
    }
    const { status, body, onSent } = response;
    const elapsedMs = performance.now() - started;
    observe(status, elapsedMs);
    logger?.info({ requestId, status, durationMs: Math.round(elapsedMs * 10) / 10 }, 'answered');
    isLast ||= isClosing();
    return { status, fields: fieldsOf(requestId, response), body, isLast, onSent };
  };
}

function fieldsOf(requestId: string, { headers, body }: Response): string[] {
  const fields = ['request-id', requestId, 'x-content-type-options', 'nosniff'];
  for (const name of Object.keys(headers)) fields.push(name, headers[name] ?? '');
  fields.push('content-length', String(body.length));
  return fields;
}

/** A request, and who is at its other end. */
interface Incoming {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly address: string;
  readonly signal: Ending;
}

/** Throws what is wrong with a request at once where its body came with its head. */
function answer(incoming: Incoming, setting: EndpointSetting): Promise<Response> {
  const { request, signal } = incoming;
  const { deadlineMs, bodyBytes, batch } = setting;
  const deadline = Date.now() + deadlineMs;
  holdToTerms(request);
  if (request.method !== 'POST')
    return answerEach(readGet(request.url), incoming, deadline, setting);
  const text = readText(request, bodyBytes, signal);
  const answerTo = (body: string): Promise<Response> =>
    answerEach(readPost(readJson(body), batch), incoming, deadline, setting);
  return typeof text === 'string' ? answerTo(text) : text.then(answerTo);
}

function answerEach(
  asked: GraphqlRequest | readonly GraphqlRequest[],
  incoming: Incoming,
  deadline: number,
  { pipeline }: EndpointSetting,
): Promise<Response> {
  const mediaType = acceptedMediaType(incoming.request.headers.accept);
  const answerOne = (each: GraphqlRequest): Promise<Response> =>
    pipeline(arrived(each, incoming, deadline), mediaType);
  return isBatch(asked) ? Promise.all(asked.map(answerOne)).then(together) : answerOne(asked);
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

const opening = Buffer.from('[');
const comma = Buffer.from(',');
const closing = Buffer.from(']');

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
    // No text of them all: it might be longer than a text can be.
    body: Buffer.concat([
      opening,
      ...answers.flatMap(({ body }, index) => (index === 0 ? [body] : [comma, body])),
      closing,
    ]),
    onSent: () => {
      for (const { onSent } of answers) onSent();
    },
  };
}

/** The answer to what is no GraphQL request, or to what went wrong here. */
function fault(
  error: unknown,
  request: HttpRequest,
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

function single(value: string | string[] | undefined): string | null {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text.trim() === '' ? null : text.trim().slice(0, 256);
}
