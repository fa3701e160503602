import { ConnectionError } from './connection-error.ts';
import { errorCode, mostFrameBytes } from './frames.ts';

/** Told of each frame; the payload is lent until it returns. */
export type OnFrame = (type: number, flags: number, stream: number, payload: Buffer) => void;

const headBytes = 9;

/** Cuts what a connection gives into frames (RFC 9113, section 4.1). */
export class FrameReader {
  readonly #onFrame: OnFrame;
  /** The first bytes of a frame that has not come whole. */
  #part: Buffer | null = null;
  #partBytes = 0;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /**
   * Takes what has come; nothing of it is kept afterwards.
   * @throws ConnectionError for a frame that is too large, and what `onFrame` throws
   */
  read(bytes: Buffer): void {
    let at = this.#partBytes === 0 ? 0 : this.#complete(bytes);
    while (at < bytes.length) {
      const end = at + sizeOf(bytes, at);
      if (end > bytes.length) {
        this.#keep(bytes, at, bytes.length);
        return;
      }
      this.#give(bytes, at, end);
      at = end;
    }
  }

  /** Completes the frame that is kept; gives how many bytes that took. */
  #complete(bytes: Buffer): number {
    const part = this.#part;
    if (part === null) return 0;
    let at = 0;
    let missing = this.#missing(part);
    // Its head says how much more there is.
    while (missing > 0 && at < bytes.length) {
      const end = Math.min(bytes.length, at + missing);
      this.#keep(bytes, at, end);
      at = end;
      missing = this.#missing(part);
    }
    if (missing > 0) return at;
    const length = this.#partBytes;
    this.#partBytes = 0;
    this.#give(part, 0, length);
    return at;
  }

  #missing(part: Buffer): number {
    return sizeOf(part, 0, this.#partBytes) - this.#partBytes;
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    this.#part ??= Buffer.allocUnsafeSlow(headBytes + mostFrameBytes);
    bytes.copy(this.#part, this.#partBytes, start, end);
    this.#partBytes += end - start;
  }

  #give(bytes: Buffer, start: number, end: number): void {
    const stream = bytes.readUInt32BE(start + 5) & 0x7fff_ffff;
    const payload = bytes.subarray(start + headBytes, end);
    this.#onFrame(bytes[start + 3] ?? 0, bytes[start + 4] ?? 0, stream, payload);
  }
}

/** Of a frame's bytes as far as can be told: those of its head where that is not whole. */
function sizeOf(bytes: Buffer, at: number, end = bytes.length): number {
  if (end - at < headBytes) return headBytes;
  const length = bytes.readUIntBE(at, 3);
  if (length > mostFrameBytes)
    throw new ConnectionError(errorCode.frameSize, 'a frame is too large');
  return headBytes + length;
}
