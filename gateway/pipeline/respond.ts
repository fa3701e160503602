import type { RequestRefused } from '../errors.ts';
import type { Recorded } from './stages.ts';

/** An answer as HTTP sends it. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Media types of GraphQL over HTTP, the one with statuses of its own first. */
export const mediaTypes = ['application/graphql-response+json', 'application/json'] as const;

/** One of the two media types. */
export type MediaType = (typeof mediaTypes)[number];

/** The answer to a request; takes what is on record and nothing else. */
export function respond({ answer, record }: Recorded, mediaType: MediaType): Response {
  return {
    status: 200,
    headers: { ...headersOf(mediaType), 'audit-record': String(record) },
    body: answer.body,
  };
}

/** GraphQL's own request errors, which `application/json` answers with 200 (GraphQL over HTTP, section 6.4.1). */
const ofGraphql = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_FOUND',
  'DOCUMENT_NOT_TRUSTED',
  'OPERATION_TOO_COMPLEX',
  'POLICY_ARGUMENT_DENIED',
]);

/** The answer to a request that is refused as a whole. */
export function respondRefused(
  refused: RequestRefused,
  mediaType: MediaType,
  record: number | null,
): Response {
  const isLegacy = mediaType === 'application/json' && ofGraphql.has(refused.code);
  const { retryAfterSeconds: seconds } = refused;
  return {
    status: isLegacy ? 200 : refused.status,
    headers: {
      ...headersOf(mediaType),
      ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
      ...(refused.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(record === null ? {} : { 'audit-record': String(record) }),
    },
    body: JSON.stringify({ errors: refused.errors }),
  };
}

function headersOf(mediaType: MediaType): Record<string, string> {
  return { 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': 'no-store' };
}
