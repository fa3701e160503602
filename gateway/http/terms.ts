import { RequestRefused } from '../errors.ts';
import type { HttpRequest } from './request.ts';

/** Why a request is refused that is no GraphQL request, with a status of its own. */
export class HttpRefused extends Error {
  readonly status: number;
  readonly refused: RequestRefused;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the connection must end with it, since the request is not read to its end. */
  readonly isLast: boolean;

  constructor(
    status: number,
    refused: RequestRefused,
    headers: Readonly<Record<string, string>> = {},
    isLast = false,
  ) {
    super(refused.message);
    this.status = status;
    this.refused = refused;
    this.headers = headers;
    this.isLast = isLast;
  }
}

/** What answers are, for who accepts none of it and who uses another method. */
const served =
  'This gateway answers GET and POST, in one piece, as application/graphql-response+json or application/json; it serves no subscriptions, @defer or @stream.';

/**
 * Holds a request against what the gateway serves, before its body is read.
 * @throws HttpRefused for what its method or its headers say
 */
export function holdToTerms({ method, headers, givesTokenTwice }: HttpRequest): void {
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
  if (givesTokenTwice) {
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
