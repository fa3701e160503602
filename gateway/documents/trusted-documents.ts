import { createHash } from 'node:crypto';
import { GraphQLError, parse } from 'graphql';

/** Documents that the gateway's operator vouches for: text by the SHA-256 of the text, in hexadecimal. */
export interface TrustedDocuments {
  readonly find: (sha256: string) => string | undefined;
  readonly includes: (text: string) => boolean;
}

/** SHA-256 of a document's text, as clients write it: lower-case hexadecimal. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Takes documents in.
 * @throws Error that names an entry whose hash is not that of its text, or whose text is no GraphQL
 */
export function readTrustedDocuments(given: Readonly<Record<string, string>>): TrustedDocuments {
  for (const [hash, text] of Object.entries(given)) {
    const actual = documentHash(text);
    if (actual !== hash) {
      throw new Error(
        `The trusted document "${hash}" has another text than its hash says: that of its text is ${actual}.`,
      );
    }
    try {
      parse(text, { noLocation: true });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      throw new Error(`The trusted document ${hash} is no GraphQL: ${error.message}`, {
        cause: error,
      });
    }
  }
  const byHash = new Map(Object.entries(given));
  const texts = new Set(byHash.values());
  return { find: (hash) => byHash.get(hash), includes: (text) => texts.has(text) };
}
