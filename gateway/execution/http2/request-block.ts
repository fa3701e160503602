import { flat } from '../flat-text.ts';
import { type RequestParts, writeFields } from '../request-parts.ts';
import { indexedField, literalField, namedField } from './field-block.ts';

/** A request as it is sent; each character is a byte. */
export interface RequestBytes {
  /** Its head, as a block of fields. */
  readonly block: string;
  readonly body: string;
}

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
    if (begin === undefined) begun.set(common, (begin = flat(first + writeFields(common, field))));
    const length = Buffer.byteLength(body);
    return {
      block: begin + writeFields(headers, field) + namedField(index.contentLength, String(length)),
      body: length === body.length ? body : Buffer.from(body).toString('latin1'),
    };
  };
}

const field = (name: string, value: string): string => literalField(name.toLowerCase(), value);
