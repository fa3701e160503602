import { isData } from './data.ts';
import type { Data } from './data.ts';
import { SubgraphFailure } from './exchange.ts';

/** An error as a subgraph wrote it, as far as it can be believed. */
export interface SubgraphError {
  readonly message: string | null;
  readonly path: readonly unknown[] | null;
  readonly code: unknown;
  readonly coordinate: unknown;
}

/** What a subgraph answered. */
export interface SubgraphAnswer {
  readonly data: Data | null;
  readonly errors: readonly SubgraphError[];
}

/** Errors of one answer that are read; a subgraph that sends more has made its point. */
const MAX_ERRORS = 100;
const MAX_MESSAGE = 1000;
const MAX_PATH = 100;
const NONE: readonly SubgraphError[] = [];

/** Reads an answer's text. Throws `SubgraphFailure` if it is not a GraphQL response. */
export function readAnswer(text: string): SubgraphAnswer {
  const answer = parseJson(text);
  if (!isData(answer))
    throw new SubgraphFailure('SUBGRAPH_ERROR', 'its answer is not a GraphQL response');
  const { data, errors } = answer;
  const read =
    Array.isArray(errors) && errors.length > 0 ? errors.slice(0, MAX_ERRORS).map(readError) : NONE;
  if (isData(data)) return { data, errors: read };
  if (read.length === 0 || (data !== null && data !== undefined))
    throw new SubgraphFailure('SUBGRAPH_ERROR', 'its answer is not a GraphQL response');
  return { data: null, errors: read };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SubgraphFailure('SUBGRAPH_ERROR', 'its answer is not valid JSON');
  }
}

function readError(error: unknown): SubgraphError {
  if (!isData(error)) return { message: null, path: null, code: null, coordinate: null };
  const extensions = isData(error.extensions) ? error.extensions : {};
  return {
    message: typeof error.message === 'string' ? error.message.slice(0, MAX_MESSAGE) : null,
    path: Array.isArray(error.path) && error.path.length <= MAX_PATH ? error.path : null,
    code: extensions.code,
    coordinate: extensions.coordinate,
  };
}
