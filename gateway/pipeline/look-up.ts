import type { RegisteredDocuments } from '../documents/registered-documents.ts';
import { documentHash, type TrustedDocuments } from '../documents/trusted-documents.ts';
import { RequestRefused } from '../errors.ts';
import type { Asked, Identified } from './stages.ts';

/** Finds the document that a request names or brings. */
export type LookUp = (identified: Identified) => Asked;

/** Where documents are looked for, and who may bring others. */
export interface DocumentSources {
  readonly trusted: TrustedDocuments;
  readonly registered: RegisteredDocuments;
  /** Whether the public may run trusted documents only. */
  readonly publicTrustedOnly: boolean;
}

/**
 * Makes the step. A hash alone is looked up among the trusted documents and those that the same principal has
 * registered; a hash beside its text registers it, for a department's principal.
 */
export function createLookUp(sources: DocumentSources): LookUp {
  const { trusted, registered, publicTrustedOnly } = sources;
  return (identified) => {
    const { arrived, principal } = identified;
    const { query, documentHash: hash } = arrived;
    const mayBring = !(publicTrustedOnly && principal.kind === 'public');
    if (hash === null) {
      if (query === null) throw new Error('A request has neither a text nor a hash.');
      if (mayBring || trusted.includes(query)) return { identified, text: query };
      throw new RequestRefused('DOCUMENT_NOT_TRUSTED', notTrusted);
    }
    const known = trusted.find(hash) ?? registered.find(principal, hash);
    if (query === null) {
      // Clients of APQ go by this very message.
      if (known === undefined)
        throw new RequestRefused('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
      return { identified, text: known };
    }
    if (known !== query) {
      if (documentHash(query) !== hash) {
        throw new RequestRefused(
          'BAD_USER_INPUT',
          'The hash of the document is not that of its text: send the SHA-256 of "query" in UTF-8, as hexadecimal.',
        );
      }
      if (!mayBring) throw new RequestRefused('DOCUMENT_NOT_TRUSTED', notTrusted);
      registered.keep(principal, hash, query);
    }
    return { identified, text: query };
  };
}

const notTrusted =
  'Without a token this gateway answers trusted documents only: send the "documentId" of one, or ask with a token.';
