import { MalformedResponse } from '../malformed-response.ts';
import { readHuffman } from './huffman.ts';

/** RFC 7541, appendix A: names from 1 on, a value where the entry has one. */
const staticTable = (
  ':authority,:method=GET,:method=POST,:path=/,:path=/index.html,:scheme=http,:scheme=https,:status=200,:status=204,' +
  ':status=206,:status=304,:status=400,:status=404,:status=500,accept-charset,accept-encoding=gzip\\, deflate,' +
  'accept-language,accept-ranges,accept,access-control-allow-origin,age,allow,authorization,cache-control,' +
  'content-disposition,content-encoding,content-language,content-length,content-location,content-range,content-type,' +
  'cookie,date,etag,expect,expires,from,host,if-match,if-modified-since,if-none-match,if-range,if-unmodified-since,' +
  'last-modified,link,location,max-forwards,proxy-authenticate,proxy-authorization,range,referer,refresh,retry-after,' +
  'server,set-cookie,strict-transport-security,transfer-encoding,user-agent,vary,via,www-authenticate'
)
  .split(/(?<!\\),/)
  .map((entry) => {
    const [name = '', value = ''] = entry.replace('\\,', ',').split('=');
    return { name, value };
  });

/** All that the fields of one block may take, with 32 bytes for each. */
export const mostFieldBytes = 16_384;

/** The most bytes of a string's length: 2 ** 28 is far more than a block may have. */
const mostLengthBytes = 4;

/** Reads the fields of one block; no more than what stands there can be meant, since the table of others is kept empty. */
class BlockReader {
  readonly #block: Buffer;
  #at = 0;
  /** What the fields have taken, as they are counted for the setting. */
  #taken = 0;

  constructor(block: Buffer) {
    this.#block = block;
  }

  read(): string[] {
    const fields: string[] = [];
    while (this.#at < this.#block.length) {
      const byte = this.#block[this.#at] ?? 0;
      if (byte >= 0x80) {
        const { name, value } = this.#entry(this.#integer(7));
        this.#add(fields, name, value);
      } else if (byte >= 0x40) this.#literal(6, fields);
      else if (byte < 0x20) this.#literal(4, fields);
      // Another size of the table: none, as the settings say, and only before all fields.
      else if (fields.length > 0 || this.#integer(5) !== 0)
        throw new MalformedResponse('it changes the table of its fields');
    }
    return fields;
  }

  #literal(prefix: number, fields: string[]): void {
    const index = this.#integer(prefix);
    const name = index === 0 ? this.#string() : this.#entry(index).name;
    this.#add(fields, name, this.#string());
  }

  /** RFC 9113, section 6.5.2, of SETTINGS_MAX_HEADER_LIST_SIZE. */
  #add(fields: string[], name: string, value: string): void {
    this.#taken += name.length + value.length + 32;
    if (this.#taken > mostFieldBytes) throw new MalformedResponse('its head is too long');
    fields.push(name, value);
  }

  #entry(index: number): { readonly name: string; readonly value: string } {
    const entry = staticTable[index - 1];
    if (entry === undefined) throw new MalformedResponse('it names a field that it has not given');
    return entry;
  }

  /** RFC 7541, section 5.1. */
  #integer(prefix: number): number {
    const most = 2 ** prefix - 1;
    let value = this.#byte() & most;
    if (value < most) return value;
    for (let read = 0; ; read += 1) {
      if (read >= mostLengthBytes)
        throw new MalformedResponse('a number of its fields is too large');
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * read);
      if (byte < 0x80) return value;
    }
  }

  #string(): string {
    const isHuffman = (this.#block[this.#at] ?? 0) >= 0x80;
    const length = this.#integer(7);
    const end = this.#at + length;
    if (end > this.#block.length) throw new MalformedResponse('its fields break off');
    const bytes = this.#block.subarray(this.#at, end);
    this.#at = end;
    return isHuffman ? readHuffman(bytes) : bytes.toString('latin1');
  }

  #byte(): number {
    const byte = this.#block[this.#at];
    if (byte === undefined) throw new MalformedResponse('its fields break off');
    this.#at += 1;
    return byte;
  }
}

/**
 * Reads a block of fields (HPACK, RFC 7541) of a side that was told to keep no table of fields: then each block says all
 * by itself, and none can change what another says.
 * @returns names and values in turn, as they stand there
 * @throws MalformedResponse
 */
export function readFieldBlock(block: Buffer): string[] {
  return new BlockReader(block).read();
}

/** An integer after a prefix of so many bits, whose byte has these bits before it. */
function integer(value: number, prefix: number, before: number): string {
  const most = 2 ** prefix - 1;
  if (value < most) return String.fromCharCode(before | value);
  let text = String.fromCharCode(before | most);
  for (let rest = value - most; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return text + String.fromCharCode(rest);
    text += String.fromCharCode((rest % 128) | 0x80);
  }
}

function string(text: string): string {
  return integer(text.length, 7, 0) + text;
}

/** A field by its index in the static table. */
export function indexedField(index: number): string {
  return integer(index, 7, 0x80);
}

/** A field whose name has this index in the static table. */
export function namedField(index: number, value: string): string {
  return integer(index, 4, 0) + string(value);
}

/** A field with its name, in ASCII, which nobody on the way may put into a table of fields (RFC 7541, section 7.1.3). */
export function literalField(name: string, value: string): string {
  return `\x10${string(name)}${string(value)}`;
}
