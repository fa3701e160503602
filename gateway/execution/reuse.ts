import type { Covered } from './covering.ts';
import type { Data } from './data.ts';
import type { Gathered } from './gather.ts';
import type { Claim, Known, KnownEntities } from './known-entities.ts';
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

/**
 * Leaves out what another fetch of this execution has asked for already: the same, or more.
 * @param covers what others ask that is a part of it
 */
export function claim(
  { entities }: Run,
  asked: string,
  covers: readonly Covered[],
  gathered: readonly Gathered[],
): Claimed {
  const known = knownAs(asked, entities);
  if (known.size === 0) {
    return { fresh: gathered, others: [], settle: register(entities, asked, covers, gathered) };
  }
  const fresh: Gathered[] = [];
  const others: Other[] = [];
  for (const entity of gathered) {
    const elsewhere = known.get(entity.text);
    if (elsewhere === undefined) fresh.push(entity);
    else others.push({ entity, known: elsewhere });
  }
  return { fresh, others, settle: register(entities, asked, covers, fresh) };
}

function knownAs(asked: string, entities: KnownEntities): Map<string, Known> {
  let known = entities.get(asked);
  if (known === undefined) entities.set(asked, (known = new Map<string, Known>()));
  return known;
}

/** What the others did not get, once they have answered, to be asked for after all; the rest goes to `place`. */
export async function awaitOthers(
  others: readonly Other[],
  place: (entity: unknown, objects: readonly Data[]) => void,
): Promise<Gathered[]> {
  const missed: Gathered[] = [];
  const late = new Set<Claim>();
  for (const { entity, known } of others) {
    const { claim: from, index, isMore } = known;
    if (from.answered === undefined && !late.has(from)) {
      await (isMore ? soon(from.done) : from.done);
      late.add(from);
    }
    const answered: readonly unknown[] | null | undefined = from.answered;
    if (answered) place(answered[index], entity.objects);
    else missed.push(entity);
  }
  return missed;
}

/** How long less waits for more: a request saved is worth it, a field that is slow or fails is not. */
const soonMs = 25;

function soon(done: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, soonMs);
    void done.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function register(
  entities: KnownEntities,
  asked: string,
  covers: readonly Covered[],
  fresh: readonly Gathered[],
): Claimed['settle'] {
  if (fresh.length === 0) return nothingToSettle;
  let finish = nothingToSettle;
  const made: Claim = {
    answered: undefined,
    done: new Promise((resolve) => {
      finish = resolve;
    }),
  };
  const here = knownAs(asked, entities);
  for (const [index, { text }] of fresh.entries())
    here.set(text, { claim: made, index, isMore: false });
  for (const part of covers) offer(part, entities, fresh, made);
  return (list) => {
    made.answered = list;
    if (list === null) {
      for (const { text } of fresh) here.delete(text);
      for (const { asked: less } of covers) withdraw(entities.get(less), made);
    }
    finish();
  };
}

/** Says where less is asked that it is to be had here. */
function offer(
  { asked, represent }: Covered,
  entities: KnownEntities,
  fresh: readonly Gathered[],
  made: Claim,
): void {
  const there = knownAs(asked, entities);
  for (const [index, { objects }] of fresh.entries()) {
    const [first] = objects;
    const text = first === undefined ? null : (represent(first)?.write(first) ?? null);
    if (text !== null && !there.has(text)) there.set(text, { claim: made, index, isMore: true });
  }
}

function withdraw(known: Map<string, Known> | undefined, failed: Claim): void {
  for (const [text, { claim: from }] of known ?? []) if (from === failed) known?.delete(text);
}
