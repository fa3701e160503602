import { parse as parseQuery } from 'node:querystring';
import { z } from 'zod';
import { RequestRefused } from '../errors.ts';
import { exceeded } from '../limits/exceeded.ts';
import { type MediaType, mediaTypes } from '../pipeline/respond.ts';

/** A GraphQL request as HTTP brought it: with the document's text, its hash or both. */
export interface GraphqlRequest {
  readonly method: 'GET' | 'POST';
  readonly query: string | null;
  /** SHA-256 of the document, in hexadecimal. */
  readonly documentHash: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

const body = z.object({
  query: z.string().nullish(),
  documentId: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'it reads "sha256:" and 64 hexadecimal digits in lower case')
    .nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z
    .object({
      persistedQuery: z
        .object({
          version: z.literal(1, { error: 'only version 1 is served' }),
          sha256Hash: z
            .string()
            .regex(/^[0-9a-f]{64}$/, 'it has 64 hexadecimal digits in lower case'),
        })
        .nullish(),
    })
    .nullish(),
});

/**
 * Reads a request sent by POST (GraphQL over HTTP, section 5.4), or a list of them.
 * @param content the body's JSON
 * @param batch operations that a list may hold; 1 for no lists
 * @throws RequestRefused `BAD_USER_INPUT`, or `OPERATION_TOO_COMPLEX` for a longer list
 */
export function readPost(
  content: unknown,
  batch: number,
): GraphqlRequest | readonly GraphqlRequest[] {
  if (!Array.isArray(content)) return readPlain(content) ?? parse(content, 'POST', 'The body');
  if (batch === 1) {
    throw new RequestRefused(
      'BAD_USER_INPUT',
      'The body is a list. This gateway takes one operation in a request: send them in requests of their own.',
    );
  }
  if (content.length === 0) throw noRequest('The body', 'the list is empty');
  if (content.length > batch) {
    throw exceeded('batch', batch, content.length, 'operations in one request');
  }
  return content.map((each, index) => parse(each, 'POST', `Element ${index} of the body`));
}

/**
 * Reads a request sent by GET (GraphQL over HTTP, section 5.3).
 * @param url path and query, as HTTP has it
 * @throws RequestRefused `BAD_USER_INPUT`
 */
export function readGet(url: string): GraphqlRequest {
  const mark = url.indexOf('?');
  // What is given twice is a list, which no parameter may be.
  const parameters = parseQuery(mark === -1 ? '' : url.slice(mark + 1));
  const content = {
    ...parameters,
    variables: jsonOf('variables', parameters.variables),
    extensions: jsonOf('extensions', parameters.extensions),
  };
  return parse(content, 'GET', 'The address');
}

function jsonOf(name: string, text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestRefused('BAD_USER_INPUT', `The parameter "${name}" is no JSON.`);
  }
}

/** What nearly every client sends: text, perhaps variables and a name, nothing else. Null leaves it to the schema. */
function readPlain(content: unknown): GraphqlRequest | null {
  if (!isObject(content)) return null;
  let query: string | null = null;
  let operationName: string | null = null;
  let variables: Readonly<Record<string, unknown>> = {};
  for (const key of Object.keys(content)) {
    const value = content[key];
    if (key === 'query' && typeof value === 'string') query = value;
    else if (key === 'operationName' && typeof value === 'string') operationName = value;
    else if (key === 'variables' && isObject(value)) variables = value;
    else return null;
  }
  if (query === null || query === '' || operationName === '') return null;
  return { method: 'POST', query, documentHash: null, operationName, variables };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(content: unknown, method: 'GET' | 'POST', what: string): GraphqlRequest {
  const read = body.safeParse(content);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join('.') ?? '';
    throw noRequest(what, `${place === '' ? '' : `${place}: `}${issue?.message ?? ''}`);
  }
  const { query, documentId, operationName, variables, extensions } = read.data;
  const named = documentId == null ? null : documentId.slice('sha256:'.length);
  const persisted = extensions?.persistedQuery?.sha256Hash ?? null;
  if (named !== null && persisted !== null && named !== persisted) {
    throw noRequest(what, '"documentId" and "extensions.persistedQuery" name different documents');
  }
  const documentHash = named ?? persisted;
  if (documentHash === null && query == null) {
    throw noRequest(what, 'it has no "query", nor a "documentId"');
  }
  if (query === '' && documentHash === null) throw noRequest(what, 'its "query" is empty');
  return {
    method,
    query: query == null || query === '' ? null : query,
    documentHash,
    operationName: operationName == null || operationName === '' ? null : operationName,
    variables: variables ?? {},
  };
}

function noRequest(what: string, why: string): RequestRefused {
  return new RequestRefused(
    'BAD_USER_INPUT',
    `${what} is no GraphQL request: ${why}. Send JSON such as {"query":"{ __typename }"}.`,
  );
}

/** The media type of the answer: the one named first in `Accept` of those served; `application/json` unless named. */
export function acceptedMediaType(accept: string | undefined): MediaType {
  if (accept === undefined) return 'application/json';
  const named = accept.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase());
  for (const name of named) {
    const found = mediaTypes.find((mediaType) => mediaType === name);
    if (found !== undefined) return found;
  }
  return 'application/json';
}
