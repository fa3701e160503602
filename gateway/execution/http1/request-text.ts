import { flat } from '../flat-text.ts';

/** What a request says. */
export interface RequestParts {
  /** Fields that many requests have in common, names and values in turn; the same list is written once. */
  readonly common: readonly string[];
  /** The others, names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** A request as it is sent, with head and body. */
export interface RequestText {
  readonly text: string;
  /** How it is sent: every character as a byte, where that is the same; it costs less. */
  readonly encoding: 'latin1' | 'utf8';
}

/** What a field's value may hold here: nothing that could begin a field of its own (RFC 9110, section 5.5). */
const sendable = /^[\t\x20-\x7e]*$/;

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
    if (begin === undefined) begun.set(common, (begin = flat(first + textOf(common))));
    const length = Buffer.byteLength(body);
    return {
      text: `${begin}${textOf(headers)}content-length: ${length}\r\n\r\n${body}`,
      encoding: length === body.length ? 'latin1' : 'utf8',
    };
  };
}

function textOf(fields: readonly string[]): string {
  let text = '';
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [name = '', value = ''] = [fields[index], fields[index + 1]];
    if (!sendable.test(value)) throw new Error(`The field ${name} holds what cannot be sent.`);
    text += `${name}: ${value}\r\n`;
  }
  return text;
}
