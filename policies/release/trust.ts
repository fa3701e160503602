import type { Release } from './release.ts';

/** What makes a document count. There is no default: whoever loads policies says it. */
export type Trust = AsWritten | Signed;

/** Approvals count as documents state them, unsigned: for drafts, for composing, for tests of other things. */
export interface AsWritten {
  readonly kind: 'as-written';
}

/** Only what registered officers have signed counts, and a bundle only with its seal. */
export interface Signed {
  readonly kind: 'signed';
  /** Path of the trust file, read at each load; null when nobody is an officer. */
  readonly officers: string | null;
  /** Signatures from elsewhere than the release, by the id of their document, found at each load. */
  readonly beside?: (release: Release) => Promise<ReadonlyMap<string, string>>;
}
