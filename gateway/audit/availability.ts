/** How long something that failed counts as unavailable: at first, and at most, as each failure after that doubles it. */
const [firstMs, mostMs] = [5_000, 300_000];

/**
 * Whether something can be had, as far as is known. After a failure it counts as unavailable for a while, and then as
 * available again, so that whoever asks next finds out: without being asked it would never come back.
 */
export class Availability {
  readonly #clock: () => number;
  #until = -Infinity;
  #nextMs: number = firstMs;

  /** @param clock milliseconds */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  get isAvailable(): boolean {
    return this.#clock() >= this.#until;
  }

  succeeded(): void {
    this.#until = -Infinity;
    this.#nextMs = firstMs;
  }

  /** Failures while it counts as unavailable say nothing new. */
  failed(): void {
    if (!this.isAvailable) return;
    this.#until = this.#clock() + this.#nextMs;
    this.#nextMs = Math.min(2 * this.#nextMs, mostMs);
  }
}
