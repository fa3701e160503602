import { MalformedResponse } from '../malformed-response.ts';
import type { ResponseSink } from '../response-handler.ts';
import { type Head, readHead } from './response-head.ts';

const mostHeadBytes = 16 * 1024;
/** A chunk's size with its extensions, or one trailer. */
const mostLineBytes = 1024;
const mostTrailers = 32;

const nobody: ResponseSink = {
  onHeaders: () => undefined,
  onData: () => undefined,
  onComplete: () => undefined,
};

type State = 'head' | 'body' | 'size' | 'chunk' | 'chunk end' | 'trailer' | 'to the end' | 'done';

/**
 * Reads one response of HTTP/1.1 from what a connection gives (RFC 9112). It is strict: where two readers could
 * disagree on where a message ends, it refuses, because the next answer on the connection is another principal's.
 */
export class ResponseReader {
  #sink: ResponseSink;
  #state: State = 'head';
  /** Part of a head or of a line that is not whole yet. */
  #rest: Buffer | null = null;
  /** Bytes of the body or of a chunk that have not come. */
  #left = 0;
  #trailers = 0;
  #head: Head | null = null;

  constructor(sink: ResponseSink) {
    this.#sink = sink;
  }

  /** Whether the response has come whole. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** How long the connection may rest before its next request, in milliseconds; 0 when there may be none. */
  get restMs(): number {
    return this.#head?.restMs ?? 0;
  }

  /**
   * Takes what has come; nothing of it is kept afterwards.
   * @returns how many bytes belong to the response
   * @throws MalformedResponse
   */
  read(given: Buffer): number {
    const before = this.#rest?.length ?? 0;
    const bytes = this.#rest === null ? given : Buffer.concat([this.#rest, given]);
    this.#rest = null;
    let at = 0;
    while (at < bytes.length && !this.isDone) {
      const next = this.#step(bytes, at);
      if (next === null) {
        this.#rest = Buffer.from(bytes.subarray(at));
        return given.length;
      }
      at = next;
    }
    return at - before;
  }

  /** Tells nobody of what may still come: whoever it was for has given it up, while being told. */
  stop(): void {
    this.#sink = nobody;
  }

  /** The connection has ended. Gives whether that is the end of the response. */
  end(): boolean {
    if (this.#state === 'to the end') this.#complete();
    return this.isDone;
  }

  /** One part of the response; gives where the next begins, or null when this one is not whole. */
  #step(bytes: Buffer, at: number): number | null {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'body':
      case 'chunk':
        return this.#readBody(bytes, at);
      case 'to the end':
        this.#sink.onData(Buffer.from(bytes.subarray(at)));
        return bytes.length;
      case 'size':
      case 'chunk end':
      case 'trailer':
        return this.#readLine(bytes, at);
      case 'done':
        return at;
    }
  }

  #readHead(bytes: Buffer, at: number): number | null {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if ((end < 0 ? bytes.length : end) - at > mostHeadBytes)
      throw new MalformedResponse('its head is too long');
    if (end < 0) return null;
    const head = readHead(bytes.toString('latin1', at, end));
    const after = end + 4;
    // What comes before the response itself (RFC 9110, section 15.2).
    if (head.status < 200) return after;
    this.#head = head;
    this.#sink.onHeaders(head.status, head.fields);
    const { length } = head;
    if (length === 0) this.#complete();
    else if (length === 'chunked') this.#state = 'size';
    else if (length === null) this.#state = 'to the end';
    else [this.#state, this.#left] = ['body', length];
    return after;
  }

  #readBody(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    const isWhole = end - at === this.#left;
    this.#left -= end - at;
    const part = bytes.subarray(at, end);
    if (this.#state === 'chunk') {
      this.#sink.onData(Buffer.from(part));
      if (isWhole) this.#state = 'chunk end';
    } else if (isWhole) {
      // It is read before anything else comes into its place.
      this.#sink.onData(part);
      this.#complete();
    } else this.#sink.onData(Buffer.from(part));
    return end;
  }

  #readLine(bytes: Buffer, at: number): number | null {
    const end = bytes.indexOf('\r\n', at, 'latin1');
    if ((end < 0 ? bytes.length : end) - at > mostLineBytes)
      throw new MalformedResponse('a line of its body is too long');
    if (end < 0) return null;
    const line = bytes.toString('latin1', at, end);
    if (this.#state === 'size') {
      this.#left = sizeOf(line);
      this.#state = this.#left === 0 ? 'trailer' : 'chunk';
    } else if (this.#state === 'chunk end') {
      if (line !== '') throw new MalformedResponse('a chunk is longer than it says');
      this.#state = 'size';
    } else if (line === '') this.#complete();
    else if ((this.#trailers += 1) > mostTrailers)
      throw new MalformedResponse('it has too many trailers');
    return end + 2;
  }

  #complete(): void {
    this.#state = 'done';
    this.#sink.onComplete();
  }
}

/** The size of a chunk (RFC 9112, section 7.1); its extensions say nothing to us. */
function sizeOf(line: string): number {
  const [, size] = /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(line) ?? [];
  if (size === undefined) throw new MalformedResponse('a chunk has no size');
  return Number.parseInt(size, 16);
}
