import type { FastifyBaseLogger } from 'fastify';
import { watchFiles } from '../gateway/reload.ts';
import type { CurrentTable, Trust } from '../policies/index.ts';
import { readPolicies } from './policies.ts';

/** Shorter than the gateway's: a department knows a table before the gateway speaks of it. */
const restMs = 200;

/** Policies that are followed. */
export interface Following {
  /** Reads them again at once. */
  readonly read: () => void;
  /** Ends it; resolves when nothing is read any more. */
  readonly stop: () => Promise<void>;
}

/**
 * Puts policies in force again when their folder or bundle changes; what is wrong is logged, and what was in force
 * stays.
 */
export function followPolicies(
  table: CurrentTable,
  place: string,
  supergraph: string,
  trust: Trust,
  log: FastifyBaseLogger,
): Following {
  const readAgain = async (): Promise<void> => {
    try {
      const set = await readPolicies(place, supergraph, trust);
      table.replace(set);
      log.info({ release: set.release }, 'the policies are read again and in force');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { release } = table.current.policies;
      log.error({ reason, release }, 'the policies are wrong; those before stay in force');
    }
  };
  // One after the other: what was read later is in force at the end.
  let reading = Promise.resolve();
  const read = (): void => {
    reading = reading.then(readAgain);
  };
  const officers = trust.kind === 'signed' && trust.officers !== null ? [trust.officers] : [];
  const stopWatching = watchFiles([place, supergraph, ...officers], restMs, read);
  return {
    read,
    stop: () => {
      stopWatching();
      return reading;
    },
  };
}
