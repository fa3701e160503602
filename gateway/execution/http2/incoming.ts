import { ConnectionError } from './connection-error.ts';
import { FrameReader } from './frame-reader.ts';
import { errorCode, flag, frameType, mostFrameBytes } from './frames.ts';

/** Told what the other side says; what is lent is lent until it returns. */
export interface IncomingSink {
  readonly onSetting: (id: number, value: number) => void;
  /** All settings of a frame have been given: it is to be acknowledged. */
  readonly onSettings: () => void;
  /** Gives whether it brought a request further. */
  readonly onFields: (stream: number, block: Buffer, isEnd: boolean) => boolean;
  /**
   * `received` counts what the frame took of the connection's window, padding included. Gives whether it brought a request
   * further.
   */
  readonly onData: (stream: number, part: Buffer, isEnd: boolean, received: number) => boolean;
  readonly onReset: (stream: number, code: number) => void;
  readonly onPing: (payload: string) => void;
  /** Streams after the last are not looked at. */
  readonly onGoAway: (last: number) => void;
  /** More may be sent: of one stream, or of all together where it is 0. Gives whether it brought a request further. */
  readonly onWindow: (stream: number, by: number) => boolean;
}

/** A block of fields that goes on in another frame. */
interface OpenBlock {
  readonly stream: number;
  readonly isEnd: boolean;
  readonly parts: Buffer[];
}

/** Frames in a row, at most, that bring no request further. */
const mostIdleFrames = 10_000;
/** Frames in which one block of fields may come; one has room for most. */
const mostParts = 8;

/** Reads what the other side sends, frame by frame, and that each has the form that it must have (RFC 9113, section 6). */
export class Incoming {
  readonly #sink: IncomingSink;
  readonly #reader = new FrameReader((type, flags, stream, payload) => {
    this.#take(type, flags, stream, payload);
  });
  #hasBegun = false;
  #open: OpenBlock | null = null;
  #idleFrames = 0;

  constructor(sink: IncomingSink) {
    this.#sink = sink;
  }

  /**
   * Takes what has come; nothing of it is kept afterwards.
   * @throws ConnectionError
   */
  read(bytes: Buffer): void {
    this.#reader.read(bytes);
  }

  #take(type: number, flags: number, stream: number, payload: Buffer): void {
    const isFirst = !this.#hasBegun;
    if (isFirst && (type !== frameType.settings || (flags & flag.ack) !== 0))
      throw new ConnectionError(errorCode.protocol, 'it does not begin as HTTP/2 does');
    if ((this.#open !== null) !== (type === frameType.continuation))
      throw new ConnectionError(errorCode.protocol, 'a block of fields is not where it must be');
    this.#idleFrames += 1;
    if (this.#idleFrames > mostIdleFrames)
      throw new ConnectionError(errorCode.enhanceYourCalm, 'it sends much and answers nothing');
    switch (type) {
      case frameType.data:
        this.#takeData(flags, ofStream(stream), payload);
        break;
      case frameType.headers:
        this.#takeHeaders(flags, ofStream(stream), payload);
        break;
      case frameType.continuation:
        this.#takeContinuation(flags, stream, payload);
        break;
      case frameType.resetStream:
        sized(payload, 4);
        this.#sink.onReset(ofStream(stream), payload.readUInt32BE(0));
        break;
      case frameType.settings:
        ofConnection(stream);
        this.#takeSettings(flags, payload);
        this.#hasBegun = true;
        break;
      case frameType.pushPromise:
        throw new ConnectionError(errorCode.protocol, 'it promises what nobody asked for');
      case frameType.ping:
        sized(payload, 8);
        ofConnection(stream);
        if ((flags & flag.ack) === 0) this.#sink.onPing(payload.toString('latin1'));
        break;
      case frameType.goAway:
        ofConnection(stream);
        sized(payload.subarray(0, 8), 8);
        this.#sink.onGoAway(payload.readUInt32BE(0) & 0x7fff_ffff);
        break;
      case frameType.windowUpdate:
        this.#takeWindowUpdate(stream, payload);
    }
    // Of other types nothing is known, and nothing need be (RFC 9113, section 5.5).
  }

  #takeData(flags: number, stream: number, payload: Buffer): void {
    const isEnd = (flags & flag.endStream) !== 0;
    const part = unpadded(flags, payload);
    if (this.#sink.onData(stream, part, isEnd, payload.length)) this.#idleFrames = 0;
  }

  #takeHeaders(flags: number, stream: number, payload: Buffer): void {
    let block = unpadded(flags, payload);
    if ((flags & flag.priority) !== 0) block = block.subarray(5);
    this.#takeBlock(flags, { stream, isEnd: (flags & flag.endStream) !== 0, parts: [] }, block);
  }

  #takeContinuation(flags: number, stream: number, payload: Buffer): void {
    const open = this.#open;
    if (open?.stream !== stream)
      throw new ConnectionError(errorCode.protocol, 'a block of fields is not where it must be');
    this.#takeBlock(flags, open, payload);
  }

  #takeBlock(flags: number, open: OpenBlock, part: Buffer): void {
    const { stream, isEnd, parts } = open;
    const length = parts.reduce((sum, each) => sum + each.length, part.length);
    if (length > mostFrameBytes || parts.length >= mostParts)
      throw new ConnectionError(errorCode.enhanceYourCalm, 'its head is too long');
    if ((flags & flag.endHeaders) === 0) {
      parts.push(Buffer.from(part));
      this.#open = open;
      return;
    }
    this.#open = null;
    const block = parts.length === 0 ? part : Buffer.concat([...parts, part]);
    if (this.#sink.onFields(stream, block, isEnd)) this.#idleFrames = 0;
  }

  #takeSettings(flags: number, payload: Buffer): void {
    if ((flags & flag.ack) !== 0) {
      sized(payload, 0);
      return;
    }
    sized(payload, payload.length - (payload.length % 6));
    for (let at = 0; at < payload.length; at += 6)
      this.#sink.onSetting(payload.readUInt16BE(at), payload.readUInt32BE(at + 2));
    this.#sink.onSettings();
  }

  #takeWindowUpdate(stream: number, payload: Buffer): void {
    sized(payload, 4);
    const by = payload.readUInt32BE(0) & 0x7fff_ffff;
    if (this.#sink.onWindow(stream, by)) this.#idleFrames = 0;
  }
}

function ofStream(stream: number): number {
  if (stream === 0)
    throw new ConnectionError(
      errorCode.protocol,
      'a frame does not say to which stream it belongs',
    );
  return stream;
}

function ofConnection(stream: number): void {
  if (stream !== 0)
    throw new ConnectionError(errorCode.protocol, 'a frame of the connection is one of a stream');
}

function sized(payload: Buffer, length: number): void {
  if (payload.length !== length)
    throw new ConnectionError(errorCode.frameSize, 'a frame has not the length that it must have');
}

/** RFC 9113, section 6.1. */
function unpadded(flags: number, payload: Buffer): Buffer {
  if ((flags & flag.padded) === 0) return payload;
  const padding = payload[0] ?? payload.length;
  if (padding >= payload.length)
    throw new ConnectionError(errorCode.protocol, 'a frame is longer padded than it is long');
  return payload.subarray(1, payload.length - padding);
}
