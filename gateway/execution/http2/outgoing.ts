import { ConnectionError } from './connection-error.ts';
import {
  errorCode,
  firstWindow,
  flag,
  frame,
  frameType,
  mostFrameBytes,
  mostWindow,
} from './frames.ts';

/** A body of which not all may be sent yet. */
interface Held {
  readonly stream: number;
  readonly body: string;
  sent: number;
  /** How much more of it the other side takes, but for what the connection may carry; less than 0 when it changed its mind. */
  window: number;
}

/**
 * What goes out over a connection: all that is to be sent in one turn of the event loop in one write, and of bodies as
 * much as the other side takes (RFC 9113, section 5.2).
 */
export class Outgoing {
  readonly #write: (text: string) => void;
  #text = '';
  #window = firstWindow;
  #streamWindow = firstWindow;
  #held: Held[] = [];

  /** @param write sends what is given, each character a byte */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Sends frames, after those that were given before. */
  send(frames: string): void {
    if (this.#text === '')
      setImmediate(() => {
        this.flush();
      });
    this.#text += frames;
  }

  /** Sends a request's body and ends its side of the stream, now or as the other side takes it. */
  sendBody(stream: number, body: string): void {
    const { length } = body;
    if (
      length <= Math.min(this.#window, this.#streamWindow, mostFrameBytes) &&
      this.#held.length === 0
    ) {
      this.#window -= length;
      this.send(frame(frameType.data, flag.endStream, stream, body));
      return;
    }
    this.#held.push({ stream, body, sent: 0, window: this.#streamWindow });
    this.#sendHeld();
  }

  /** Sends no more of this stream's body; gives whether there was more. */
  forget(stream: number): boolean {
    const { length } = this.#held;
    if (length > 0) this.#held = this.#held.filter((held) => held.stream !== stream);
    return this.#held.length < length;
  }

  /**
   * The other side takes more: of one stream, or of all together where it is 0.
   * @throws ConnectionError
   */
  widen(stream: number, by: number): void {
    if (stream === 0) this.#window = widened(this.#window, by);
    for (const held of this.#held)
      if (held.stream === stream) held.window = widened(held.window, by);
    this.#sendHeld();
  }

  /**
   * The other side takes so much of each stream, those under way among them.
   * @throws ConnectionError
   */
  setStreamWindow(size: number): void {
    const by = size - this.#streamWindow;
    widened(0, size);
    this.#streamWindow = size;
    for (const held of this.#held) held.window = widened(held.window, by);
    this.#sendHeld();
  }

  /** Sends at once what waits for the end of the turn. */
  flush(): void {
    const text = this.#text;
    this.#text = '';
    if (text !== '') this.#write(text);
  }

  #sendHeld(): void {
    for (const held of this.#held) {
      for (;;) {
        const left = held.body.length - held.sent;
        const length = Math.min(left, held.window, this.#window, mostFrameBytes);
        if (length <= 0) break;
        const part = held.body.slice(held.sent, held.sent + length);
        held.sent += length;
        held.window -= length;
        this.#window -= length;
        const flags = length === left ? flag.endStream : 0;
        this.send(frame(frameType.data, flags, held.stream, part));
      }
    }
    if (this.#held.length > 0)
      this.#held = this.#held.filter(({ sent, body }) => sent < body.length);
  }
}

function widened(window: number, by: number): number {
  if (window + by > mostWindow)
    throw new ConnectionError(errorCode.flowControl, 'it takes more than can be counted');
  return window + by;
}
