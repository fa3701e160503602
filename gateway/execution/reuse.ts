import type { Gathered, Target } from './gather.ts';
import type { Claim, Known } from './known-entities.ts';
import type { Run } from './run.ts';

/** What of the entities gathered has to be asked for. */
export interface Claimed {
  /** To be asked for now; the others know that they are. */
  readonly fresh: Gathered;
  /** What others have asked for: with its answer, where it is there. */
  readonly others: readonly Other[];
  /** Says what became of `fresh`: the answer's list of entities, or null if it is not to be relied on. */
  readonly settle: (list: readonly unknown[] | null) => void;
}

/** An entity that another request asks for, and the objects that wait for it. */
interface Other extends Known {
  readonly text: string;
  readonly targets: Gathered['targets'];
}

const nothingToSettle = (): void => undefined;

/** Leaves out what another fetch of this execution has asked for already in the same words. */
export function claim(run: Run, asked: string, gathered: Gathered): Claimed {
  let known = run.entities.get(asked);
  if (known === undefined) run.entities.set(asked, (known = new Map<string, Known>()));
  const others = new Map<number, Known>();
  for (const [index, text] of gathered.texts.entries()) {
    const entity = known.get(text);
    if (entity !== undefined) others.set(index, entity);
  }
  const fresh = others.size === 0 ? gathered : only(gathered, (index) => !others.has(index));
  return {
    fresh,
    others: waiting(others, gathered),
    settle: fresh.texts.length === 0 ? nothingToSettle : register(known, fresh.texts),
  };
}

function waiting(others: ReadonlyMap<number, Known>, gathered: Gathered): Other[] {
  const found = new Map<number, Target[]>();
  for (const index of others.keys()) found.set(index, []);
  for (const target of gathered.targets) found.get(target.index)?.push(target);
  return [...others].map(([index, other]) => ({
    ...other,
    text: gathered.texts[index] ?? '',
    targets: found.get(index) ?? [],
  }));
}

/** What the others did not get, once they have answered, to be asked for after all; the rest goes to `place`. */
export async function awaitOthers(
  others: readonly Other[],
  place: (entity: unknown, targets: Gathered['targets']) => void,
): Promise<Gathered> {
  const texts: string[] = [];
  const targets: Target[] = [];
  for (const { claim: from, index, text, targets: waiting } of others) {
    if (from.answered === undefined) await from.done;
    const answered: readonly unknown[] | null | undefined = from.answered;
    if (answered) {
      place(answered[index], waiting);
    } else {
      for (const target of waiting) targets.push({ ...target, index: texts.length });
      texts.push(text);
    }
  }
  return { texts, targets };
}

function register(known: Map<string, Known>, texts: readonly string[]): Claimed['settle'] {
  let finish = nothingToSettle;
  const made: Claim = {
    answered: undefined,
    done: new Promise((resolve) => {
      finish = resolve;
    }),
  };
  for (const [index, text] of texts.entries()) known.set(text, { claim: made, index });
  return (list) => {
    made.answered = list;
    if (list === null) for (const text of texts) known.delete(text);
    finish();
  };
}

function only(gathered: Gathered, isWanted: (index: number) => boolean): Gathered {
  const texts: string[] = [];
  const moved = new Map<number, number>();
  for (const [index, text] of gathered.texts.entries())
    if (isWanted(index)) moved.set(index, texts.push(text) - 1);
  const targets = gathered.targets.flatMap((target) => {
    const index = moved.get(target.index);
    return index === undefined ? [] : [{ ...target, index }];
  });
  return { texts, targets };
}
