import { ConnectionError } from './connection-error.ts';
import { MalformedResponse } from '../malformed-response.ts';
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

const tooWide = 'it takes more than can be counted';

/**
 * What goes out over a connection: all that is to be sent in one turn of the event loop in one write, and of bodies as
 * much as the other side takes (RFC 9113, section 5.2).
 */
export class Outgoing {
  readonly #write: (text: string) => void;
  #text = '';
  #window = firstWindow;
  #streamWindow = firstWindow;
  /** The next to be sent comes first. */
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
    const most = Math.min(this.#window, this.#streamWindow, mostFrameBytes);
    if (length === 0 || (length <= most && this.#held.length === 0)) {
      this.#window -= length;
      this.send(frame(frameType.data, flag.endStream, stream, body));
      return;
    }
    this.#held.push({ stream, body, sent: 0, window: this.#streamWindow });
    this.release();
  }

  /** Whether not all of this stream's body is sent. */
  holds(stream: number): boolean {
    return this.#held.some((held) => held.stream === stream);
  }

  /** Sends no more of this stream's body. */
  forget(stream: number): void {
    if (this.#held.length > 0) this.#held = this.#held.filter((held) => held.stream !== stream);
  }

  /**
   * The other side takes more of all bodies together. Gives whether something was sent.
   * @throws ConnectionError
   */
  widenAll(by: number): boolean {
    if (this.#window + by > mostWindow) throw new ConnectionError(errorCode.flowControl, tooWide);
    this.#window += by;
    return this.release();
  }

  /**
   * The other side takes more of a stream's body. Gives whether something was sent.
   * @throws MalformedResponse
   */
  widen(stream: number, by: number): boolean {
    const held = this.#held.find((each) => each.stream === stream);
    if (held === undefined) return false;
    if (held.window + by > mostWindow) throw new MalformedResponse(tooWide);
    held.window += by;
    return this.release();
  }

  /**
   * The other side takes so much of each stream, those under way among them; nothing is sent yet.
   * @throws ConnectionError
   */
  setStreamWindow(size: number): void {
    const by = size - this.#streamWindow;
    this.#streamWindow = size;
    for (const held of this.#held) held.window += by;
    if (size > mostWindow || this.#held.some(({ window }) => window > mostWindow))
      throw new ConnectionError(errorCode.flowControl, tooWide);
  }

  /** Sends at once what waits for the end of the turn. */
  flush(): void {
    const text = this.#text;
    this.drop();
    if (text !== '') this.#write(text);
  }

  /** Forgets what waits for the end of the turn. */
  drop(): void {
    this.#text = '';
  }

  /** Sends of bodies what the other side takes, a frame of each in turn. Gives whether there was something to send. */
  release(): boolean {
    let hasSent = false;
    for (let waiting = 0; waiting < this.#held.length;) {
      const [held] = this.#held.splice(waiting, 1);
      if (held === undefined) break;
      const left = held.body.length - held.sent;
      const length = Math.min(left, held.window, this.#window, mostFrameBytes);
      if (length > 0) {
        this.#sendPart(held, length);
        hasSent = true;
        if (length < left) this.#held.push(held);
      } else {
        this.#held.splice(waiting, 0, held);
        waiting += 1;
      }
    }
    return hasSent;
  }

  #sendPart(held: Held, length: number): void {
    const { stream, body, sent } = held;
    held.sent += length;
    held.window -= length;
    this.#window -= length;
    const flags = held.sent === body.length ? flag.endStream : 0;
    this.send(frame(frameType.data, flags, stream, body.slice(sent, sent + length)));
  }
}
