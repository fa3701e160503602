import { isPlain } from '../text.ts';

/** Room at the beginning, and the most that is kept from one answer to the next. */
const FIRST_BYTES = 64 * 1024;
const KEPT_BYTES = 1024 * 1024;
/** Up to here a look at each character is quicker than a call to Node. */
const SHORT = 128;
/** From here on it is worth counting what a text needs. */
const LONG = 4096;
const DIGITS = 10;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** JSON text of ASCII characters, made once and written often. */
export function prepare(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/**
 * An answer while it is written: JSON as UTF-8. Strings joined piece by piece would be walked, copied and encoded once
 * more before they are sent, and held until then; here a character is looked at once.
 */
export class AnswerBytes {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Takes back what was written after so many bytes. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** Writes what {@link prepare} made. */
  prepared(piece: Uint8Array): void {
    const { length } = piece;
    const bytes = this.#room(length);
    let at = this.#length;
    for (let index = 0; index < length; index += 1) bytes[at++] = piece[index] ?? 0;
    this.#length = at;
  }

  /** Writes a string as JSON has it, lone surrogates escaped (RFC 8259, section 8.2). */
  string(value: string): void {
    const { length } = value;
    if (length > SHORT) {
      this.json(isPlain(value) ? `"${value}"` : JSON.stringify(value));
      return;
    }
    const bytes = this.#room(3 * length + 2);
    let at = this.#length;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code < 0x80) {
        if (code < 0x20 || code === QUOTE || code === BACKSLASH) {
          this.json(JSON.stringify(value));
          return;
        }
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        this.json(JSON.stringify(value));
        return;
      }
    }
    bytes[at++] = QUOTE;
    this.#length = at;
  }

  /** Writes a finite number. */
  number(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** 31 || Object.is(value, -0)) {
      this.json(String(value));
      return;
    }
    let digits = 1;
    for (let rest = value; rest >= 10; rest = (rest / 10) | 0) digits += 1;
    const bytes = this.#room(DIGITS);
    const end = this.#length + digits;
    let rest = value;
    for (let at = end - 1; at >= this.#length; at -= 1) {
      const next = (rest / 10) | 0;
      bytes[at] = 0x30 + rest - 10 * next;
      rest = next;
    }
    this.#length = end;
  }

  /** Writes JSON text as it is. */
  json(text: string): void {
    const { length } = text;
    const bytes = this.#room(length > LONG ? Buffer.byteLength(text) : 3 * length);
    this.#length += bytes.write(text, this.#length, 'utf8');
  }

  /** Gives a copy of all that was written, and begins anew. */
  take(): Buffer {
    const written = Buffer.allocUnsafe(this.#length);
    this.#bytes.copy(written, 0, 0, this.#length);
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    return written;
  }

  /** The bytes, with room for so many more. */
  #room(more: number): Buffer {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}
