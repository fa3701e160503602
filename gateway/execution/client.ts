import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import type { CircuitBreakerPolicy } from 'cockatiel';
import { Pool } from 'undici';
import type { Ending } from '../lifetime.ts';
import { Exchange, SubgraphFailure } from './exchange.ts';

/** What one subgraph may cost and how long it is left alone after failing. */
export interface ClientLimits {
  /** Connections kept to one subgraph. */
  readonly connections: number;
  /** Bytes of one answer, at most. */
  readonly maxResponseBytes: number;
  /** Requests in a row that fail before the circuit opens. */
  readonly failuresToOpen: number;
  /** How long an open circuit stays open before one request may try. */
  readonly halfOpenAfterMs: number;
}

/** One request to a subgraph. */
export interface SubgraphRequest {
  readonly body: string;
  /** Names and values in turn. */
  readonly headers: string[];
  /** Whether sending it twice does no harm. */
  readonly isRepeatable: boolean;
  readonly timeoutMs: number;
  readonly signal: Ending;
}

/** A connection pool to one subgraph, with its circuit breaker. */
export interface SubgraphClient {
  /** The text of a JSON answer. Throws `SubgraphFailure` if there is none. */
  send(request: SubgraphRequest): Promise<string>;
  close(): Promise<void>;
}

/** How subgraphs are connected to. */
export interface Connections {
  /**
   * Whether HTTP/2 is offered. For subgraphs that speak it, over TLS: any other is asked over few connections, one
   * request after the other.
   */
  readonly http2?: boolean;
  /** Certificates of the authorities that subgraphs' certificates may be of, PEM, instead of the system's. */
  readonly ca?: string;
}

/** Opens no connection before the first request. */
export function createClient(
  url: string,
  limits: ClientLimits,
  { http2 = false, ca }: Connections = {},
  report: (failure: SubgraphFailure) => void = () => undefined,
): SubgraphClient {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    // One connection of HTTP/2 carries many requests; more of them would only cost handshakes.
    connections: http2 ? Math.min(limits.connections, 4) : limits.connections,
    allowH2: http2,
    ...(ca === undefined ? {} : { connect: { ca } }),
    pipelining: http2 ? 100 : 1,
    keepAliveTimeout: 30_000,
    // The exchange ends at the request's own deadline; a timer of undici's for each would only cost.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const breaker: CircuitBreakerPolicy = circuitBreaker(
    handleWhen((error) => error instanceof SubgraphFailure && error.countsAgainst),
    {
      breaker: new ConsecutiveBreaker(limits.failuresToOpen),
      halfOpenAfter: limits.halfOpenAfterMs,
    },
  );
  const exchange = (request: SubgraphRequest): Promise<string> =>
    new Promise((resolve, reject) => {
      pool.dispatch(
        {
          path: pathname + search,
          method: 'POST',
          headers: request.headers,
          body: request.body,
          // What may be sent twice shares a connection of HTTP/2; anything else has it to itself.
          idempotent: http2 && request.isRepeatable,
        },
        new Exchange(request.signal, request.timeoutMs, limits.maxResponseBytes, resolve, reject),
      );
    });
  const attempt = async (request: SubgraphRequest): Promise<string> => {
    try {
      return await exchange(request);
    } catch (error) {
      // Only where no answer had begun: a keep-alive connection that the subgraph closed, a restart.
      const mayRepeat =
        request.isRepeatable &&
        error instanceof SubgraphFailure &&
        error.isConnection &&
        !request.signal.aborted;
      if (!mayRepeat) throw error;
      return exchange(request);
    }
  };
  return {
    async send(request) {
      try {
        return await breaker.execute(() => attempt(request));
      } catch (error) {
        if (error instanceof BrokenCircuitError)
          throw new SubgraphFailure(
            'SUBGRAPH_UNAVAILABLE',
            'it failed several times and is left alone for a while',
          );
        // A client that leaves says nothing of the subgraph.
        if (error instanceof SubgraphFailure && (error.countsAgainst || !request.signal.aborted)) {
          report(error);
        }
        throw error;
      }
    },
    close: () => pool.destroy(),
  };
}
