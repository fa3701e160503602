import type { GraphQLFormattedError } from 'graphql';

/** What a client may learn of a failure; the operator's log has the rest. */
export type ExecutionError = GraphQLFormattedError;

/** Codes that execution itself gives. */
export type ExecutionCode =
  'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE' | 'INVALID_VALUE' | 'NULL_NOT_ALLOWED';

/** Codes that a subgraph may speak to the client with: their messages are passed on, all others replaced. */
const CLIENT_FACING: ReadonlySet<unknown> = new Set(['BAD_USER_INPUT', 'POLICY_DENIED']);

/** Whether a subgraph's error with this code is written for the client. */
export function isClientFacing(code: unknown): code is string {
  return CLIENT_FACING.has(code);
}

/** A failure of a subgraph in words that betray nothing of its insides. */
export function subgraphFailure(
  subgraph: string,
  code: 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE',
  path: readonly (string | number)[] | null,
  detail?: string,
): ExecutionError {
  const sentence =
    code === 'SUBGRAPH_UNAVAILABLE'
      ? `The subgraph "${subgraph}" cannot be reached at the moment`
      : `The subgraph "${subgraph}" failed to answer`;
  return {
    message: detail === undefined ? `${sentence}.` : `${sentence}: ${detail}.`,
    ...(path === null ? {} : { path }),
    extensions: { code, subgraph },
  };
}
