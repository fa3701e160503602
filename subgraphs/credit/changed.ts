import type { Actor } from './actor.ts';
import type { Transaction } from './outcome.ts';
import { inputChanges } from './tables.ts';

/** Writes down that records of these enterprises changed: their evaluations are due. */
export async function changed(
  transaction: Transaction,
  { department }: Actor,
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
  }
}
