import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from './failure.ts';

const manifest = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().min(1));

/**
 * Reads a manifest of trusted documents: a JSON object of text by SHA-256.
 * @throws Failure in one line when the file is none
 */
export async function trustedDocumentsOf(file: string): Promise<Readonly<Record<string, string>>> {
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new Failure(
      `${file} is no manifest of trusted documents: it is a JSON object of texts, each under its SHA-256 in lower-case hexadecimal.`,
      2,
    );
  }
}
