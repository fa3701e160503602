import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { RequestRefused } from './errors.ts';
import { type MediaType, mediaTypes } from './pipeline/respond.ts';

/** A GraphQL request as HTTP brought it. */
export interface GraphqlRequest {
  readonly method: 'GET' | 'POST';
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

const body = z.object({
  query: z.string({ error: 'it has no "query"' }).min(1, 'its "query" is empty'),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Reads a request sent by POST (GraphQL over HTTP, section 5.4).
 * @throws RequestRefused `BAD_USER_INPUT`
 */
export function readPost(request: FastifyRequest): GraphqlRequest {
  return parse(request.body, 'POST', 'The body');
}

/**
 * Reads a request sent by GET (GraphQL over HTTP, section 5.3).
 * @throws RequestRefused `BAD_USER_INPUT`
 */
export function readGet(request: FastifyRequest): GraphqlRequest {
  const parameters = z.record(z.string(), z.unknown()).parse(request.query);
  const { variables } = parameters;
  if (typeof variables !== 'string' || variables === '') {
    return parse({ ...parameters, variables: null }, 'GET', 'The address');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(variables);
  } catch {
    throw new RequestRefused('BAD_USER_INPUT', 'The parameter "variables" is no JSON.');
  }
  return parse({ ...parameters, variables: parsed }, 'GET', 'The address');
}

function parse(content: unknown, method: 'GET' | 'POST', what: string): GraphqlRequest {
  const read = body.safeParse(content);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join('.') ?? '';
    throw new RequestRefused(
      'BAD_USER_INPUT',
      `${what} is no GraphQL request: ${place === '' ? '' : `${place}: `}${issue?.message ?? ''}. Send JSON such as {"query":"{ parks { code } }"}.`,
    );
  }
  const { query, operationName, variables } = read.data;
  return {
    method,
    query,
    operationName: operationName == null || operationName === '' ? null : operationName,
    variables: variables ?? {},
  };
}

/** The media type of the answer: the one named first in `Accept` of those served; `application/json` unless named. */
export function acceptedMediaType(accept: string | undefined): MediaType {
  const named = (accept ?? '')
    .split(',')
    .map((part) => (part.split(';')[0] ?? '').trim().toLowerCase());
  for (const name of named) {
    const found = mediaTypes.find((mediaType) => mediaType === name);
    if (found !== undefined) return found;
  }
  return 'application/json';
}
