import type { Opener } from '../opener.ts';
import type { ResponseHandler } from '../response-handler.ts';
import { Connection } from './connection.ts';
import type { RequestBytes } from './request-block.ts';

/** A request that waits for a connection. */
interface Waiting {
  readonly request: RequestBytes;
  readonly handler: ResponseHandler;
  /** Sends it in another way. */
  readonly elsewhere: () => void;
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
  #waiting: Waiting[] = [];
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
    const connection = this.#connect();
    if (connection.hasRoom && this.#waiting.length === 0) begin(connection, request, handler);
    else this.#waiting.push({ request, handler, elsewhere });
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
    current?.leave();
    const connection = new Connection(this.#opener, this.#most, {
      onRoom: () => {
        this.#serve();
      },
      onClosed: (ended, error) => {
        this.#all.delete(ended);
        this.#onClosed(ended, error);
      },
    });
    this.#all.add(connection);
    return (this.#current = connection);
  }

  #serve(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const connection = this.#connect();
      if (!connection.hasRoom) return;
      const waiting = this.#waiting.shift();
      if (waiting !== undefined) begin(connection, waiting.request, waiting.handler);
    }
  }

  #onClosed(connection: Connection, error: Error | null): void {
    if (connection !== this.#current) return;
    this.#current = null;
    if (error === null) this.#goElsewhere();
    // One that never was open is not tried again for those who waited for it.
    else if (connection.hasGreeted) this.#serve();
    else this.#failWaiting(error);
  }

  #goElsewhere(): void {
    this.#onUnspoken();
    for (const { elsewhere } of this.#waiting.splice(0)) elsewhere();
  }

  #failWaiting(error: Error): void {
    for (const { handler } of this.#waiting.splice(0)) handler.onError(error);
  }
}

function begin(connection: Connection, request: RequestBytes, handler: ResponseHandler): void {
  const at: { abort: (() => void) | null; isOver: boolean } = { abort: null, isOver: false };
  handler.onConnect(() => {
    at.isOver = true;
    at.abort?.();
  });
  if (!at.isOver) at.abort = connection.send(request, handler);
}
