import { Pool } from 'undici';
import { z } from 'zod';
import type { Document } from './documents/index.ts';

/** What the gateway answered: data as it came, and where something is missing. */
export interface Answered {
  readonly data: unknown;
  readonly failures: readonly Failure[];
}

/** A part of an answer that is missing, and why. */
export interface Failure {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** Why there is no answer at all. */
export class NoAnswer extends Error {
  readonly kind: 'unreachable' | 'limited' | 'refused';
  /** Seconds after which another try makes sense. */
  readonly retryAfterSeconds: number;
  readonly failures: readonly Failure[];

  constructor(
    kind: NoAnswer['kind'],
    message: string,
    details: { readonly retryAfterSeconds?: number; readonly failures?: readonly Failure[] } = {},
  ) {
    super(message);
    this.name = 'NoAnswer';
    this.kind = kind;
    this.retryAfterSeconds = details.retryAfterSeconds ?? 1;
    this.failures = details.failures ?? [];
  }
}

/**
 * Sends a document to the gateway as the public, on behalf of a visitor.
 * @throws NoAnswer
 */
export type Ask = (
  document: Document,
  variables: Readonly<Record<string, unknown>>,
  visitor: string,
) => Promise<Answered>;

/** A client of one gateway. */
export interface Client {
  readonly ask: Ask;
  readonly close: () => Promise<void>;
}

const answer = z.object({
  data: z.unknown(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).default([]),
        extensions: z.object({ code: z.string() }).catch({ code: 'UNKNOWN' }),
      }),
    )
    .default([]),
});

/** The gateway gives up after ten seconds; what waits longer is lost. */
const patienceMs = 15_000;
const mostBytes = 4 * 1024 * 1024;

/**
 * Makes a client: GraphQL over HTTP without a token, so that policy gives the pages what it gives everybody.
 * The visitor's address goes along: a gateway that trusts this server's counts each visitor, not all as one.
 * @param gateway the gateway's origin, such as `http://127.0.0.1:4000`
 */
export function createClient(gateway: string): Client {
  const pool = new Pool(gateway, {
    connections: 16,
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
    maxResponseSize: mostBytes,
  });
  return {
    ask: async ({ id, text }, variables, visitor) => {
      const { status, retryAfter, body } = await post(
        pool,
        { documentId: id, query: text, variables },
        visitor,
      );
      if (status === 429) {
        throw new NoAnswer('limited', 'The gateway limits this visitor.', {
          retryAfterSeconds: Math.max(1, Number(retryAfter) || 1),
        });
      }
      const read = answer.safeParse(body);
      if (!read.success) {
        throw new NoAnswer('unreachable', `The gateway answered ${status} and no GraphQL.`);
      }
      const failures = read.data.errors.map(({ message, path, extensions }) => ({
        message,
        path,
        code: extensions.code,
      }));
      if (read.data.data === undefined) {
        const kind = status >= 500 ? 'unreachable' : 'refused';
        throw new NoAnswer(kind, failures[0]?.message ?? `status ${status}`, { failures });
      }
      return { data: read.data.data, failures };
    },
    close: () => pool.close(),
  };
}

async function post(
  pool: Pool,
  body: object,
  visitor: string,
): Promise<{ status: number; retryAfter: string | undefined; body: unknown }> {
  try {
    const response = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        'x-forwarded-for': visitor,
      },
      body: JSON.stringify(body),
    });
    const retryAfter = response.headers['retry-after'];
    return {
      status: response.statusCode,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      body: await response.body.json(),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NoAnswer('unreachable', `The gateway does not answer: ${reason}`);
  }
}
