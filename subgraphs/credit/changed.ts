import type { Actor } from './actor.ts';
import { reevaluate } from './evaluation/evaluator.ts';
import type { Transaction } from './outcome.ts';
import { inputChanges } from './tables.ts';

/** Writes down that records or entries of these enterprises changed, and evaluates anew whoever was evaluated before. */
export async function changed(
  transaction: Transaction,
  { department }: Pick<Actor, 'department'>,
  at: string,
  usccs: readonly string[],
): Promise<void> {
  for (const uscc of new Set(usccs)) {
    await transaction.insert(inputChanges).values({
      uscc,
      coordinate: 'CreditRecord',
      trigger: 'RECORD',
      at,
      actorDepartment: department,
    });
    await reevaluate(transaction, uscc, at);
  }
}
