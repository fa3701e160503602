import type { Socket } from 'node:net';
import { Lifetime } from '../lifetime.ts';
import { type FastHead, headEnd, readFastHead } from './fast-head.ts';
import type { HttpRequest } from './request.ts';

/** What becomes of a connection. */
export interface ConnectionOwner {
  /** A request has come whole; the connection waits for its answer. */
  readonly onRequest: (request: HttpRequest, ending: Lifetime) => void;
  /** Something else has come: the connection, with what was read of it, is another reader's. */
  readonly onUnusual: () => void;
  readonly onClosed: () => void;
}

/** Milliseconds. */
export interface ConnectionTimes {
  /** After which an answer is not waited for any more. */
  readonly deadlineMs: number;
  /** For which a connection may rest, or a client read nothing of its answer. */
  readonly restMs: number;
}

/** Of a request; what is longer seldom comes at once. */
const mostBytes = 32 * 1024;
/** Bytes of a body that cost less to copy than to send apart from its head. */
const mostJoined = 16 * 1024;

/** A client's connection for as long as whole requests come over it, each at once and after the answer before. */
export class FastConnection {
  readonly socket: Socket;
  readonly #owner: ConnectionOwner;
  #state: 'resting' | 'asking' | 'answered' = 'resting';
  /** The last head, and its bytes: a client's next is mostly the same. */
  #known: { readonly bytes: Buffer; readonly head: FastHead } | null = null;
  #ending: Lifetime | null = null;
  /** Started anew by each request: to make one for each would cost four times as much. */
  readonly #deadline: NodeJS.Timeout;

  constructor(socket: Socket, { deadlineMs, restMs }: ConnectionTimes, owner: ConnectionOwner) {
    this.socket = socket;
    this.#owner = owner;
    this.#deadline = setTimeout(() => this.#ending?.abort(), deadlineMs).unref();
    socket.setNoDelay(true).setTimeout(restMs);
    socket.on('data', this.#onData).on('error', this.#onError).on('end', this.#onEnd);
    socket.on('close', this.#onClose).on('timeout', this.#onTimeout);
  }

  /** Whether an answer is under way, or not sent whole. */
  get isBusy(): boolean {
    return this.#state !== 'resting';
  }

  /**
   * Sends an answer.
   * @param head with the empty line that ends it, in ASCII
   * @param isLast whether the connection ends with it
   */
  send(head: string, body: Buffer, isLast: boolean): void {
    const { socket } = this;
    this.#ending = null;
    if (socket.destroyed) return;
    let isSent: boolean;
    // As Latin 1 each byte is one character, so that none is changed.
    if (body.length <= mostJoined) {
      isSent = socket.write(head + body.toString('latin1'), 'latin1');
    } else {
      socket.cork();
      socket.write(head, 'latin1');
      isSent = socket.write(body);
      socket.uncork();
    }
    this.#state = 'answered';
    if (isLast) socket.destroySoon();
    else if (isSent) this.#rest();
    // Who does not read is not answered any further.
    else socket.once('drain', this.#rest);
  }

  readonly #rest = (): void => {
    this.#state = 'resting';
    if (this.socket.isPaused()) this.socket.resume();
  };

  readonly #onData = (bytes: Buffer): void => {
    if (this.#state !== 'resting') {
      // It is read when its turn comes.
      this.socket.pause().unshift(bytes);
      return;
    }
    const head = this.#readHead(bytes);
    if (head === null) {
      this.#leave(bytes);
      return;
    }
    const { headers, length } = head;
    this.#state = 'asking';
    this.#deadline.refresh();
    this.#ending = new Lifetime();
    const request: HttpRequest = {
      method: 'POST',
      url: '/graphql',
      headers,
      givesTokenTwice: false,
      socket: this.socket,
      body: bytes.toString('utf8', bytes.length - length),
    };
    this.#owner.onRequest(request, this.#ending);
  };

  /** Null unless the bytes are one whole request, and nothing else. */
  #readHead(bytes: Buffer): FastHead | null {
    const known = this.#known;
    if (known !== null && bytes.length === known.bytes.length + known.head.length) {
      const { length } = known.bytes;
      if (bytes.compare(known.bytes, 0, length, 0, length) === 0) return known.head;
    }
    if (bytes.length > mostBytes) return null;
    const end = bytes.indexOf(headEnd) + headEnd.length;
    const head = readFastHead(bytes.toString('latin1', 0, end));
    if (head === null || end + head.length !== bytes.length) return null;
    this.#known = { bytes: Buffer.from(bytes.subarray(0, end)), head };
    return head;
  }

  #leave(bytes: Buffer): void {
    const { socket } = this;
    clearTimeout(this.#deadline);
    socket.off('data', this.#onData).off('error', this.#onError).off('end', this.#onEnd);
    socket.off('close', this.#onClose).off('timeout', this.#onTimeout);
    socket.setTimeout(0).pause().unshift(bytes);
    this.#owner.onUnusual();
    process.nextTick(() => socket.resume());
  }

  readonly #onError = (): void => undefined;

  readonly #onEnd = (): void => {
    this.socket.destroy();
  };

  readonly #onTimeout = (): void => {
    if (this.#state !== 'asking') this.socket.destroy();
  };

  readonly #onClose = (): void => {
    clearTimeout(this.#deadline);
    this.#ending?.abort();
    this.#ending = null;
    this.#owner.onClosed();
  };
}
