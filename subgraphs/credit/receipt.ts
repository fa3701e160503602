import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter that passes for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 26;

/** A receipt number of 130 random bits: whoever holds it filed the request. Only its digest is kept. */
export function newReceiptNo(): string {
  const characters = [...randomBytes(length)].map((byte) => alphabet.charAt(byte % 32)).join('');
  return `R-${characters.slice(0, 13)}-${characters.slice(13)}`;
}

/** What is kept of a receipt number: its SHA-256. */
export function receiptDigest(receiptNo: string): string {
  return createHash('sha256').update(receiptNo.trim().toUpperCase()).digest('base64url');
}
