import { MalformedResponse } from '../malformed-response.ts';

/** What stands before a response's body. */
export interface Head {
  readonly status: number;
  /** Names in small letters and values, in turn. */
  readonly fields: readonly string[];
  /** Bytes of the body; `chunked` when each part says its own, null when it lasts as long as the connection. */
  readonly length: number | 'chunked' | null;
  /** How long the connection may rest before its next request, in milliseconds; 0 when there may be none. */
  readonly restMs: number;
}

/** How long a connection rests at most. */
const mostRestMs = 30_000;
/** How much earlier than it says a subgraph may close one: a request may be on its way. */
const marginMs = 1_000;

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;
/** What RFC 9110, section 5.5, calls dangerous, and the folded lines that RFC 9112, section 5.2, calls obsolete. */
const dangerous = /\0|\r(?!\n)|(?<!\r)\n|\r\n[ \t]/;
const notInToken = /[^!#$%&'*+.^_`|~\w-]/;

/** Heads that were read, by their text: a subgraph sends the same one often, but for the second of its date. */
const read = new Map<string, Head>();
const mostRead = 256;
const longestKept = 1024;

/**
 * Reads a response's head, without the line that ends it.
 * @throws MalformedResponse when it is none, or does not say for sure where the response ends (RFC 9112, section 6.3)
 */
export function readHead(text: string): Head {
  let head = read.get(text);
  if (head === undefined) {
    head = parseHead(text);
    if (read.size >= mostRead) read.clear();
    if (text.length <= longestKept) read.set(text, head);
  }
  return head;
}

function parseHead(text: string): Head {
  const [, minor, code] = statusLine.exec(text) ?? [];
  if (code === undefined) throw new MalformedResponse('it does not begin as HTTP/1.1 does');
  const status = Number(code);
  if (status === 101) throw new MalformedResponse('it changes the protocol');
  if (dangerous.test(text)) throw new MalformedResponse('a line of its head is no field');
  const fields: string[] = [];
  const framing: Framing = { length: null, coding: null, connection: '', keepAlive: '' };
  for (let at = text.indexOf('\r\n'); at >= 0;) {
    const start = at + 2;
    at = text.indexOf('\r\n', start);
    const line = at < 0 ? text.slice(start) : text.slice(start, at);
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (name === '' || notInToken.test(name))
      throw new MalformedResponse('a line of its head is no field');
    const value = line.slice(colon + 1).trim();
    fields.push(name, value);
    note(name, value, framing);
  }
  const length = lengthOf(status, framing);
  const mayStay = minor === '1' && length !== null && !closes.test(framing.connection);
  return { status, fields, length, restMs: mayStay ? restOf(framing.keepAlive) : 0 };
}

/** The fields that say where a response ends, and what becomes of its connection. */
interface Framing {
  length: string | null;
  coding: string | null;
  connection: string;
  keepAlive: string;
}

const closes = /(?:^|,)[ \t]*close[ \t]*(?:,|$)/i;

function note(name: string, value: string, framing: Framing): void {
  switch (name) {
    case 'content-length':
    case 'transfer-encoding':
      // With both, one reader takes the one and the next the other: this is how answers are smuggled.
      if (framing.length !== null || framing.coding !== null)
        throw new MalformedResponse('it does not say for sure how long it is');
      framing[name === 'content-length' ? 'length' : 'coding'] = value;
      break;
    case 'connection':
      framing.connection += `,${value}`;
      break;
    case 'keep-alive':
      framing.keepAlive = value;
  }
}

function lengthOf(status: number, { length, coding }: Framing): Head['length'] {
  if (coding !== null && coding.toLowerCase() !== 'chunked')
    throw new MalformedResponse('it does not say for sure how long it is');
  if (length !== null && !/^\d{1,15}$/.test(length))
    throw new MalformedResponse('it does not say for sure how long it is');
  if (status < 200 || status === 204 || status === 304) return 0;
  if (coding !== null) return 'chunked';
  return length === null ? null : Number(length);
}

function restOf(hint: string): number {
  if (hint === '') return mostRestMs;
  const [, seconds] = /(?:^|[ ,])timeout=(\d{1,6})\b/i.exec(hint) ?? [];
  if (seconds === undefined) return mostRestMs;
  return Math.min(mostRestMs, Math.max(0, Number(seconds) * 1000 - marginMs));
}
