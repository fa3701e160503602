import { calculateJwkThumbprint, GeneralSign, importJWK, type JWK } from 'jose';
import type { Place } from '../language/source.ts';
import { generalJws, keyIdOf } from './jws.ts';
import { canonicalRelease, type Release } from './release.ts';

/** What the header of a signature says that it stands for. */
export const signatureTypes = { document: 'cpz-policy', release: 'cpz-policy-bundle' } as const;

/** A document and what is signed of it. */
export interface Signable {
  readonly kind: 'agreement' | 'disclosure';
  readonly id: string;
  /** Its content in canonical JSON (RFC 8785): how it is laid out and commented may change, what it says may not. */
  readonly payload: string;
  /** Officers whom it names, with their departments; a disclosure names none. */
  readonly approvals: readonly { readonly department: string; readonly officer: string }[];
  readonly place: Place;
}

/**
 * Adds a signature to those of a document, in place of an earlier one by the same key.
 * @param standing the signatures file as it stands; null when there is none
 * @param key private JWK, Ed25519 or P-256
 * @returns the signatures file
 */
export function signDocument(
  { payload }: Signable,
  key: JWK,
  standing: string | null,
): Promise<string> {
  return addSignature(payload, key, signatureTypes.document, standing);
}

/** Seals a release: who does it answers for which documents and signatures belong to it. */
export function sealRelease(release: Release, key: JWK): Promise<string> {
  return addSignature(canonicalRelease(release), key, signatureTypes.release, null);
}

async function addSignature(
  payload: string,
  key: JWK,
  typ: string,
  standing: string | null,
): Promise<string> {
  const kid = await calculateJwkThumbprint(key);
  const alg = key.kty === 'EC' ? 'ES256' : 'EdDSA';
  const before = standing === null ? [] : generalJws.parse(JSON.parse(standing)).signatures;
  const signed = await new GeneralSign(new TextEncoder().encode(payload))
    .addSignature(await importJWK(key, alg))
    .setProtectedHeader({ alg, kid, typ })
    .sign();
  const signatures = [
    ...before.filter((one) => keyIdOf(one) !== kid),
    ...signed.signatures.map(({ protected: text = '', signature }) => ({
      protected: text,
      signature,
    })),
  ];
  return `${JSON.stringify({ signatures }, null, 2)}\n`;
}
