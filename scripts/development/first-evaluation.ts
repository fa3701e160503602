import { z } from 'zod';
import { runEvaluation } from '../credit/run.ts';
import { graphClient } from '../credit/graph.ts';
import type { DevelopmentKeys } from './keys.ts';
import { issueToken } from './token.ts';

/** What the evaluation of a fresh zone needs. */
export interface FirstEvaluation {
  readonly endpoint: string;
  readonly keys: Pick<DevelopmentKeys, 'issuerKey'>;
  /** An enterprise that every profile has: when it is evaluated, so are the others. */
  readonly uscc: string;
  readonly stateFile: string;
  readonly isStopped: () => boolean;
}

const purpose = 'CREDIT_EVALUATION';

/**
 * Evaluates the enterprises of a zone that has just been filled, as `cpz credit evaluate` does: evaluations are not
 * made up, so that each has its reading on record.
 */
export async function firstEvaluation(setting: FirstEvaluation): Promise<void> {
  const { endpoint, keys, uscc, stateFile, isStopped } = setting;
  const token = await issueToken(await keys.issuerKey('commerce'), {
    department: 'commerce',
    roles: ['evaluator'],
    purposes: [purpose],
    lifetimeSeconds: 3600,
  });
  const ask = graphClient(endpoint, token, purpose);
  const { data } = await ask(
    'query CreditEvaluationNo($uscc: USCC!) { enterprise(uscc: $uscc) { creditEvaluation { evaluationNo } } }',
    { uscc },
  );
  const { enterprise } = z
    .object({ enterprise: z.object({ creditEvaluation: z.unknown() }) })
    .parse(data);
  if (enterprise.creditEvaluation !== null) return;
  await runEvaluation({ ask, stateFile, restart: true, isStopped, onPage: () => undefined });
}
