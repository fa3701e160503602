import type { IncomingMessage } from 'node:http';
import json from 'secure-json-parse';
import { RequestRefused } from '../errors.ts';
import type { Ending } from '../lifetime.ts';
import { exceeded } from '../limits/exceeded.ts';
import type { HttpRequest } from './request.ts';
import { HttpRefused } from './terms.ts';

const example = 'Send JSON such as {"query":"{ __typename }"}.';
const jsonType = /^application\/json\s*(;|$)/i;
/** Without any of these no member can be a prototype; most bodies have none, and looking closer costs. */
const suspects = /__proto__|constructor|\\u/;

/**
 * Reads a body's text: at once, if it came with the head.
 * @param most bytes that it may have
 * @param ending aborts when the client has gone, or when too long is waited for it
 * @throws HttpRefused that says what is wrong with it
 */
export function readText(
  { headers, body }: HttpRequest,
  most: number,
  ending: Ending,
): string | Promise<string> {
  const type = headers['content-type'];
  const announced = Number(headers['content-length'] ?? 0);
  if (announced === 0 && headers['transfer-encoding'] === undefined) {
    throw refused(400, `The body is empty. ${example}`);
  }
  // A form of another site can post plain text without asking first (CORS); JSON it cannot (see README).
  if (type === undefined || !jsonType.test(type)) {
    throw refused(415, 'The body must be JSON: send Content-Type: application/json.');
  }
  if (announced > most) throw tooLarge(most, announced);
  return typeof body === 'string' ? body : readWhole(body, most, ending);
}

/**
 * What a body's text says.
 * @throws HttpRefused when it is no JSON
 */
export function readJson(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw refused(400, `The body is ${text === '' ? 'empty' : 'not valid JSON'}. ${example}`);
  }
}

/** A member "__proto__" would become the prototype of whatever it is copied into. */
function parse(text: string): unknown {
  return suspects.test(text)
    ? json.parse(text, { protoAction: 'error', constructorAction: 'error' })
    : JSON.parse(text);
}

function readWhole(request: IncomingMessage, most: number, ending: Ending): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onAbort = (): void => {
      reject(last(408, new RequestRefused('BAD_USER_INPUT', 'The body did not arrive in time.')));
    };
    ending.addEventListener('abort', onAbort);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) chunks.push(chunk);
      else reject(tooLarge(most, bytes));
    });
    request.on('end', () => {
      ending.removeEventListener('abort', onAbort);
      const [first] = chunks;
      const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
      resolve(whole.toString('utf8'));
    });
  });
}

function refused(status: number, message: string): HttpRefused {
  return new HttpRefused(status, new RequestRefused('BAD_USER_INPUT', message));
}

function tooLarge(most: number, asked: number): HttpRefused {
  return last(413, exceeded('bodyBytes', most, asked, 'bytes of the body'));
}

/** What is left of the body is not read: the connection ends with the answer. */
function last(status: number, why: RequestRefused): HttpRefused {
  return new HttpRefused(status, why, {}, true);
}
