import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * How long records wait for those after them, to be written together: a write to the disk costs as much as a request or
 * more. Those for which an answer is held wait while other such answers are under way, but not again for one that has not
 * come in that time: it may wait for a slow subgraph. Those for which nobody is held wait for the whole time.
 */
export class Gathering {
  readonly #mostMs: number;
  #underWay = 0;
  /** Raised when those under way are given up waiting for. */
  #age = 0;
  #held = 0;
  #last = 0;
  #end: (() => void) | null = null;

  /** @param mostMs milliseconds that a record waits at most */
  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /** Says that an answer is under way that will be held for its record; gives what says that it is not any more. */
  expect(): () => void {
    this.#underWay += 1;
    const age = this.#age;
    return () => {
      if (age !== this.#age) return;
      this.#underWay -= 1;
      this.#look();
    };
  }

  /** A record has come for which an answer is held. */
  add(): void {
    this.#held += 1;
    this.#look();
  }

  /** Resolves when what has come shall be written, with all that the event loop has for it in the same turn. */
  async enough(): Promise<void> {
    // Where one came alone before, the next is likely to.
    if (this.#last > 1 && !this.#isWhole) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          this.#age += 1;
          this.#underWay = 0;
          this.#end?.();
        }, this.#mostMs);
        this.#end = () => {
          clearTimeout(timer);
          this.#end = null;
          resolve();
        };
      });
    }
    await nextTurn();
  }

  /** So many records are written now, or given up; those that come from here on are gathered anew. */
  taken(count: number): void {
    this.#last = count;
    this.#held = 0;
  }

  get #isWhole(): boolean {
    return this.#held > 0 && this.#held >= this.#underWay;
  }

  #look(): void {
    if (this.#isWhole) this.#end?.();
  }
}
