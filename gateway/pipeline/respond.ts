import type { RequestRefused } from '../errors.ts';
import type { Quota } from '../limits/rate.ts';
import type { Recorded } from './stages.ts';

/** An answer as HTTP sends it. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as UTF-8. */
  readonly body: Buffer;
  /** To be called when it is sent, or will not be: until then it counts as under way. */
  readonly onSent: () => void;
}

/** Media types of GraphQL over HTTP, the one with statuses of its own first. */
export const mediaTypes = ['application/graphql-response+json', 'application/json'] as const;

/** One of the two media types. */
export type MediaType = (typeof mediaTypes)[number];

const contentTypes: Readonly<Record<MediaType, string>> = {
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
  'application/json': 'application/json; charset=utf-8',
};

/** The answer to a request; takes what is on record and nothing else. */
export function respond(
  { answer, record }: Recorded,
  mediaType: MediaType,
  { headers, leave }: Quota,
): Response {
  return {
    status: 200,
    headers: {
      'content-type': contentTypes[mediaType],
      'cache-control': 'no-store',
      'audit-record': String(record),
      'ratelimit-policy': headers['ratelimit-policy'],
      ratelimit: headers.ratelimit,
    },
    body: answer.body,
    onSent: leave,
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
  record: number | null = null,
  quota: Quota | null = null,
): Response {
  const isLegacy = mediaType === 'application/json' && ofGraphql.has(refused.code);
  const { retryAfterSeconds: seconds } = refused;
  return {
    status: isLegacy ? 200 : refused.status,
    headers: {
      'content-type': contentTypes[mediaType],
      'cache-control': 'no-store',
      ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
      ...(refused.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(record === null ? {} : { 'audit-record': String(record) }),
      ...quota?.headers,
    },
    body: Buffer.from(JSON.stringify({ errors: refused.errors })),
    onSent: quota?.leave ?? nothing,
  };
}

const nothing = (): void => undefined;
