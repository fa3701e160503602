/** Bytes that cost less to copy than to send apart from a head. */
const most = 16 * 1024;

/**
 * A short body as text to be sent with its head: Node joins a head with text, not with bytes.
 * @returns the body as Latin 1, in which each byte is one character, so that none is changed; null for a longer one
 */
export function shortBody(body: Buffer): string | null {
  return body.length <= most ? body.toString('latin1') : null;
}
