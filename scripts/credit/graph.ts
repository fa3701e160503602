import { z } from 'zod';
import { Failure } from '../failure.ts';

/** An answer of the gateway, and where it is on record. */
export interface GraphAnswer {
  readonly data: unknown;
  /** Number of the audit record. */
  readonly auditRecord: string;
  /** When it was asked. */
  readonly askedAt: string;
}

/** Asks the gateway as somebody for one purpose. */
export type AskGraph = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<GraphAnswer>;

const body = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const timeoutMs = 60_000;

/**
 * A client of the gateway. An answer with any error is none: what departments did not give must not pass for what
 * they do not hold.
 * @param endpoint address of the gateway's GraphQL
 * @throws Failure when the gateway does not answer or refuses anything
 */
export function graphClient(
  endpoint: string,
  token: string,
  purpose: string,
  clock: () => Date = () => new Date(),
): AskGraph {
  return async (query, variables = {}) => {
    const askedAt = clock().toISOString();
    let response: Response;
    try {
      response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${token}`,
          'sharing-purpose': purpose,
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw new Failure(
        `The gateway at ${endpoint} does not answer. Start it, or name another with --gateway.`,
        69,
      );
    }
    const parsed = body.safeParse(await response.json().catch(() => null));
    if (!parsed.success) throw new Failure(`${endpoint} is no GraphQL endpoint.`, 69);
    const [error] = parsed.data.errors ?? [];
    if (error !== undefined) throw new Failure(`The gateway refuses: ${error.message}`, 77);
    return {
      data: parsed.data.data,
      auditRecord: response.headers.get('audit-record') ?? '',
      askedAt,
    };
  };
}
