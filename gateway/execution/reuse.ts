import type { Data } from './data.ts';
import type { Gathered } from './gather.ts';
import type { Claim, Known } from './known-entities.ts';
import type { Run } from './run.ts';

/** What of the entities gathered has to be asked for. */
export interface Claimed {
  /** To be asked for now; the others know that they are. */
  readonly fresh: readonly Gathered[];
  /** What others have asked for: with its answer, where it is there. */
  readonly others: readonly Other[];
  /** Says what became of `fresh`: the answer's list of entities, or null if it is not to be relied on. */
  readonly settle: (list: readonly unknown[] | null) => void;
}

/** An entity that another request asks for, and the objects that wait for it. */
interface Other {
  readonly entity: Gathered;
  readonly known: Known;
}

const nothingToSettle = (): void => undefined;

/** Leaves out what another fetch of this execution has asked for already in the same words. */
export function claim(run: Run, asked: string, gathered: readonly Gathered[]): Claimed {
  let known = run.entities.get(asked);
  if (known === undefined) {
    run.entities.set(asked, (known = new Map<string, Known>()));
    return { fresh: gathered, others: [], settle: register(known, gathered) };
  }
  const fresh: Gathered[] = [];
  const others: Other[] = [];
  for (const entity of gathered) {
    const elsewhere = known.get(entity.text);
    if (elsewhere === undefined) fresh.push(entity);
    else others.push({ entity, known: elsewhere });
  }
  return { fresh, others, settle: register(known, fresh) };
}

/** What the others did not get, once they have answered, to be asked for after all; the rest goes to `place`. */
export async function awaitOthers(
  others: readonly Other[],
  place: (entity: unknown, objects: readonly Data[]) => void,
): Promise<Gathered[]> {
  const missed: Gathered[] = [];
  for (const { entity, known } of others) {
    const { claim: from, index } = known;
    if (from.answered === undefined) await from.done;
    const answered: readonly unknown[] | null | undefined = from.answered;
    if (answered) place(answered[index], entity.objects);
    else missed.push(entity);
  }
  return missed;
}

function register(known: Map<string, Known>, fresh: readonly Gathered[]): Claimed['settle'] {
  if (fresh.length === 0) return nothingToSettle;
  let finish = nothingToSettle;
  const made: Claim = {
    answered: undefined,
    done: new Promise((resolve) => {
      finish = resolve;
    }),
  };
  let index = 0;
  for (const { text } of fresh) known.set(text, { claim: made, index: index++ });
  return (list) => {
    made.answered = list;
    if (list === null) for (const { text } of fresh) known.delete(text);
    finish();
  };
}
