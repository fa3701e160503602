/** Tells when a request has ended before its answer; an `AbortSignal` is one. */
export interface Ending {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * How long a request lives: until its deadline passes or its client goes. What `AbortController` does, without its
 * events: a request listens a dozen times, and an `EventTarget` would be a twentieth of all that it costs.
 */
export class Lifetime implements Ending {
  #aborted = false;
  /** Mostly there is one at a time. */
  #listener: (() => void) | null = null;
  #more: Set<() => void> | null = null;

  get aborted(): boolean {
    return this.#aborted;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.#listener === null) this.#listener = listener;
    else (this.#more ??= new Set()).add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    if (this.#listener === listener) this.#listener = null;
    else this.#more?.delete(listener);
  }

  /** Ends it; who listens is told once. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    const [listener, more] = [this.#listener, this.#more ?? []];
    this.#listener = null;
    this.#more = null;
    listener?.();
    for (const each of more) each();
  }
}
