import type { FastifyBaseLogger } from 'fastify';
import { LRUCache } from 'lru-cache';

/** Says that a subgraph could not be asked, and why. */
export type ReportFailure = (subgraph: string, failure: Error) => void;

/** How long the same failure of a subgraph is not logged again: a subgraph that is down fails every request. */
const quietMs = 60_000;

/**
 * Logs why subgraphs cannot be asked, each reason once a minute. It is for the operator: clients are told of no
 * addresses, certificates or connections.
 */
export function logFailures(logger: FastifyBaseLogger): ReportFailure {
  const said = new LRUCache<string, true>({ max: 1_000, ttl: quietMs });
  return (subgraph, failure) => {
    const { cause } = failure;
    const reason =
      cause instanceof Error ? `${failure.message} (${cause.message})` : failure.message;
    const key = `${subgraph} ${reason}`;

    if (said.has(key)) return;
    said.set(key, true);
    logger.warn({ subgraph, reason }, 'a subgraph cannot be asked');
  };
}
