import { flat } from '../flat-text.ts';
import { indexedField, literalField, namedField } from './field-block.ts';

/** What a request says. */
export interface RequestParts {
  /** Fields that many requests have in common, names and values in turn; the same list is written once. */
  readonly common: readonly string[];
  /** The others, names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** A request as it is sent; each character is a byte. */
export interface RequestBytes {
  /** Its head, as a block of fields. */
  readonly block: string;
  readonly body: string;
}

/** What a field's value may hold here (RFC 9110, section 5.5). */
const sendable = /^[\t\x20-\x7e]*$/;

const index = { authority: 1, post: 3, path: 4, http: 6, https: 7, contentLength: 28 } as const;

/**
 * Makes what writes requests to an address (RFC 9113, section 8.3.1).
 * @returns a function that throws Error for a field that cannot be sent
 */
export function createRequestWriter({
  protocol,
  host,
  pathname,
  search,
}: URL): (parts: RequestParts) => RequestBytes {
  const first =
    indexedField(index.post) +
    indexedField(protocol === 'https:' ? index.https : index.http) +
    namedField(index.authority, host) +
    namedField(index.path, pathname + search);
  const begun = new WeakMap<readonly string[], string>();
  return ({ common, headers, body }) => {
    let begin = begun.get(common);
    if (begin === undefined) begun.set(common, (begin = flat(first + blockOf(common))));
    const length = Buffer.byteLength(body);
    return {
      block: begin + blockOf(headers) + namedField(index.contentLength, String(length)),
      body: length === body.length ? body : Buffer.from(body).toString('latin1'),
    };
  };
}

function blockOf(fields: readonly string[]): string {
  let block = '';
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [name = '', value = ''] = [fields[at], fields[at + 1]];
    if (!sendable.test(value)) throw new Error(`The field ${name} holds what cannot be sent.`);
    block += literalField(name.toLowerCase(), value);
  }
  return block;
}
