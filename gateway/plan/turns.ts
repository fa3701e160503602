/** A queue in which everybody who waits has a turn, whatever the others have brought. */
export interface Turns<T> {
  readonly size: number;
  /** How many things of one are waiting. */
  readonly of: (who: string) => number;
  readonly add: (who: string, item: T) => void;
  /** Takes the next: the oldest of whoever has waited longest for a turn. */
  readonly take: () => T | undefined;
}

/** Makes an empty queue. */
export function createTurns<T>(): Turns<T> {
  // Whose turn is next stands first: a map keeps the order in which its keys were set.
  const waiting = new Map<string, T[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    of: (who) => waiting.get(who)?.length ?? 0,
    add: (who, item) => {
      const own = waiting.get(who);
      if (own === undefined) waiting.set(who, [item]);
      else own.push(item);
      size += 1;
    },
    take: () => {
      const [next] = waiting;
      if (next === undefined) return undefined;
      const [who, [first, ...rest]] = next;
      waiting.delete(who);
      if (rest.length > 0) waiting.set(who, rest);
      size -= 1;
      return first;
    },
  };
}
