import { MalformedResponse } from '../malformed-response.ts';
import { readFieldBlock } from './field-block.ts';

/** What stands before a response's body. */
export interface Head {
  readonly status: number;
  /** Names and values in turn. */
  readonly fields: readonly string[];
  /** Bytes of the body, where it says so. */
  readonly length: number | null;
}

const name = /^[!#$%&'*+.^_`|~\da-z-]+$/;
const dangerous = /[\0\r\n]/;
/** What belongs to a connection of HTTP/1.1 has no meaning here, and one for whom the response may be passed on to. */
const ofConnections = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** Heads that were read, by their bytes: a subgraph sends the same one often, but for length and date. */
const read = new Map<string, Head>();
const mostRead = 256;
const longestKept = 1024;

/**
 * Reads a response's head (RFC 9113, section 8.3.2).
 * @throws MalformedResponse
 */
export function readHead(block: Buffer): Head {
  const key = block.length <= longestKept ? block.toString('latin1') : '';
  let head = read.get(key);
  if (head === undefined) {
    head = parseHead(readFieldBlock(block));
    if (read.size >= mostRead) read.clear();
    if (key !== '') read.set(key, head);
  }
  return head;
}

function parseHead([first, code = '', ...fields]: readonly string[]): Head {
  if (first !== ':status' || !/^[1-9]\d\d$/.test(code) || code === '101')
    throw new MalformedResponse('it has no status');
  let length: number | null = null;
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [key = '', value = ''] = [fields[index], fields[index + 1]];
    if (!name.test(key) || dangerous.test(value) || ofConnections.has(key))
      throw new MalformedResponse('its head holds what is no field');
    if (key !== 'content-length') continue;
    if (length !== null || !/^\d{1,15}$/.test(value))
      throw new MalformedResponse('it does not say for sure how long it is');
    length = Number(value);
  }
  return { status: Number(code), fields, length };
}
