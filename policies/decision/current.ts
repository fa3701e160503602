import type { PolicySet } from '../language/set.ts';
import { compileTable, type PolicyTable } from './table.ts';

/** The longest delay that a timer takes; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** How far two clocks may lie apart. */
const skewMs = 2_000;

/** How long a request may be under way that was decided just before a document ended, with the clocks apart. */
const underWayMs = 12_000;

/** The instant that it is. */
export type Clock = () => Date;

/**
 * The table in force, kept in force: compiled again at the instant at which an agreement or disclosure begins or
 * ends. What was signed under the table before stays acceptable: for a while when a document has begun or ended,
 * until the next change when other documents were put in force.
 */
export class CurrentTable {
  #set: PolicySet;
  readonly #clock: Clock;
  #current: PolicyTable;
  /** The last table of the documents before these. */
  #replaced: PolicyTable | null = null;
  /** The table that a document's beginning or end has changed, and until when it is known. */
  #ended: { readonly table: PolicyTable; readonly until: number } | null = null;
  #upcoming: PolicyTable | null = null;
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

  /**
   * The table of a version if it is in force, was until a moment ago, or will be before two clocks can have met;
   * null for any other.
   */
  accepts(version: string): PolicyTable | null {
    if (this.current.version === version) return this.#current;
    const now = this.#clock().getTime();
    if (this.#ended?.table.version === version && now < this.#ended.until) return this.#ended.table;
    if (this.#replaced?.version === version) return this.#replaced;
    const next = this.#current.nextChange;
    if (next === null || next.getTime() - now > skewMs) return null;
    this.#upcoming ??= compileTable(this.#set, next);
    return this.#upcoming.version === version ? this.#upcoming : null;
  }

  /** The instant that it is, for whatever is decided by it: conditions name it `$now` and `$today`. */
  get now(): Date {
    return this.#clock();
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
    const before = this.#current;
    const next = compileTable(this.#set, this.#clock());
    if (next.policies !== before.policies) {
      this.#replaced = before;
    } else if (next.version !== before.version) {
      const changedAt = before.nextChange?.getTime() ?? 0;
      this.#ended = { table: before, until: changedAt + underWayMs };
    }
    this.#current = next;
    this.#upcoming = null;
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
