import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';
import type { DepartmentId } from '../vocabulary.ts';

/** Somebody whose signature counts, and with which key. */
export interface Officer {
  /** Department for which it signs documents; null for a sealer, who puts together bundles. */
  readonly department: DepartmentId | null;
  readonly name: string;
  readonly key: JWK;
  /** From when on nothing that the key signed counts any more; null while it does. */
  readonly revoked: string | null;
}

/** Officers and sealers by the thumbprints of their keys (RFC 7638). */
export type Officers = ReadonlyMap<string, Officer>;

const key = z.union([
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    ...described(),
  }),
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    ...described(),
  }),
]);
const named = { key, revoked: z.iso.date().optional() };
const trustFile = z.strictObject({
  /** Keys made on a developer's machine; refused in production. */
  development: z.boolean().default(false),
  officers: z.array(
    z.strictObject({ department: z.string().min(1), officer: z.string().min(1), ...named }),
  ),
  sealers: z.array(z.strictObject({ name: z.string().min(1), ...named })).default([]),
});

function described(): Record<'kid' | 'alg' | 'use', z.ZodOptional<z.ZodString>> {
  return { kid: z.string().optional(), alg: z.string().optional(), use: z.string().optional() };
}

/** Thrown, in one line, when a trust file cannot be used. */
export class TrustFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TrustFileError';
  }
}

/**
 * Reads a trust file: whose signatures count. It stands outside the policies, for a bundle that brought its own
 * officers along would vouch for itself.
 * @throws TrustFileError when it is malformed, or a development's and this is production
 */
export async function readOfficers(file: string): Promise<Officers> {
  let content: z.output<typeof trustFile>;
  try {
    content = trustFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it cannot be read as JSON';
    throw new TrustFileError(
      `${file} is no list of officers with their public keys (Ed25519 or P-256): ${why}`,
    );
  }
  if (content.development && process.env.NODE_ENV === 'production') {
    throw new TrustFileError(
      `${file} holds development officers, which production refuses. Name the departments' own officers with --officers.`,
    );
  }
  const officers = new Map<string, Officer>();
  const register = async (officer: Officer): Promise<void> => {
    const thumbprint = await calculateJwkThumbprint(officer.key);
    if (officers.has(thumbprint)) {
      throw new TrustFileError(
        `${file} gives the key ${thumbprint} to two officers: one key, one officer.`,
      );
    }
    officers.set(thumbprint, officer);
  };
  for (const { department, officer: name, key: jwk, revoked } of content.officers)
    await register({ department, name, key: publicJwk(jwk), revoked: revoked ?? null });
  for (const { name, key: jwk, revoked } of content.sealers)
    await register({ department: null, name, key: publicJwk(jwk), revoked: revoked ?? null });
  return officers;
}

function publicJwk(jwk: z.output<typeof key>): JWK {
  const { kty, crv, x } = jwk;
  return jwk.kty === 'EC' ? { kty, crv, x, y: jwk.y } : { kty, crv, x };
}
