import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A GraphQL document of the pages, and the name under which a gateway may trust it. */
export interface Document {
  /** `sha256:` and the digest of the text, in hexadecimal. */
  readonly id: string;
  readonly text: string;
}

const read = (name: string): Document => {
  const text = readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8').trim();
  return { id: `sha256:${createHash('sha256').update(text).digest('hex')}`, text };
};

/** Every document that the pages send: they have no other way to data. */
export const documents = {
  enterprise: read('enterprise'),
  records: read('records'),
  search: read('search'),
  codes: read('codes'),
  negativeList: read('negative-list'),
  fileObjection: read('file-objection'),
  requestRepair: read('request-repair'),
  receipt: read('receipt'),
} as const;
