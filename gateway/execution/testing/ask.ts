import { Lifetime } from '../../lifetime.ts';
import type { ClientLimits, SubgraphClient } from '../client.ts';

/** Limits of a client that a test meets soon. */
export const fewLimits: ClientLimits = {
  connections: 4,
  maxResponseBytes: 10_000,
  failuresToOpen: 100,
  halfOpenAfterMs: 1_000,
};

/** Asks a subgraph for so long at most: the text of its answer, or `SubgraphFailure`. */
export async function ask(
  client: SubgraphClient,
  { body = '{}', isRepeatable = true, patienceMs = 2_000 } = {},
): Promise<string> {
  const signal = new Lifetime();
  const timer = setTimeout(() => {
    signal.abort();
  }, patienceMs);
  return client
    .send({
      ...{ body, common: ['content-type', 'application/json'], headers: [] },
      ...{ isRepeatable, timeoutMs: patienceMs, signal },
    })
    .finally(() => {
      clearTimeout(timer);
    });
}
