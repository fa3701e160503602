import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Opener } from '../opener.ts';
import type { ResponseHandler } from '../response-handler.ts';
import { ConnectionError } from './connection-error.ts';
import { errorCode, fourBytes, frame, frameType } from './frames.ts';
import { greeting } from './greeting.ts';
import { Incoming } from './incoming.ts';
import { Multiplexer } from './multiplexer.ts';
import { Outgoing } from './outgoing.ts';
import type { RequestBytes } from './request-block.ts';

/** How a connection ended. */
export interface Closing {
  readonly error: Error;
  /** Whether the other side shows that it does not speak HTTP/2. */
  readonly isUnspoken: boolean;
}

/** Told what becomes of a connection. */
export interface ConnectionOwner {
  /** It may be that another request can be sent, here or elsewhere. */
  readonly onRoom: () => void;
  /** It is closed; whoever waited for a response over it has been told. */
  readonly onClosed: (connection: Connection, closing: Closing) => void;
}

/** How long a connection is waited for. */
const patienceMs = 10_000;
/** How long the other side may say nothing to a greeting without TLS, when its own was due: it may not speak HTTP/2. */
const greetingMs = 2_500;
/** After which a connection that rested is not used again: what is on the way may have forgotten it without a word. */
const mostRestMs = 30_000;
/** For which nothing may come before a request that is given up shows that the other side is gone. */
const mostSilenceMs = 1_000;
/** Bytes that may wait to be sent before requests wait, and before one that is given up shows that nobody reads them. */
const mostUnsent = 1024 * 1024;

/** A connection of HTTP/2: many requests at a time (RFC 9113). */
export class Connection {
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #outgoing: Outgoing;
  readonly #requests: Multiplexer;
  readonly #incoming: Incoming;
  #patience: NodeJS.Timeout;
  #isOpen = false;
  #hasGreeted = false;
  #isLeaving = false;
  #error: Error | null = null;

  constructor(opener: Opener, owner: ConnectionOwner) {
    this.#owner = owner;
    const socket = (this.#socket = opener.open((bytes) => {
      this.#read(bytes);
    }));
    this.#outgoing = new Outgoing((text) => {
      if (!socket.destroyed) socket.write(text, 'latin1');
    });
    this.#requests = new Multiplexer(this.#outgoing, {
      onGreeted: () => {
        this.#greet();
      },
      onRoom: () => {
        this.#settle();
      },
    });
    this.#incoming = new Incoming(this.#requests);
    this.#patience = setTimeout(() => {
      socket.destroy(new Error('the other side does not greet'));
    }, patienceMs);
    socket.once(opener.ready, () => {
      this.#isOpen = true;
      const isSecure = socket instanceof TLSSocket;
      if (!isSecure) this.#awaitGreeting();
      if (isSecure && socket.alpnProtocol !== 'h2') socket.destroy();
      else socket.write(greeting, 'latin1');
    });
    socket.on('error', (error) => {
      this.#error ??= error;
    });
    socket.on('drain', () => {
      owner.onRoom();
    });
    // Node would wait until all is sent, to a side that may read no more.
    socket.on('end', () => {
      socket.destroy();
    });
    socket.on('close', () => {
      this.#close();
    });
  }

  /** Requests under way. */
  get size(): number {
    return this.#requests.size;
  }

  /** Whether the other side has greeted. */
  get hasGreeted(): boolean {
    return this.#hasGreeted;
  }

  /** Whether it takes another request at once. */
  get hasRoom(): boolean {
    const isTaken = this.#socket.writableLength < mostUnsent;
    return this.#hasGreeted && isTaken && this.#requests.hasRoom;
  }

  /** Whether it may be given requests, now or when there is room. */
  get isUsable(): boolean {
    const isThere = !this.#isLeaving && !this.#socket.destroyed;
    return isThere && this.#requests.isUsable && this.#requests.restMs < mostRestMs;
  }

  /** Whether no request was ever sent over it. */
  get isUnused(): boolean {
    return this.#requests.isUnused;
  }

  /**
   * Sends a request; there must be room.
   * @returns what ends it; whoever waits for the response is told nothing then
   */
  send(request: RequestBytes, handler: ResponseHandler): () => void {
    const id = this.#requests.send(request, handler);
    return () => {
      if (!this.#requests.has(id)) return;
      const isSilent = this.#requests.silentMs >= mostSilenceMs;
      if (isSilent || this.#socket.writableLength >= mostUnsent) this.#isLeaving = true;
      this.#requests.abort(id);
    };
  }

  /** Takes no more requests, and ends with the last that is under way. */
  leave(): void {
    this.#isLeaving = true;
    this.#settle();
  }

  /** Ends the connection; whoever waits for a response is told why. What was not sent by now never is. */
  fail(error: Error): void {
    this.#error ??= error;
    if (this.#hasGreeted && !this.#socket.destroyed) {
      const code = error instanceof ConnectionError ? error.code : errorCode.none;
      this.#outgoing.drop();
      this.#outgoing.send(frame(frameType.goAway, 0, 0, fourBytes(0) + fourBytes(code)));
      this.#outgoing.flush();
    }
    this.#socket.destroy();
    this.#requests.fail(this.#error);
  }

  #awaitGreeting(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      this.#socket.destroy();
    }, greetingMs);
  }

  #greet(): void {
    this.#hasGreeted = true;
    clearTimeout(this.#patience);
  }

  /** Ends a connection that takes no more requests and has none; tells of room otherwise. */
  #settle(): void {
    const isOver = this.#isLeaving || !this.#requests.isUsable;
    if (isOver && this.#requests.size === 0) this.#socket.destroy();
    this.#owner.onRoom();
  }

  #read(bytes: Buffer): void {
    if (this.#socket.destroyed) return;
    this.#requests.heard();
    try {
      this.#incoming.read(bytes);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #close(): void {
    clearTimeout(this.#patience);
    const error = this.#error ?? new Error('the other side closed it');
    this.#requests.fail(error);
    this.#owner.onClosed(this, { error, isUnspoken: this.#isUnspoken(error) });
  }

  /** With TLS the other side says what it speaks; without, it begins otherwise, or says nothing, or ends what begins otherwise. */
  #isUnspoken(error: Error): boolean {
    if (!this.#isOpen || this.#hasGreeted) return false;
    if (this.#socket instanceof TLSSocket) return this.#socket.alpnProtocol !== 'h2';
    const isReset = 'code' in error && error.code === 'ECONNRESET';
    return this.#error === null || isReset || error instanceof ConnectionError;
  }
}
