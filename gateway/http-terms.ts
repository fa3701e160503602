import type { IncomingMessage } from 'node:http';
import { RequestRefused } from './errors.ts';

/** Why a request is refused that is no GraphQL request, with a status of its own. */
export class HttpRefused extends Error {
  readonly status: number;
  readonly refused: RequestRefused;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    refused: RequestRefused,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(refused.message);
    this.status = status;
    this.refused = refused;
    this.headers = headers;
  }
}

/** What answers are, for who accepts none of it and who uses another method. */
const served =
  'This gateway answers GET and POST, in one piece, as application/graphql-response+json or application/json; it serves no subscriptions, @defer or @stream.';

/**
 * Holds a request against what the gateway serves, before its body is read.
 * @throws HttpRefused for what its method or its headers say
 */
export function holdToTerms({ method, headers, rawHeaders }: IncomingMessage): void {
  if (method !== 'POST' && method !== 'GET' && method !== 'HEAD') {
    // Without a header of CORS: no other site may go on.
    throw broken(405, served, { allow: 'GET, HEAD, POST' });
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    // RFC 9110, section 15.5.16: a refused coding is answered with those that are taken.
    const message = `The body is encoded as "${encoding.slice(0, 64)}": send it as it is, without Content-Encoding.`;
    throw broken(415, message, { 'accept-encoding': 'identity' });
  }
  if (headers.accept !== undefined && !/json|\*\/\*|application\/\*/i.test(headers.accept)) {
    throw broken(406, `${served} Accept one of the two.`);
  }
  if (headers.authorization !== undefined && isGivenTwice('authorization', rawHeaders)) {
    // Whatever stands between might have read the other.
    throw broken(400, 'The Authorization header is given twice: send one token.');
  }
}

function broken(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpRefused {
  return new HttpRefused(status, new RequestRefused('BAD_USER_INPUT', message), headers);
}

function isGivenTwice(name: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? '';
    if (raw.length === name.length && raw.toLowerCase() === name) times += 1;
  }
  return times > 1;
}
