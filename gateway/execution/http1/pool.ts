import type { ResponseHandler } from '../response-handler.ts';
import { Connection } from './connection.ts';
import type { Opener } from '../opener.ts';
import type { RequestText } from './request-text.ts';

/** A request that waits for a connection. */
interface Waiting {
  readonly request: RequestText;
  readonly handler: ResponseHandler;
}

const closed = 'the connections are closed';

/**
 * Connections of HTTP/1.1 to one subgraph, with TLS or without, kept for as long as it keeps them, each for one request
 * at a time. What undici spends on a request beside reading and writing, above all in streams, is a fifth of what the
 * gateway spends on it.
 */
export class Http1Pool {
  readonly #opener: Opener;
  readonly #most: number;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  /** Those that had their response in this turn of the event loop. */
  #resting: Connection[] = [];
  readonly #waiting: Waiting[] = [];
  #isClosed = false;

  /** @param most connections at the same time; more requests wait */
  constructor(opener: Opener, most: number) {
    this.#opener = opener;
    this.#most = most;
  }

  /** Sends a request when a connection is free. */
  dispatch(request: RequestText, handler: ResponseHandler): void {
    if (this.#isClosed) {
      handler.onError(new Error(closed));
      return;
    }
    const connection = this.#take();
    if (connection === null) this.#waiting.push({ request, handler });
    else this.#begin(connection, { request, handler });
  }

  /** Ends all connections; what is under way or waits fails. */
  destroy(): void {
    this.#isClosed = true;
    const waiting = this.#waiting.splice(0);
    for (const connection of this.#all) connection.fail(new Error(closed));
    for (const { handler } of waiting) handler.onError(new Error(closed));
  }

  #take(): Connection | null {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.isUsable) return idle;
      idle.destroy();
    }
    if (this.#all.size >= this.#most) return null;
    const connection = new Connection(this.#opener, {
      onFree: (free) => {
        this.#rest(free);
      },
      onClosed: (ended) => {
        this.#all.delete(ended);
        this.#serve();
      },
    });
    this.#all.add(connection);
    return connection;
  }

  #begin(connection: Connection, { request, handler }: Waiting): void {
    const at: { stage: 'waiting' | 'sent' | 'over' } = { stage: 'waiting' };
    handler.onConnect(() => {
      if (at.stage === 'sent') connection.abort(handler);
      at.stage = 'over';
    });
    if (at.stage === 'over') {
      this.#idle.push(connection);
      return;
    }
    at.stage = 'sent';
    connection.send(request, handler);
  }

  /**
   * A connection rests until all that has come meanwhile is read: a subgraph that sends a second response to one request
   * must not answer the next with it (response queue poisoning).
   */
  #rest(connection: Connection): void {
    this.#resting.push(connection);
    if (this.#resting.length > 1) return;
    setImmediate(() => {
      this.#idle.push(...this.#resting);
      this.#resting = [];
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const connection = this.#isClosed ? null : this.#take();
      if (connection === null) return;
      const request = this.#waiting.shift();
      if (request === undefined) this.#idle.push(connection);
      else this.#begin(connection, request);
    }
  }
}
