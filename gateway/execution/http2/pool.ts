import type { Opener } from '../opener.ts';
import type { ResponseHandler } from '../response-handler.ts';
import { type Closing, Connection } from './connection.ts';
import type { RequestBytes } from './request-block.ts';

/** A request that waits for a connection, or has one. */
interface Dispatched {
  readonly request: RequestBytes;
  readonly handler: ResponseHandler;
  /** Sends it in another way. */
  readonly elsewhere: () => void;
  /** Ends it on its connection; null while it waits for one. */
  stop: (() => void) | null;
  /** Whether nobody waits for it any more. */
  isOver: boolean;
}

const closed = 'the connections are closed';

/**
 * A connection of HTTP/2 to one subgraph, and its successor where the subgraph lets it go. All that is asked in one turn
 * of the event loop goes out in one write, which is why it costs less than HTTP/1.1 does.
 */
export class Http2Pool {
  readonly #opener: Opener;
  readonly #most: number;
  readonly #onUnspoken: () => void;
  readonly #all = new Set<Connection>();
  #current: Connection | null = null;
  readonly #waiting: Dispatched[] = [];
  #isClosed = false;

  /**
   * @param most requests at the same time; more wait
   * @param onUnspoken told when the subgraph shows that it does not speak HTTP/2
   */
  constructor(opener: Opener, most: number, onUnspoken: () => void) {
    this.#opener = opener;
    this.#most = most;
    this.#onUnspoken = onUnspoken;
  }

  /**
   * Sends a request when there is room for it.
   * @param elsewhere called instead of that when the subgraph does not speak HTTP/2
   */
  dispatch(request: RequestBytes, handler: ResponseHandler, elsewhere: () => void): void {
    if (this.#isClosed) {
      handler.onError(new Error(closed));
      return;
    }
    const dispatched: Dispatched = { request, handler, elsewhere, stop: null, isOver: false };
    handler.onConnect(() => {
      this.#abort(dispatched);
    });
    if (dispatched.isOver) return;
    const connection = this.#connect();
    if (this.#waiting.length === 0 && this.#hasRoom(connection)) begin(connection, dispatched);
    else this.#waiting.push(dispatched);
  }

  /** Whether the subgraph has shown that it speaks HTTP/2, over a connection that takes requests. */
  get isGreeted(): boolean {
    return this.#current?.isUsable === true && this.#current.hasGreeted;
  }

  /** Opens a connection, if there is none, before anything is to be sent over it. */
  greet(): void {
    if (!this.#isClosed) this.#connect();
  }

  /** Ends all connections; what is under way or waits fails. */
  destroy(): void {
    this.#isClosed = true;
    for (const connection of this.#all) connection.fail(new Error(closed));
    this.#failWaiting(new Error(closed));
  }

  #connect(): Connection {
    const current = this.#current;
    if (current?.isUsable === true) return current;
    const connection = new Connection(this.#opener, {
      onRoom: () => {
        this.#serve();
      },
      onClosed: (ended, closing) => {
        this.#all.delete(ended);
        this.#onClosed(ended, closing);
      },
    });
    this.#all.add(connection);
    this.#current = connection;
    current?.leave();
    return connection;
  }

  /** One that is left may still have requests under way, for which the subgraph is at work. */
  #hasRoom(connection: Connection): boolean {
    if (!connection.hasRoom) return false;
    let underWay = connection.size;
    if (this.#all.size > 1)
      for (const each of this.#all) if (each !== connection) underWay += each.size;
    return underWay < this.#most;
  }

  #serve(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const connection = this.#connect();
      const next = this.#hasRoom(connection) ? this.#waiting.shift() : undefined;
      if (next === undefined) return;
      begin(connection, next);
    }
  }

  #onClosed(connection: Connection, { error, isUnspoken }: Closing): void {
    const wasCurrent = connection === this.#current;
    if (wasCurrent) this.#current = null;
    if (isUnspoken) this.#goElsewhere();
    // One that carried nothing is not tried again for those who waited for it.
    else if (wasCurrent && connection.isUnused) this.#failWaiting(error);
    else this.#serve();
  }

  #goElsewhere(): void {
    this.#onUnspoken();
    for (const { elsewhere } of this.#waiting.splice(0)) elsewhere();
  }

  #failWaiting(error: Error): void {
    for (const { handler } of this.#waiting.splice(0)) handler.onError(error);
  }

  #abort(dispatched: Dispatched): void {
    dispatched.isOver = true;
    dispatched.stop?.();
    const index = this.#waiting.indexOf(dispatched);
    if (index >= 0) this.#waiting.splice(index, 1);
  }
}

function begin(connection: Connection, dispatched: Dispatched): void {
  dispatched.stop = connection.send(dispatched.request, dispatched.handler);
}
