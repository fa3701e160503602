import type { PolicySet } from '../language/set.ts';
import { compileTable, type PolicyTable } from './table.ts';

/** The longest delay that a timer takes; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The instant that it is. */
export type Clock = () => Date;

/**
 * The table in force, kept in force: compiled again at the instant at which an agreement or disclosure begins or
 * ends. The table before it stays acceptable, for passports that were signed a moment ago.
 */
export class CurrentTable {
  #set: PolicySet;
  readonly #clock: Clock;
  #current: PolicyTable;
  #previous: PolicyTable | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(set: PolicySet, clock: Clock = () => new Date()) {
    this.#set = set;
    this.#clock = clock;
    this.#current = compileTable(set, clock());
    this.#wait();
  }

  /** The table in force now, even when its timer is late. */
  get current(): PolicyTable {
    const next = this.#current.nextChange;
    if (next !== null && next <= this.#clock()) this.#renew();
    return this.#current;
  }

  /** The table of a version if it is in force or was the last before; null for any other. */
  accepts(version: string): PolicyTable | null {
    if (this.current.version === version) return this.#current;
    return this.#previous?.version === version ? this.#previous : null;
  }

  /** Puts other policies in force at once. */
  replace(set: PolicySet): void {
    this.#set = set;
    this.#renew();
  }

  /** Stops waiting for the next change; the table stays as it is. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #renew(): void {
    const next = compileTable(this.#set, this.#clock());
    if (next.version !== this.#current.version) this.#previous = this.#current;
    this.#current = next;
    this.#wait();
  }

  #wait(): void {
    this.close();
    const next = this.#current.nextChange;
    if (next === null) return;
    const delay = Math.min(Math.max(next.getTime() - this.#clock().getTime(), 0), longestTimerMs);
    this.#timer = setTimeout(() => {
      this.#renew();
    }, delay);
    this.#timer.unref();
  }
}
