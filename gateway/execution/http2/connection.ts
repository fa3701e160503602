import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { MalformedResponse } from '../malformed-response.ts';
import type { Opener } from '../opener.ts';
import type { ResponseHandler } from '../response-handler.ts';
import { UnprocessedRequest } from '../unprocessed-request.ts';
import { ConnectionError } from './connection-error.ts';
import {
  errorCode,
  flag,
  fourBytes,
  frame,
  frameType,
  mostFrameBytes,
  mostWindow,
  setting,
} from './frames.ts';
import { greeting, receiveWindow } from './greeting.ts';
import { Incoming, type IncomingSink } from './incoming.ts';
import { OpenStreams } from './open-streams.ts';
import { Outgoing } from './outgoing.ts';
import type { RequestBytes } from './request-block.ts';
import { Stream } from './stream.ts';

/** Told what becomes of a connection. */
export interface ConnectionOwner {
  /** It can carry requests, or another one. */
  readonly onRoom: () => void;
  /**
   * It is closed; whoever waits for a response over it has been told.
   * @param error null where the other side does not speak HTTP/2
   */
  readonly onClosed: (connection: Connection, error: Error | null) => void;
}

const reset = 'the other side reset it';
const refused = 'the other side refused it';
const away = 'the other side goes away';

/** How long a connection is waited for. */
const patienceMs = 10_000;
/** After which a connection that rested is not used again: what is on the way may have forgotten it without a word. */
const mostRestMs = 30_000;
/** For which nothing may come before a request that is given up shows that the other side is gone. */
const mostSilenceMs = 1_000;

/** Bytes that may wait to be read by the other side, beside what it asks for. */
const mostUnread = 64 * 1024;

/** What has come is read before anything else comes, so that all connections can share one place for it. */
const arrived = Buffer.allocUnsafeSlow(64 * 1024);

/** A connection of HTTP/2: many requests at a time (RFC 9113). */
export class Connection {
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #outgoing: Outgoing;
  readonly #incoming: Incoming;
  readonly #streams = new OpenStreams();
  readonly #patience: NodeJS.Timeout;
  readonly #mostStreams: number;
  #most: number;
  #next = 1;
  #isLeaving = false;
  /** Since when it rests. */
  #restsSince: number | null = performance.now();
  /** When the first of what nothing has followed yet was sent. */
  #silentSince: number | null = null;
  #received = 0;
  #error: Error | null = null;
  #isOpen = false;

