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
/** Printable ASCII, spaces and tabs. */
const plain = /^[\t\x20-\x7e]*$/;
/** A field's name (RFC 9110, section 5.1). */
const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const lengthInDigits = /^[1-9]\d{0,4}$/;
const mostFields = 64;
/** Fields that make of the body or the connection something else (RFC 9112, sections 6 and 9; RFC 9110, section 10.1.1). */
const unusual: ReadonlySet<string> = new Set(['transfer-encoding', 'expect', 'upgrade', 'trailer']);

/**
 * Reads the head of a request that holds nothing on which two readers could differ: each field once, a length in plain
 * digits, and HTTP/1.1's own way to keep a connection.
 * @param text the head, with the empty line that ends it
 * @returns null for any other, which is not said to be wrong
 */
export function readFastHead(text: string): FastHead | null {
  if (!text.startsWith(requestLine) || !text.endsWith(headEnd)) return null;
  const headers = Object.create(null) as Record<string, string>;
  const lines = text.slice(requestLine.length, -headEnd.length).split('\r\n');
  if (lines.length > mostFields) return null;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (!token.test(name) || !plain.test(line) || name in headers || unusual.has(name)) return null;
    headers[name] = line.slice(colon + 1).trim();
  }
  const { host = '', connection = 'keep-alive', 'content-length': length = '' } = headers;
  const isUsual = host !== '' && connection.toLowerCase() === 'keep-alive';
  if (!isUsual || !lengthInDigits.test(length)) return null;
  return { headers, length: Number(length) };
}
