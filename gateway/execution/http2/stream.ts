import { MalformedResponse } from '../malformed-response.ts';
import type { ResponseHandler } from '../response-handler.ts';
import { readHead } from './response-fields.ts';

/** Heads that may come before the response's own (RFC 9110, section 15.2). */
const mostEarly = 8;

/** One request and its response: what comes on a stream, in the order in which it may (RFC 9113, section 8.1). */
export class Stream {
  readonly id: number;
  readonly handler: ResponseHandler;
  #hasHead = false;
  /** Bytes that the body has, where its head says so. */
  #length: number | null = null;
  #received = 0;
  #early = 0;

  constructor(id: number, handler: ResponseHandler) {
    this.id = id;
    this.handler = handler;
  }

  /**
   * Takes a block of fields: what comes before the response, its head, or its trailers, which say nothing to us.
   * @returns whether the response is whole
   * @throws MalformedResponse
   */
  readFields(block: Buffer, isEnd: boolean): boolean {
    if (this.#hasHead) {
      if (!isEnd) throw new MalformedResponse('it has two heads');
      return this.#end();
    }
    const { status, fields, length } = readHead(block);
    if (status < 200) {
      if (isEnd) throw new MalformedResponse('it ends before it begins');
      this.#early += 1;
      if (this.#early > mostEarly) throw new MalformedResponse('it does not begin');
      return false;
    }
    this.#hasHead = true;
    this.#length = length;
    this.handler.onHeaders(status, fields);
    return isEnd && this.#end();
  }

  /**
   * Takes a part of the body.
   * @returns whether the response is whole
   * @throws MalformedResponse
   */
  readData(part: Buffer, isEnd: boolean): boolean {
    if (!this.#hasHead) throw new MalformedResponse('it has no head');
    this.#received += part.length;
    if (this.#length !== null && this.#received > this.#length)
      throw new MalformedResponse('it is longer than it says');
    // The last part is read before anything else comes into its place.
    if (part.length > 0) this.handler.onData(isEnd ? part : Buffer.from(part));
    return isEnd && this.#end();
  }

  #end(): boolean {
    if (this.#length !== null && this.#received !== this.#length)
      throw new MalformedResponse('it is shorter than it says');
    return true;
  }
}
