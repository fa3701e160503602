/**
 * The same text of characters of one byte in one piece. What was put together is kept in its pieces, which are gone through
 * each time that it is sent.
 */
export function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
