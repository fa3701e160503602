import type { IncomingMessage } from 'node:http';

/** Why a request is refused by what its headers say, before its body is read. */
export interface TermsRefused {
  readonly status: 400 | 406 | 415;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What answers are, for who accepts none of it and who uses another method. */
export const served =
  'This gateway answers GET and POST, in one piece, as application/graphql-response+json or application/json; it serves no subscriptions, @defer or @stream.';

/** Holds a request against what the gateway serves; null when it may go on. */
export function refuseTerms({ headers, rawHeaders }: IncomingMessage): TermsRefused | null {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    // RFC 9110, section 15.5.16: a refused coding is answered with those that are taken.
    const message = `The body is encoded as "${encoding.slice(0, 64)}": send it as it is, without Content-Encoding.`;
    return { status: 415, message, headers: { 'accept-encoding': 'identity' } };
  }
  if (headers.accept !== undefined && !/json|\*\/\*|application\/\*/i.test(headers.accept)) {
    return { status: 406, message: `${served} Accept one of the two.`, headers: {} };
  }
  if (headers.authorization !== undefined && isGivenTwice('authorization', rawHeaders)) {
    // Whatever stands between might have read the other.
    const message = 'The Authorization header is given twice: send one token.';
    return { status: 400, message, headers: {} };
  }
  return null;
}

function isGivenTwice(name: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? '';
    if (raw.length === name.length && raw.toLowerCase() === name) times += 1;
  }
  return times > 1;
}
