/** Every code that an answer of the gateway can carry; `gateway/README.md` lists them with their causes. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'POLICY_DENIED'
  | 'POLICY_ARGUMENT_DENIED'
  | 'PURPOSE_REQUIRED'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'BAD_USER_INPUT'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'DOCUMENT_NOT_TRUSTED'
  | 'OPERATION_TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'OVERLOADED'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'SUBGRAPH_ERROR'
  | 'AUDIT_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** HTTP status of an answer that consists of one such error and no data. */
const statuses: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  POLICY_DENIED: 403,
  POLICY_ARGUMENT_DENIED: 403,
  PURPOSE_REQUIRED: 403,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  BAD_USER_INPUT: 400,
  PERSISTED_QUERY_NOT_FOUND: 400,
  DOCUMENT_NOT_TRUSTED: 403,
  OPERATION_TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  OVERLOADED: 503,
  SUBGRAPH_UNAVAILABLE: 502,
  SUBGRAPH_ERROR: 502,
  AUDIT_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** One error as an answer writes it. */
export interface WrittenError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Why a request is refused as a whole; every word of it may be read by whoever asked. */
export class RequestRefused extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: readonly WrittenError[];
  /** Seconds after which another try makes sense. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    errors: string | readonly Omit<WrittenError, 'extensions'>[],
    details: Readonly<Record<string, unknown>> = {},
    retryAfterSeconds: number | null = null,
  ) {
    const list = typeof errors === 'string' ? [{ message: errors }] : errors;
    super(list[0]?.message ?? code);
    this.name = 'RequestRefused';
    this.code = code;
    this.status = statuses[code];
    this.errors = list.map((error) => ({ ...error, extensions: { ...details, code } }));
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
