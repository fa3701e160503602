import type { FastifyBaseLogger } from 'fastify';
import { type StopWatching, watchFiles } from '../gateway/reload.ts';
import type { CurrentTable, Trust } from '../policies/index.ts';
import { readPolicies } from './policies.ts';

/** Shorter than the gateway's: a department knows a table before the gateway speaks of it. */
const restMs = 200;

/** Puts policies in force again when their folder changes; what is wrong is logged, and what was in force stays. */
export function followPolicies(
  table: CurrentTable,
  folder: string,
  supergraph: string,
  trust: Trust,
  log: FastifyBaseLogger,
): StopWatching {
  return watchFiles([folder, supergraph], restMs, () => {
    readPolicies(folder, supergraph, trust).then(
      (set) => {
        table.replace(set);
        log.info('the policies are read again and in force');
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        log.error({ reason }, 'the policies are wrong; those before stay in force');
      },
    );
  });
}
