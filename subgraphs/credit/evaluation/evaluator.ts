import { and, desc, eq, lte } from 'drizzle-orm';
import { nextNumber, type Transaction } from '../outcome.ts';
import { shanghaiDay } from '../disclosure.ts';
import { evaluationRules } from '../rules/evaluation.ts';
import { evaluations } from '../tables.ts';
import { basisOf } from './basis.ts';
import { evaluate, type Reading } from './score.ts';

type EvaluationRow = typeof evaluations.$inferSelect;

/** What was read of other departments, when, and which audit record shows it. */
export interface Read {
  readonly readings: readonly Reading[];
  readonly readAt: string;
  readonly auditRecord: string;
}

/**
 * Evaluates an enterprise and keeps the evaluation, unless the last one was made from the same inputs, by the same
 * rules and not too long ago.
 * @returns the evaluation in force, and whether it is new
 */
export async function evaluateSubject(
  transaction: Transaction,
  uscc: string,
  { readings, readAt, auditRecord }: Read,
  trigger: EvaluationRow['trigger'],
  now: string,
): Promise<{ readonly evaluation: EvaluationRow; readonly isNew: boolean }> {
  const today = shanghaiDay(now);
  const rules = evaluationRules(today);
  const evaluated = evaluate(await basisOf(transaction, uscc, readings, now), rules, today);
  const last = await latest(transaction, uscc, now);
  const age = last === null ? null : Date.parse(now) - Date.parse(last.evaluatedAt);
  if (
    last !== null &&
    age !== null &&
    age < rules.validDays * 86_400_000 &&
    last.inputDigest === evaluated.inputDigest
  ) {
    return { evaluation: last, isNew: false };
  }
  const evaluation: EvaluationRow = {
    ...evaluated,
    evaluationNo: await nextNumber(transaction, 'evaluation'),
    uscc,
    evaluatedAt: now,
    ruleSet: rules.id,
    readAt,
    auditRecord,
    trigger,
  };
  await transaction.insert(evaluations).values(evaluation);
  return { evaluation, isNew: true };
}

/**
 * Evaluates an enterprise anew because the base changed, from what was last read of the departments. One that was
 * never evaluated waits for a run.
 */
export async function reevaluate(
  transaction: Transaction,
  uscc: string,
  now: string,
): Promise<void> {
  const last = await latest(transaction, uscc, now);
  if (last === null) return;
  const readings = last.inputs
    .filter(({ recordNo }) => recordNo === null)
    .map(({ source, value }) => ({ source, value }));
  const { readAt, auditRecord } = last;
  await evaluateSubject(transaction, uscc, { readings, readAt, auditRecord }, 'RECORD', now);
}

async function latest(
  transaction: Transaction,
  uscc: string,
  now: string,
): Promise<EvaluationRow | null> {
  const [found] = await transaction
    .select()
    .from(evaluations)
    .where(and(eq(evaluations.uscc, uscc), lte(evaluations.evaluatedAt, now)))
    .orderBy(desc(evaluations.evaluatedAt), desc(evaluations.evaluationNo))
    .limit(1);
  return found ?? null;
}
