import { type Effect, isAllowed, isDenied } from '../../policies/index.ts';
import type { RequestContext } from './context.ts';
import { Refusal } from './refusal.ts';

/** The outcome for one operation and decision class. */
export interface Verdict {
  /** Why nothing of it is answered; null when it is. */
  readonly refusal: Refusal | null;
  /** Coordinates whose values are masked or given on some rows only. */
  readonly effects: ReadonlyMap<string, Effect>;
}

type Asker = Pick<RequestContext, 'cls' | 'table' | 'beyond'>;

/** Decides every field that an operation can fall on; what a ticket grants is given as it stands. */
export function decideFields(fields: ReadonlySet<string>, { cls, table, beyond }: Asker): Verdict {
  const denied: string[] = [];
  const effects = new Map<string, Effect>();
  for (const coordinate of fields) {
    if (Object.hasOwn(beyond, coordinate)) continue;
    const { effect } = table.decide(cls, coordinate);
    if (isDenied(effect)) denied.push(coordinate);
    else if (!isAllowed(effect)) effects.set(coordinate, effect);
  }
  if (denied.length === 0) return { refusal: null, effects };
  const message = `${denied.join(', ')}: denied to ${cls.department ?? 'the public'}.`;
  return { refusal: new Refusal('POLICY_DENIED', message, { coordinates: denied }), effects };
}

/** Decides what is given to an operation, by what it lets a caller infer; null when nothing bars it. */
export function decideInputs(inputs: ReadonlySet<string>, { cls, table }: Asker): Refusal | null {
  for (const input of inputs) {
    for (const read of table.readsOf(input)) {
      if (isAllowed(table.decide(cls, read).effect)) continue;
      const who = cls.department ?? 'the public';
      return new Refusal(
        'POLICY_ARGUMENT_DENIED',
        `${input} lets a caller infer ${read}, which ${who} may not read in clear.`,
        { coordinate: input, reads: read },
      );
    }
  }
  return null;
}
