import { base64url, errors, flattenedVerify, type JWK } from 'jose';
import { z } from 'zod';

/**
 * A general JSON JWS with its payload detached (RFC 7515, section 7.2.1 and appendix F): what is signed stands beside
 * it as a document that people read. A payload carried along would be a second text that could differ from the first.
 */
export const generalJws = z.strictObject({
  signatures: z
    .array(z.strictObject({ protected: z.string().max(4096), signature: z.string().max(4096) }))
    .max(64),
});

/** One signature of a general JWS. */
export type JwsSignature = z.output<typeof generalJws>['signatures'][number];

const header = z.object({ kid: z.string() });

/** Algorithms in which officers sign (RFC 7518, RFC 8037). */
const algorithms = ['EdDSA', 'ES256'];

/** The key id that a signature names, believed by nobody yet; null when it names none. */
export function keyIdOf({ protected: text }: JwsSignature): string | null {
  try {
    return header.parse(JSON.parse(new TextDecoder().decode(base64url.decode(text)))).kid;
  } catch {
    return null;
  }
}

/** Whether the key has signed the payload, for what the type says: one kind of signature never stands for another. */
export async function isSignedBy(
  { protected: text, signature }: JwsSignature,
  key: JWK,
  payload: string,
  type: string,
): Promise<boolean> {
  try {
    const jws = { protected: text, signature, payload: base64url.encode(payload) };
    const { protectedHeader } = await flattenedVerify(jws, key, { algorithms });
    return protectedHeader?.typ === type;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false;
    throw error;
  }
}
