import type { Socket } from 'node:net';
import type { ResponseHandler } from '../response-handler.ts';
import type { Opener } from '../opener.ts';
import type { RequestText } from './request-text.ts';
import { ResponseReader } from './response-reader.ts';

/** Told what becomes of a connection. */
export interface ConnectionOwner {
  /** A response has come, and another request may follow. */
  readonly onFree: (connection: Connection) => void;
  readonly onClosed: (connection: Connection) => void;
}

/** A connection of HTTP/1.1: one request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  #reader: ResponseReader | null = null;
  #handler: ResponseHandler | null = null;
  /** What waits to be sent until it is known who is at the other side. */
  #unsent: RequestText | null = null;
  #isOpen = false;
  #usableUntil = Infinity;
  #error: Error | null = null;

  constructor(opener: Opener, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#socket = opener.open((bytes) => {
      this.#read(bytes);
    });
    this.#socket.once(opener.ready, () => {
      this.#isOpen = true;
      if (this.#unsent !== null) this.#write(this.#unsent);
    });
    this.#socket.on('error', (error) => {
      this.#error = error;
    });
    // Node would wait until all is sent, to a side that may read no more.
    this.#socket.on('end', () => {
      this.#socket.destroy();
    });
    this.#socket.on('close', () => {
      this.#close();
    });
  }

  /** Whether the subgraph is likely to take another request; asked for when the connection has rested. */
  get isUsable(): boolean {
    // An answer may come before its request is sent whole: then there is no saying what the rest would be taken for. TLS
    // says of what it has sent only in a later turn of the event loop that it has.
    const isSent = this.#socket.writableLength === 0;
    return isSent && !this.#socket.destroyed && performance.now() < this.#usableUntil;
  }

  /** Sends a request; the connection must be free. */
  send(request: RequestText, handler: ResponseHandler): void {
    this.#handler = handler;
    this.#reader = new ResponseReader(handler);
    if (this.#isOpen) this.#write(request);
    else this.#unsent = request;
  }

  /** Ends the connection if it still is this handler's, who is told nothing. */
  abort(handler: ResponseHandler): void {
    if (this.#handler === handler) this.destroy();
  }

  /** Ends the connection; whoever waits for a response is told nothing. */
  destroy(): void {
    this.#handler = null;
    this.#reader?.stop();
    this.#reader = null;
    this.#unsent = null;
    this.#socket.destroy();
  }

  #write({ text, encoding }: RequestText): void {
    this.#unsent = null;
    this.#socket.write(text, encoding);
  }

  #read(bytes: Buffer): void {
    const reader = this.#reader;
    // Nobody asked: what comes now must not be taken for the answer to what will be.
    if (reader === null) {
      this.destroy();
      return;
    }
    let length: number;
    try {
      length = reader.read(bytes);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (!reader.isDone || this.#reader !== reader) return;
    this.#handler = null;
    this.#reader = null;
    if (length < bytes.length || reader.restMs === 0) {
      this.destroy();
      return;
    }
    this.#usableUntil = performance.now() + reader.restMs;
    this.#owner.onFree(this);
  }

  /** Ends the connection; whoever waits for a response is told why. */
  fail(error: Error): void {
    // It may be whoever is told of a whole response who does this.
    const handler = this.#reader?.isDone === true ? null : this.#handler;
    this.destroy();
    handler?.onError(error);
  }

  #close(): void {
    if (this.#handler !== null && this.#error === null && this.#reader?.end() === true)
      this.destroy();
    else this.fail(this.#error ?? new Error('the other side closed it'));
    this.#owner.onClosed(this);
  }
}
