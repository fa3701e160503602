import { setImmediate } from 'node:timers/promises';
import type { CurrentTable } from '../../policies/index.ts';
import { Lifetime } from '../lifetime.ts';
import type { Authorize } from './authorize.ts';
import type { ReadDocument } from './parse.ts';
import type { Plan } from './plan.ts';
import type { Popular } from './usage.ts';

/** How much is planned before a supergraph or policies come into force. */
export interface WarmUpLimits {
  /** Operations, the most asked for first. */
  readonly warmOperations: number;
  /** Milliseconds. */
  readonly warmMs: number;
}

/** Limits of warming up unless others are given. */
export const defaultWarmUp: WarmUpLimits = { warmOperations: 300, warmMs: 10_000 };

/** The steps that an operation goes through before anything is fetched for it. */
export interface StepsAhead {
  readonly read: ReadDocument;
  readonly authorize: Authorize;
  readonly plan: Plan;
}

/**
 * Decides and plans operations ahead of the requests for them, one after the other, within the time. What can no longer
 * be asked is passed over.
 * @returns how many are ready
 */
export async function warmUp(
  operations: readonly Popular[],
  policies: CurrentTable,
  { read, authorize, plan }: StepsAhead,
  { warmMs }: WarmUpLimits,
): Promise<number> {
  const ends = performance.now() + warmMs;
  let ready = 0;
  for (const { text, operationName, principal, switches } of operations) {
    if (performance.now() > ends) break;
    // Requests go on meanwhile.
    await setImmediate();
    try {
      const table = policies.current;
      const identified = {
        arrived: nobody(text, operationName),
        principal,
        table,
        cls: table.classOf(principal),
        asker: 'nobody',
      };
      const valid = read(identified, text);
      const { compiled } = await plan(authorize({ identified, valid, variables: switches }));
      await compiled.ready(switches);
      ready += 1;
    } catch {
      // It is refused now; whoever asks is told why.
    }
  }
  return ready;
}

/** A request that nobody sent. */
function nobody(
  query: string,
  operationName: string | null,
): Parameters<ReadDocument>[0]['arrived'] {
  return {
    requestId: '',
    method: 'POST',
    query,
    documentHash: null,
    operationName,
    variables: {},
    authorization: null,
    purpose: null,
    caseReference: null,
    explainPolicy: false,
    explainPlan: false,
    address: '',
    signal: new Lifetime(),
    deadline: 0,
  };
}
