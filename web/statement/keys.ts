import { readFile } from 'node:fs/promises';
import { type CryptoKey, importJWK, type JSONWebKeySet } from 'jose';
import { z } from 'zod';

/** The keys by which statements are signed and checked. */
export interface StatementKeys {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** The public keys, those of the past included: a statement outlives its key. */
  readonly jwks: JSONWebKeySet;
}

const publicKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
});
const privateKey = publicKey.extend({ d: z.string(), development: z.boolean().optional() });
const keySet = z.object({ keys: z.array(publicKey) });

/**
 * Reads the key of the statements (Ed25519 as JWK), and the public keys of those before it.
 * @throws Error in one line when a file is none, or the key was made for development and this is production
 */
export async function readStatementKeys(
  file: string,
  formerFile: string | undefined,
): Promise<StatementKeys> {
  const jwk = await parse(file, privateKey, 'no private Ed25519 key in JWK form with a "kid"');
  if (jwk.development === true && process.env.NODE_ENV === 'production') {
    throw new Error(
      `${file} was made for development, and production refuses to sign statements by it. Name a key of your own.`,
    );
  }
  const former =
    formerFile === undefined
      ? []
      : (await parse(formerFile, keySet, 'no JSON Web Key Set of public Ed25519 keys')).keys;
  const { kty, crv, x, d, kid } = jwk;
  const key = await importJWK({ kty, crv, x, d }, 'EdDSA');
  if (key instanceof Uint8Array) throw new Error(`${file} is a secret and no Ed25519 key.`);
  return {
    kid,
    privateKey: key,
    jwks: {
      keys: [{ kty, crv, x, kid }, ...former].map((each) => ({
        ...each,
        alg: 'EdDSA',
        use: 'sig',
      })),
    },
  };
}

async function parse<Shape extends z.ZodType>(
  file: string,
  shape: Shape,
  otherwise: string,
): Promise<z.output<Shape>> {
  try {
    return shape.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new Error(`${file} is ${otherwise}.`);
  }
}
