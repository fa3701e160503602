import type { Socket } from 'node:net';
import { Lifetime } from '../lifetime.ts';
import { type FastHead, headEnd, readFastHead } from './fast-head.ts';
import type { Answered } from './graphql-endpoint.ts';
import type { HttpRequest } from './request.ts';
import { shortBody } from './short-body.ts';

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
  /** For which a connection may rest; a client that reads nothing of its answer is waited for twice as long. */
  readonly restMs: number;
}

/** Of a request, and of what comes before its turn; what is longer seldom comes at once. */
const mostBytes = 32 * 1024;

/** A client's connection for as long as whole requests come over it, each at once and after the answer before. */
export class FastConnection {
  readonly socket: Socket;
  readonly #owner: ConnectionOwner;
  #state: 'resting' | 'asking' | 'answered' = 'resting';
  /** Whether it ends with the answer under way. */
  #isLast = false;
  /** What came before its turn. The socket is read on, or nobody would see that the client goes. */
  #early: Buffer | null = null;
  /** The last head, and its bytes: a client's next is mostly the same. */
  #known: { readonly bytes: Buffer; readonly head: FastHead } | null = null;
  #lifetime: Lifetime | null = null;
  /** Told when the answer that the client has not read yet is sent, or will not be. */
  #onSent: (() => void) | null = null;
  /** Started anew by each request: to make one for each would cost four times as much. */
  readonly #deadline: NodeJS.Timeout;

  constructor(socket: Socket, { deadlineMs, restMs }: ConnectionTimes, owner: ConnectionOwner) {
    this.socket = socket;
    this.#owner = owner;
    this.#deadline = setTimeout(() => this.#lifetime?.abort(), deadlineMs).unref();
    socket.setNoDelay(true).setTimeout(restMs);
    socket.on('data', this.#onData).on('error', this.#onError).on('end', this.#onEnd);
    socket.on('close', this.#onClose).on('timeout', this.#onTimeout);
  }

  /** Ends the connection: at once, or with the answer that is under way. */
  end(): void {
    this.#isLast = true;
    if (this.#state === 'resting') this.socket.destroySoon();
  }

  /**
   * Sends an answer.
   * @param head with the empty line that ends it, in ASCII
   */
  send(head: string, { body, isLast, onSent }: Answered): void {
    const { socket } = this;
    this.#lifetime = null;
    if (socket.destroyed) {
      onSent();
      return;
    }
    const short = shortBody(body);
    let isSent: boolean;
    if (short === null) {
      socket.cork();
      socket.write(head, 'latin1');
      isSent = socket.write(body);
      socket.uncork();
    } else {
      isSent = socket.write(head + short, 'latin1');
    }
    this.#state = 'answered';
    this.#isLast ||= isLast;
    if (isSent) onSent();
    else this.#onSent = onSent;
    // Who does not read is not answered any further.
    if (isSent || this.#isLast) this.#rest();
    else socket.once('drain', this.#rest);
  }

  readonly #rest = (): void => {
    const { socket } = this;
    if (this.#isLast) {
      socket.destroySoon();
      return;
    }
    this.#state = 'resting';
    this.#settle();
    const early = this.#early;
    this.#early = null;
    if (early !== null && !socket.destroyed) this.#onData(early);
    if (socket.isPaused()) socket.resume();
  };

  #settle(): void {
    const onSent = this.#onSent;
    this.#onSent = null;
    onSent?.();
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#state !== 'resting') {
      this.#wait(bytes);
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
    this.#lifetime = new Lifetime();
    const request: HttpRequest = {
      method: 'POST',
      url: '/graphql',
      headers,
      givesTokenTwice: false,
      socket: this.socket,
      body: bytes.toString('utf8', bytes.length - length),
    };
    this.#owner.onRequest(request, this.#lifetime);
  };

  #wait(bytes: Buffer): void {
    const early = this.#early === null ? bytes : Buffer.concat([this.#early, bytes]);
    if (early.length <= mostBytes) this.#early = early;
    else this.socket.pause().unshift(bytes);
  }

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
    // When whoever reads now is ready: these bytes go before any that the socket has not given yet.
    process.nextTick(() => socket.resume());
  }

  readonly #onError = (): void => undefined;

  /** A client that wants no more answers may still read the last. */
  readonly #onEnd = (): void => {
    if (this.#state === 'asking') this.socket.destroy();
    else this.socket.destroySoon();
  };

  readonly #onTimeout = (): void => {
    if (this.#state !== 'asking') this.socket.destroy();
  };

  readonly #onClose = (): void => {
    clearTimeout(this.#deadline);
    this.#lifetime?.abort();
    this.#lifetime = null;
    this.#settle();
    this.#owner.onClosed();
  };
}