  /** @param most requests at the same time */
  constructor(opener: Opener, most: number, owner: ConnectionOwner) {
    this.#mostStreams = this.#most = most;
    this.#owner = owner;
    const onread = {
      buffer: arrived,
      callback: (length: number): boolean => {
        this.#read(arrived.subarray(0, length));
        return true;
      },
    };
    const socket = (this.#socket = opener.open(onread));
    this.#outgoing = new Outgoing((text) => {
      if (!socket.destroyed) socket.write(text, 'latin1');
    });
    this.#incoming = new Incoming(this.#sink());
    this.#patience = setTimeout(() => {
      socket.destroy(new Error('the other side does not greet'));
    }, patienceMs);
    socket.once(opener.ready, () => {
      this.#isOpen = true;
      if (socket instanceof TLSSocket && socket.alpnProtocol !== 'h2') socket.destroy();
      else socket.write(greeting, 'latin1');
    });
    socket.on('error', (error) => {
      // Some that speak HTTP/1.1 only end a connection so that begins otherwise.
      const isReset = 'code' in error && error.code === 'ECONNRESET';
      if (!isReset || !this.#isOpen || this.hasGreeted) this.#error ??= error;
    });
    // Node would wait until all is sent, to a side that may read no more.
    socket.on('end', () => {
      socket.destroy();
    });
    socket.on('close', () => {
      this.#close();
    });
  }

  /** Whether the other side has shown that it speaks HTTP/2. */
  get hasGreeted(): boolean {
    return this.#incoming.hasBegun;
  }

  /** Whether it takes another request at once. */
  get hasRoom(): boolean {
    return this.hasGreeted && this.#streams.size < this.#most;
  }

  /** Whether it may be given requests, now or when there is room. */
  get isUsable(): boolean {
    if (this.#isLeaving || this.#socket.destroyed || this.#next > mostWindow) return false;
    const rests = this.#restsSince;
    return rests === null || performance.now() - rests < mostRestMs;
  }

  /**
   * Sends a request; there must be room.
   * @returns what ends it; whoever waits for the response is told nothing then
   */
  send({ block, body }: RequestBytes, handler: ResponseHandler): () => void {
    const id = this.#next;
    this.#next += 2;
    this.#streams.add(new Stream(id, handler));
    this.#restsSince = null;
    this.#silentSince ??= performance.now();
    this.#sendBlock(id, block);
    this.#outgoing.sendBody(id, body);
    return () => {
      this.#abort(id);
    };
  }

  /** Takes no more requests, and ends with the last that is under way. */
  leave(): void {
    this.#isLeaving = true;
    if (this.#streams.size === 0) this.#socket.destroy();
  }

  /** Ends the connection; whoever waits for a response is told why. */
  fail(error: Error): void {
    this.#error ??= error;
    if (this.hasGreeted && !this.#socket.destroyed) {
      const code = error instanceof ConnectionError ? error.code : errorCode.none;
      this.#outgoing.send(frame(frameType.goAway, 0, 0, fourBytes(0) + fourBytes(code)));
      this.#outgoing.flush();
    }
    this.#socket.destroy();
    this.#failStreams(this.#error);
  }

  #sendBlock(id: number, block: string): void {
    for (let at = 0; at === 0 || at < block.length; at += mostFrameBytes) {
      const type = at === 0 ? frameType.headers : frameType.continuation;
      const flags = at + mostFrameBytes < block.length ? 0 : flag.endHeaders;
      this.#outgoing.send(frame(type, flags, id, block.slice(at, at + mostFrameBytes)));
    }
  }

  #read(bytes: Buffer): void {
    if (this.#socket.destroyed) return;
    this.#silentSince = null;
    try {
      this.#incoming.read(bytes);
    } catch (error) {
      if (this.hasGreeted) this.fail(error instanceof Error ? error : new Error(String(error)));
      else this.#socket.destroy();
    }
  }

  #sink(): IncomingSink {
    return {
      onSetting: (id, value) => {
        if (id === setting.initialWindowSize) this.#outgoing.setStreamWindow(value);
        // One that takes none is told by its refusal that it must take one.
        else if (id === setting.maxConcurrentStreams)
          this.#most = Math.min(this.#mostStreams, Math.max(1, value));
      },
      onSettings: () => {
        clearTimeout(this.#patience);
        this.#reply(frame(frameType.settings, flag.ack, 0, ''));
        this.#owner.onRoom();
      },
      onFields: (id, block, isEnd) => {
        this.#give(id, (stream) => stream.readFields(block, isEnd));
      },
      onData: (id, part, isEnd, received) => {
        this.#giveBack(received);
        this.#give(id, (stream) => stream.readData(part, isEnd));
      },
      onReset: (id, code) => {
        const isRefused = code === errorCode.refusedStream;
        const error = isRefused ? new UnprocessedRequest(refused) : new Error(reset);
        this.#end(id)?.handler.onError(error);
      },
      onPing: (payload) => {
        this.#reply(frame(frameType.ping, flag.ack, 0, payload));
      },
      onGoAway: (last) => {
        this.#isLeaving = true;
        for (const id of this.#streams.after(last))
          this.#end(id)?.handler.onError(new UnprocessedRequest(away));
        if (this.#streams.size === 0) this.#socket.destroy();
      },
      onWindow: (id, by) => {
        this.#outgoing.widen(id, by);
      },
    };
  }

  /** Gives a stream what has come for it; ends it when its response is whole, or is none. */
  #give(id: number, read: (stream: Stream) => boolean): void {
    const stream = this.#streams.get(id);
    if (stream === null) {
      if (id % 2 === 0 || id >= this.#next)
        throw new ConnectionError(errorCode.protocol, 'it answers what nobody asked');
      return;
    }
    let isWhole: boolean;
    try {
      isWhole = read(stream);
    } catch (error) {
      if (!(error instanceof MalformedResponse)) throw error;
      this.#reset(id, errorCode.protocol);
      this.#end(id)?.handler.onError(error);
      return;
    }
    // Whoever reads it may have given it up.
    if (!isWhole || this.#streams.get(id) === null) return;
    if (this.#outgoing.forget(id)) this.#reset(id, errorCode.none);
    this.#end(id)?.handler.onComplete();
  }

  #giveBack(received: number): void {
    this.#received += received;
    if (this.#received < receiveWindow / 2) return;
    this.#reply(frame(frameType.windowUpdate, 0, 0, fourBytes(this.#received)));
    this.#received = 0;
  }

  #abort(id: number): void {
    if (this.#streams.get(id) === null) return;
    this.#reset(id, errorCode.cancel);
    if (performance.now() - (this.#silentSince ?? Infinity) >= mostSilenceMs)
      this.#isLeaving = true;
    this.#end(id);
  }

  #reset(id: number, code: number): void {
    this.#outgoing.send(frame(frameType.resetStream, 0, id, fourBytes(code)));
  }

  /** A side that reads nothing of what it asks for is not answered any further. */
  #reply(text: string): void {
    if (this.#socket.writableLength > mostUnread)
      throw new ConnectionError(errorCode.enhanceYourCalm, 'it asks without reading');
    this.#outgoing.send(text);
  }

  /** Forgets a stream; gives it if there was one. */
  #end(id: number): Stream | null {
    const stream = this.#streams.remove(id);
    if (stream === null) return null;
    this.#outgoing.forget(id);
    if (this.#streams.size === 0) {
      this.#restsSince = performance.now();
      this.#silentSince = null;
      if (this.#isLeaving) this.#socket.destroy();
    }
    this.#owner.onRoom();
    return stream;
  }

  #failStreams(error: Error): void {
    for (const id of this.#streams.after(0)) this.#end(id)?.handler.onError(error);
  }

  #close(): void {
    clearTimeout(this.#patience);
    const isUnspoken = this.#isOpen && this.#error === null && !this.hasGreeted;
    const error = this.#error ?? new Error('the other side closed it');
    this.#failStreams(error);
    this.#owner.onClosed(this, isUnspoken ? null : error);
  }
}
