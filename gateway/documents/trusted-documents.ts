import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GraphQLError, parse } from 'graphql';
import { z } from 'zod';

/** Documents that the gateway's operator vouches for: text by the SHA-256 of the text, in hexadecimal. */
export interface TrustedDocuments {
  readonly find: (sha256: string) => string | undefined;
  readonly includes: (text: string) => boolean;
}

/** Texts by their SHA-256, or the JSON file that has them. */
export type TrustedDocumentsSource = Readonly<Record<string, string>> | string;

/** SHA-256 of a document's text, as clients write it: lower-case hexadecimal. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Takes documents in.
 * @throws Error that names an entry whose hash is not that of its text, or whose text is no GraphQL, or that says what
 *   is wrong with the file
 */
export async function readTrustedDocuments(
  source: TrustedDocumentsSource,
): Promise<TrustedDocuments> {
  const given = typeof source === 'string' ? await readManifest(source) : source;
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

const manifest = z.record(z.string(), z.string());

async function readManifest(file: string): Promise<Readonly<Record<string, string>>> {
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new Error(
      `${file} is no manifest of trusted documents: it is a JSON object of texts, each under its SHA-256 in lower-case hexadecimal.`,
    );
  }
}
