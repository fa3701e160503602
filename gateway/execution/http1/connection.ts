import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { RequestText } from './request-text.ts';
import { ResponseReader, type ResponseSink } from './response-reader.ts';

/** Where a subgraph listens. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** For TLS; null without. */
  readonly tls: Tls | null;
}

/** Whom a subgraph's certificate may be of. */
export interface Tls {
  /** Certificates of authorities, PEM, instead of the system's. */
  readonly ca?: string;
}

/** Whoever waits for a response. */
export interface Handler extends ResponseSink {
  /** Given what ends the request; asks for its end at once when nobody waits any more. */
  readonly onConnect: (abort: () => void) => void;
  readonly onError: (error: Error) => void;
}

/** Told what becomes of a connection. */
export interface ConnectionOwner {
  /** A response has come, and another request may follow. */
  readonly onFree: (connection: Connection) => void;
  readonly onClosed: (connection: Connection) => void;
}

/** What has come is read before anything else comes, so that all connections can share one place for it. */
const arrived = Buffer.allocUnsafeSlow(64 * 1024);

const keepAliveProbeMs = 60_000;

/** A connection of HTTP/1.1: one request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  #reader: ResponseReader | null = null;
  #handler: Handler | null = null;
  /** What was to be sent before the connection was there; the certificate is looked at first. */
  #unsent: RequestText | null = null;
  #isOpen = false;
  #usableUntil = Infinity;
  #error: Error | null = null;

  constructor(target: Target, owner: ConnectionOwner) {
    this.#owner = owner;
    const onread = {
      buffer: arrived,
      callback: (length: number): boolean => {
        this.#read(arrived.subarray(0, length));
        return true;
      },
    };
    this.#socket = open(target, onread);
    this.#socket.once(target.tls === null ? 'connect' : 'secureConnect', () => {
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

  /** Whether the subgraph is likely to take another request. */
  get isUsable(): boolean {
    return !this.#socket.destroyed && performance.now() < this.#usableUntil;
  }

  /** Sends a request; the connection must be free. */
  send(request: RequestText, handler: Handler): void {
    this.#handler = handler;
    this.#reader = new ResponseReader(handler);
    if (this.#isOpen) this.#write(request);
    else this.#unsent = request;
  }

  /** Ends the connection if it still is this handler's, who is told nothing. */
  abort(handler: Handler): void {
    if (this.#handler === handler) this.destroy();
  }

  /** Ends the connection; whoever waits for a response is told nothing. */
  destroy(): void {
    this.#handler = null;
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
    // An answer may come before its request is sent whole: then there is no saying what the rest would be taken for.
    const isSpent = length < bytes.length || this.#socket.writableLength > 0;
    if (isSpent || reader.restMs === 0) {
      this.destroy();
      return;
    }
    this.#usableUntil = performance.now() + reader.restMs;
    this.#owner.onFree(this);
  }

  /** Ends the connection; whoever waits for a response is told why. */
  fail(error: Error): void {
    const handler = this.#handler;
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

function open({ host, port, tls }: Target, onread: OnReadOpts): Socket {
  const to = {
    ...{ host, port, onread },
    ...{ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveProbeMs },
  };
  if (tls === null) return connect(to);
  // A name goes with the greeting, an address does not (RFC 6066, section 3).
  const servername = isIP(host) === 0 ? host : '';
  return connectSecurely({ ...to, ...tls, servername, ALPNProtocols: ['http/1.1'] });
}
