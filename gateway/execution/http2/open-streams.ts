import type { Stream } from './stream.ts';

/**
 * The streams of a connection that are under way. A `Map` would do it with less, but each time that it makes room, its
 * old table leads to the new one: one that has lived long enough to be kept keeps all that come after it, with each
 * request and answer that was under way then, from a seventh to a fifth of what a request costs.
 */
export class OpenStreams {
  /** Few enough to be looked through. */
  readonly #streams: Stream[] = [];

  get size(): number {
    return this.#streams.length;
  }

  add(stream: Stream): void {
    this.#streams.push(stream);
  }

  get(id: number): Stream | null {
    return this.#streams[this.#indexOf(id)] ?? null;
  }

  /** Forgets a stream; gives it if there was one. */
  remove(id: number): Stream | null {
    const index = this.#indexOf(id);
    const stream = this.#streams[index];
    const last = this.#streams.at(-1);
    if (stream === undefined || last === undefined) return null;
    this.#streams[index] = last;
    this.#streams.pop();
    return stream;
  }

  /** Those whose number is greater. */
  after(id: number): number[] {
    return this.#streams.map((stream) => stream.id).filter((each) => each > id);
  }

  #indexOf(id: number): number {
    for (let index = 0; index < this.#streams.length; index += 1)
      if (this.#streams[index]?.id === id) return index;
    return -1;
  }
}
