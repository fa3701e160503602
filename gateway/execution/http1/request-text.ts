import { flat } from '../flat-text.ts';
import { type RequestParts, writeFields } from '../request-parts.ts';

/** A request as it is sent, with head and body. */
export interface RequestText {
  readonly text: string;
  /** How it is sent: every character as a byte, where that is the same; it costs less. */
  readonly encoding: 'latin1' | 'utf8';
}

/**
 * Makes what writes requests to an address.
 * @returns a function that throws Error for a field that could be taken for another
 */
export function createRequestWriter({
  host,
  pathname,
  search,
}: URL): (parts: RequestParts) => RequestText {
  const first = `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  const begun = new WeakMap<readonly string[], string>();
  return ({ common, headers, body }) => {
    let begin = begun.get(common);
    if (begin === undefined) begun.set(common, (begin = flat(first + writeFields(common, line))));
    const length = Buffer.byteLength(body);
    return {
      text: `${begin}${writeFields(headers, line)}content-length: ${length}\r\n\r\n${body}`,
      encoding: length === body.length ? 'latin1' : 'utf8',
    };
  };
}

const line = (name: string, value: string): string => `${name}: ${value}\r\n`;
