import { MalformedResponse } from '../malformed-response.ts';
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
import { receiveWindow } from './greeting.ts';
import type { IncomingSink } from './incoming.ts';
import { OpenStreams } from './open-streams.ts';
import type { Outgoing } from './outgoing.ts';
import type { RequestBytes } from './request-block.ts';
import { Stream } from './stream.ts';

/** Told what becomes of the requests. */
export interface MultiplexerOwner {
  /** The other side has greeted. */
  readonly onGreeted: () => void;
  /** It may be that another request can be sent, here or elsewhere. */
  readonly onRoom: () => void;
}

const largestFrameBytes = 2 ** 24 - 1;

/**
 * The requests of one connection that are under way: what is sent for each, and what comes for it. What is wrong with one
 * stream costs that one alone, also where a block of fields cannot be read: no other depends on it, since the table of fields
 * is kept empty.
 */
export class Multiplexer implements IncomingSink {
  readonly #outgoing: Outgoing;
  readonly #owner: MultiplexerOwner;
  readonly #streams = new OpenStreams();
  #most = Infinity;
  #next = 1;
  #isLeft = false;
  #restsSince: number | null = performance.now();
  #silentSince: number | null = null;
  #received = 0;

  constructor(outgoing: Outgoing, owner: MultiplexerOwner) {
    this.#outgoing = outgoing;
    this.#owner = owner;
  }

  /** Requests under way. */
  get size(): number {
    return this.#streams.size;
  }

  /** Whether the other side takes another request now. */
  get hasRoom(): boolean {
    return this.#streams.size < this.#most;
  }

  /** Whether it may take another request at all. */
  get isUsable(): boolean {
    return !this.#isLeft && this.#next <= mostWindow;
  }

  /** Whether none was ever sent. */
  get isUnused(): boolean {
    return this.#next === 1;
  }

  /** Milliseconds for which none was under way. */
  get restMs(): number {
    return this.#restsSince === null ? 0 : performance.now() - this.#restsSince;
  }

  /** Milliseconds since the first was sent after which nothing has come. */
  get silentMs(): number {
    return this.#silentSince === null ? 0 : performance.now() - this.#silentSince;
  }

  /** Something has come. */
  heard(): void {
    this.#silentSince = null;
  }

  /**
   * Sends a request; there must be room.
   * @returns by which number it is known
   */
  send({ block, body }: RequestBytes, handler: ResponseHandler): number {
    const id = this.#next;
    this.#next += 2;
    this.#streams.add(new Stream(id, handler));
    this.#restsSince = null;
    this.#silentSince ??= performance.now();
    for (let at = 0; at === 0 || at < block.length; at += mostFrameBytes) {
      const type = at === 0 ? frameType.headers : frameType.continuation;
      const flags = at + mostFrameBytes < block.length ? 0 : flag.endHeaders;
      this.#outgoing.send(frame(type, flags, id, block.slice(at, at + mostFrameBytes)));
    }
    this.#outgoing.sendBody(id, body);
    return id;
  }

  /** Whether a request is under way. */
  has(id: number): boolean {
    return this.#streams.get(id) !== null;
  }

  /** Ends a request; whoever waits for the response is told nothing. */
  abort(id: number): void {
    this.#end(id, errorCode.cancel);
  }

  /** Ends all; whoever waits for a response is told why. */
  fail(error: Error): void {
    for (const id of this.#streams.after(0)) this.#end(id, null)?.handler.onError(error);
  }

  onSetting(id: number, value: number): void {
    if (id === setting.initialWindowSize) this.#outgoing.setStreamWindow(value);
    else if (id === setting.maxConcurrentStreams) this.#most = value;
    else if (id === setting.enablePush && value !== 0) throw wrongSetting();
    else if (id === setting.maxFrameSize && (value < mostFrameBytes || value > largestFrameBytes))
      throw wrongSetting();
  }

  onSettings(): void {
    this.#outgoing.send(frame(frameType.settings, flag.ack, 0, ''));
    // Not before: until then, the other side counts by what held before.
    this.#outgoing.release();
    this.#owner.onGreeted();
    this.#owner.onRoom();
  }

  onFields(id: number, block: Buffer, isEnd: boolean): boolean {
    return this.#give(id, (stream) => stream.readFields(block, isEnd)) && isEnd;
  }

  onData(id: number, part: Buffer, isEnd: boolean, received: number): boolean {
    this.#giveBack(received);
    return this.#give(id, (stream) => stream.readData(part, isEnd)) && (isEnd || part.length > 0);
  }

  onReset(id: number, code: number): void {
    this.#known(id);
    const error =
      code === errorCode.refusedStream
        ? new UnprocessedRequest('the other side refused it')
        : new Error('the other side reset it');
    this.#end(id, null)?.handler.onError(error);
  }

  onPing(payload: string): void {
    this.#outgoing.send(frame(frameType.ping, flag.ack, 0, payload));
  }

  onGoAway(last: number): void {
    this.#isLeft = true;
    for (const id of this.#streams.after(last))
      this.#end(id, null)?.handler.onError(new UnprocessedRequest('the other side goes away'));
    this.#owner.onRoom();
  }

  onWindow(id: number, by: number): boolean {
    if (id === 0) {
      if (by === 0) throw new ConnectionError(errorCode.protocol, 'it widens a window by nothing');
      return this.#outgoing.widenAll(by);
    }
    this.#known(id);
    if (!this.has(id)) return false;
    try {
      if (by === 0) throw new MalformedResponse('it widens a window by nothing');
      return this.#outgoing.widen(id, by);
    } catch (error) {
      this.#refuse(id, error);
      return false;
    }
  }

  /** Gives a stream what has come for it; ends it when its response is whole, or is none. Gives whether there was one. */
  #give(id: number, read: (stream: Stream) => boolean): boolean {
    this.#known(id);
    const stream = this.#streams.get(id);
    if (stream === null) return false;
    try {
      if (!read(stream)) return true;
    } catch (error) {
      this.#refuse(id, error);
      return true;
    }
    const isSent = !this.#outgoing.holds(id);
    // Whoever reads it may have given it up, and then there is none.
    this.#end(id, isSent ? null : errorCode.none)?.handler.onComplete();
    return true;
  }

  #refuse(id: number, error: unknown): void {
    if (!(error instanceof MalformedResponse) || error instanceof ConnectionError) throw error;
    this.#end(id, errorCode.protocol)?.handler.onError(error);
  }

  /** RFC 9113, section 5.1: of a stream that was never opened nothing can be said. */
  #known(id: number): void {
    if (id % 2 === 0 || id >= this.#next)
      throw new ConnectionError(errorCode.protocol, 'it answers what nobody asked');
  }

  #giveBack(received: number): void {
    this.#received += received;
    if (this.#received < receiveWindow / 2) return;
    this.#outgoing.send(frame(frameType.windowUpdate, 0, 0, fourBytes(this.#received)));
    this.#received = 0;
  }

  /** Forgets a stream, telling the other side by a code unless it knows; gives it if there was one. */
  #end(id: number, code: number | null): Stream | null {
    const stream = this.#streams.remove(id);
    if (stream === null) return null;
    this.#outgoing.forget(id);
    if (code !== null) this.#outgoing.send(frame(frameType.resetStream, 0, id, fourBytes(code)));
    if (this.#streams.size === 0) this.#restsSince = performance.now();
    this.#owner.onRoom();
    return stream;
  }
}

function wrongSetting(): ConnectionError {
  return new ConnectionError(errorCode.protocol, 'a setting has a value that it may not have');
}
