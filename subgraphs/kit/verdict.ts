import { type DecisionClass, type DecisionTable, type Effect, isAllowed, isDenied } from '../../policies/index.ts';
import type { Demand } from './demand.ts';
import { Refusal } from './refusal.ts';

/** The outcome for one operation and decision class. */
export interface Verdict {
  /** Why nothing of it is answered; null when it is. */
  readonly refusal: Refusal | null;
  /** Coordinates whose values are masked or given on some rows only. */
  readonly effects: ReadonlyMap<string, Effect>;
}

/**
 * Decides a whole operation: every field that it can fall on, every argument by what it reads.
 * @param beyond what a ticket of the gateway grants in addition, for this document alone
 */
export function verdictOf(
  demand: Demand,
  table: DecisionTable,
  cls: DecisionClass,
  beyond: Readonly<Record<string, string>>,
): Verdict {
  const denied: string[] = [];
  const effects = new Map<string, Effect>();
  for (const coordinate of demand.fields) {
    if (Object.hasOwn(beyond, coordinate)) continue;
    const { effect } = table.decide(cls, coordinate);
    if (isDenied(effect)) denied.push(coordinate);
    else if (!isAllowed(effect)) effects.set(coordinate, effect);
  }
  if (denied.length > 0) {
    const message = `${denied.join(', ')}: denied to ${cls.department ?? 'the public'}.`;
    return { refusal: new Refusal('POLICY_DENIED', message, { coordinates: denied }), effects };
  }
  for (const input of demand.inputs) {
    for (const read of table.readsOf(input)) {
      if (isAllowed(table.decide(cls, read).effect)) continue;
      const message = `${input} lets a caller infer ${read}, which ${cls.department ?? 'the public'} may not read in clear.`;
      return { refusal: new Refusal('POLICY_ARGUMENT_DENIED', message, { coordinate: input, reads: read }), effects };
    }
  }
  return { refusal: null, effects };
}
