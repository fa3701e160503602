import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { PassportClaims, TicketClaims } from '../../policies/index.ts';
import type { CheckpointSigner } from '../audit/checkpoints.ts';

/** Signs for the gateway. */
export interface Signer {
  /** Public keys, for `/.well-known/jwks.json`. */
  readonly jwks: JSONWebKeySet;
  /** A passport that is valid for a minute. */
  readonly passport: (claims: PassportClaims) => Promise<string>;
  /** A ticket; it lasts as long as the table that it names. */
  readonly ticket: (claims: TicketClaims) => Promise<string>;
  /** Signs checkpoints of the audit log, in the name of the key. */
  readonly checkpoints: CheckpointSigner;
}

/** The issuer that subgraphs know the gateway by. */
const issuer = 'cpz-gateway';
const passportSeconds = 60;

const privateKey = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
  development: z.boolean().optional(),
});

/**
 * Reads the gateway's private key (Ed25519, RFC 8037).
 * @throws Error in one line when it is none, or one made for development and this is production
 */
export async function readSigner(path: string): Promise<Signer> {
  let jwk: z.output<typeof privateKey>;
  try {
    jwk = privateKey.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    throw new Error(`${path} is no private Ed25519 key in JWK form with a "kid".`);
  }
  if (jwk.development === true && process.env.NODE_ENV === 'production') {
    throw new Error(
      `${path} was made for development, and production refuses it. Name a key of your own with --key.`,
    );
  }
  const key = await importJWK(jwk as JWK, 'EdDSA');
  const sign = (
    typ: string,
    claims: Readonly<Record<string, unknown>>,
    audience: string,
    issuedAt: number,
  ): SignJWT =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ, kid: jwk.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt);
  const { kty, crv, x, d, kid } = jwk;
  const signingKey = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' });
  return {
    checkpoints: {
      name: `cpz-graph/audit/${kid}`,
      key: createPublicKey(signingKey),
      privateKey: signingKey,
    },
    jwks: { keys: [{ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }] },
    passport: ({ aud, ...claims }) => {
      // One look at the clock for both: with two, a passport may be valid for a second more than subgraphs take.
      const now = secondsNow();
      return sign('passport', claims, aud, now)
        .setExpirationTime(now + passportSeconds)
        .sign(key);
    },
    ticket: ({ aud, ...claims }) => sign('ticket', claims, aud, secondsNow()).sign(key),
  };
}

/** The instant that it is, as tokens say it (RFC 7519, NumericDate). */
function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}
