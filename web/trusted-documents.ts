import { documents } from './documents/index.ts';

/** The documents that pages send to the gateway: text by the SHA-256 of the text, in hexadecimal. */
export const trustedDocuments: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(documents).map(({ id, text }) => [id.slice('sha256:'.length), text]),
);
