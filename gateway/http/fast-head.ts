import type { RequestFields } from './request.ts';

/** The head of a request that holds nothing unusual. */
export interface FastHead {
  readonly headers: RequestFields;
  /** Bytes of the body, at least one. */
  readonly length: number;
}

/** What ends a head. */
export const headEnd = '\r\n\r\n';
const requestLine = 'POST /graphql HTTP/1.1\r\n';
/** Printable ASCII and spaces. */
const plain = /^[\x20-\x7e]*$/;
/** A field's name (RFC 9110, section 5.1). */
const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const lengthInDigits = /^[1-9]\d{0,4}$/;
/** Bytes; Node's server says by itself which heads are too long. */
const longest = 8 * 1024;
const mostFields = 64;
/** Fields that make of the body or the connection something else (RFC 9112, sections 6 and 9; RFC 9110, section 10.1.1). */
const unusual: ReadonlySet<string> = new Set([
  'transfer-encoding',
  'expect',
  'upgrade',
  'trailer',
  'proxy-connection',
]);
/** The others are seen, and not kept. */
const kept: Readonly<Record<keyof RequestFields, true>> = {
  accept: true,
  authorization: true,
  'content-encoding': true,
  'content-length': true,
  'content-type': true,
  'policy-explain': true,
  'plan-explain': true,
  'sharing-case': true,
  'sharing-purpose': true,
  'transfer-encoding': true,
  'x-forwarded-for': true,
};

/**
 * Reads the head of a request that holds nothing on which two readers could differ: each field once, a length in plain
 * digits, and HTTP/1.1's own way to keep a connection.
 * @param text the head, with the empty line that ends it
 * @returns null for any other, which is not said to be wrong
 */
export function readFastHead(text: string): FastHead | null {
  if (text.length > longest || !text.startsWith(requestLine) || !text.endsWith(headEnd))
    return null;
  const lines = text.slice(requestLine.length, -headEnd.length).split('\r\n');
  if (lines.length > mostFields) return null;
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (!token.test(name) || !plain.test(line) || fields.has(name) || unusual.has(name))
      return null;
    fields.set(name, line.slice(colon + 1).trim());
  }
  const connection = fields.get('connection') ?? 'keep-alive';
  const length = fields.get('content-length') ?? '';
  if (connection.toLowerCase() !== 'keep-alive' || !lengthInDigits.test(length)) return null;
  if ((fields.get('host') ?? '') === '') return null;
  const headers = [...fields].filter(([name]) => Object.hasOwn(kept, name)).map(detached);
  return { headers: Object.fromEntries(headers), length: Number(length) };
}

/** A part of a text holds all of it in memory, and a token, say, is kept for longer than the head that it came with. */
function detached([name, value]: readonly [string, string]): [string, string] {
  return [name, Buffer.from(value, 'latin1').toString('latin1')];
}
