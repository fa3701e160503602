import { readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { z } from 'zod';
import { Failure } from '../failure.ts';

const described = {
  kid: z.string().optional(),
  alg: z.string().optional(),
  use: z.string().optional(),
  development: z.boolean().optional(),
};
const privateKey = z.union([
  z.object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    d: z.string(),
    ...described,
  }),
  z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    d: z.string(),
    ...described,
  }),
]);

/**
 * Reads a private key with which an officer signs.
 * @throws Failure when it is none, or a development's and this is production
 */
export async function readKey(file: string): Promise<JWK> {
  let key: z.output<typeof privateKey>;
  try {
    key = privateKey.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new Failure(
      `${file} is no private key in JWK form (Ed25519 or P-256). Make one with \`cpz policy key ${file}\`.`,
      66,
    );
  }
  if (key.development === true && process.env.NODE_ENV === 'production')
    throw new Failure(`${file} was made for development, and production refuses it.`, 78);
  const { kty, crv, x, d } = key;
  return key.kty === 'EC' ? { kty, crv, x, d, y: key.y } : { kty, crv, x, d };
}
