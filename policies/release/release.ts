import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import canonicalize from 'canonicalize';
import { parseBundle } from './bundle.ts';

/** Policy documents as they stand in a folder or travel in a bundle, with the signatures beside them. */
export interface Release {
  readonly kind: 'folder' | 'bundle';
  /** Where it was read from. */
  readonly path: string;
  /** The text of each policy document by its path below the folder, `/` between its parts. */
  readonly documents: ReadonlyMap<string, string>;
  /** The text of each signatures file by the id of the document that it stands for. */
  readonly signatures: ReadonlyMap<string, string>;
  /** The seal of a bundle, a general JSON JWS; null for a folder. */
  readonly seal: string | null;
  /** Digest of documents and signatures, base64url: what a seal is put on. */
  readonly version: string;
}

const signatureFile = /^signatures\/([a-z][a-z0-9-]*)\.json$/;

/**
 * Reads a folder of policies, or a bundle if the path is a file.
 * @throws PolicyFileError when a bundle is malformed
 */
export async function readRelease(place: string): Promise<Release> {
  const isFile = (await stat(place)).isFile();
  if (isFile) {
    const { files, seal } = parseBundle(place, await readFile(place, 'utf8'));
    return releaseOf(files, { kind: 'bundle', path: place, seal });
  }
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(place, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((name) => isPolicyDocument(name) || signatureFile.test(name));
  const texts = names.map(
    async (name) => [name, await readFile(path.join(place, name), 'utf8')] as const,
  );
  return releaseOf(new Map(await Promise.all(texts)), { kind: 'folder', path: place, seal: null });
}

/** A release of files that are in memory already, such as those of an earlier revision. */
export function releaseOf(
  files: ReadonlyMap<string, string>,
  { kind, path: place, seal }: Pick<Release, 'kind' | 'path' | 'seal'>,
): Release {
  const documents = new Map<string, string>();
  const signatures = new Map<string, string>();
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const id = signatureFile.exec(name)?.[1];
    if (id !== undefined) signatures.set(id, text);
    else if (isPolicyDocument(name)) documents.set(name, text);
  }
  const version = createHash('sha256')
    .update(canonicalRelease({ documents, signatures }))
    .digest('base64url');
  return { kind, path: place, seal, documents, signatures, version };
}

/** What is sealed: every document and every signature, in canonical JSON (RFC 8785). */
export function canonicalRelease({
  documents,
  signatures,
}: Pick<Release, 'documents' | 'signatures'>): string {
  const said = {
    documents: Object.fromEntries(documents),
    signatures: Object.fromEntries(signatures),
  };
  return canonicalize(said) ?? '';
}

/** Whether a path below the policy folder is a policy document. */
function isPolicyDocument(file: string): boolean {
  return (
    /^(departments|purposes|categories|guardrails)\.yaml$/.test(file) ||
    (/^(agreements|disclosures|classifications)\/.+\.yaml$/.test(file) &&
      !file.endsWith('.cases.yaml'))
  );
}
