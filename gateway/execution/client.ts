import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import type { CircuitBreakerPolicy } from 'cockatiel';
import type { Ending } from '../lifetime.ts';
import { Exchange, SubgraphFailure } from './exchange.ts';
import { type Connections, createTransport, type Sent } from './transport.ts';

/** What one subgraph may cost and how long it is left alone after failing. */
export interface ClientLimits {
  /** Requests to one subgraph at the same time: each has a connection to itself over HTTP/1.1, one for all over HTTP/2. */
  readonly connections: number;
  /** Bytes of one answer, at most. */
  readonly maxResponseBytes: number;
  /** Requests in a row that fail before the circuit opens. */
  readonly failuresToOpen: number;
  /** How long an open circuit stays open before one request may try. */
  readonly halfOpenAfterMs: number;
}

/** One request to a subgraph. */
export interface SubgraphRequest extends Sent {
  readonly timeoutMs: number;
  readonly signal: Ending;
}

/** A connection pool to one subgraph, with its circuit breaker. */
export interface SubgraphClient {
  /** The text of a JSON answer. Throws `SubgraphFailure` if there is none. */
  send(request: SubgraphRequest): Promise<string>;
  close(): void;
}

/** Opens no connection before the first request. */
export function createClient(
  url: string,
  limits: ClientLimits,
  connections: Connections = {},
  report: (failure: SubgraphFailure) => void = () => undefined,
): SubgraphClient {
  const transport = createTransport(new URL(url), limits.connections, connections);
  const breaker: CircuitBreakerPolicy = circuitBreaker(
    handleWhen((error) => error instanceof SubgraphFailure && error.countsAgainst),
    {
      breaker: new ConsecutiveBreaker(limits.failuresToOpen),
      halfOpenAfter: limits.halfOpenAfterMs,
    },
  );
  const exchange = (request: SubgraphRequest): Promise<string> =>
    new Promise((resolve, reject) => {
      const { signal, timeoutMs, isRepeatable } = request;
      const began = performance.now();
      const attempt = (onFailed: (failure: SubgraphFailure) => void): void => {
        const leftMs = timeoutMs - (performance.now() - began);
        transport.dispatch(
          request,
          new Exchange(signal, leftMs, limits.maxResponseBytes, resolve, onFailed),
        );
      };
      attempt((failure) => {
        // Only where no answer had begun: a keep-alive connection that the subgraph closed, a restart.
        const isHarmless = isRepeatable || failure.isUnprocessed;
        if (isHarmless && failure.isConnection && !signal.aborted) attempt(reject);
        else reject(failure);
      });
    });
  return {
    async send(request) {
      try {
        return await breaker.execute(() => exchange(request));
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
    close: () => {
      transport.destroy();
    },
  };
}
