import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';

/** Where a development's keys and lists stand. Made at first start, never committed, refused in production. */
export interface DevelopmentKeys {
  /** Private JWK with which the gateway signs passports and tickets. */
  readonly passportKeyFile: string;
  /** Private JWK with which the public pages sign statements. */
  readonly statementKeyFile: string;
  /** The department issuers that the gateway trusts, with their public keys. */
  readonly issuersFile: string;
  /** 32 bytes, base64url: encrypts the cursors of the departments' lists. */
  readonly cursorKey: string;
  /** 32 bytes, base64url: pseudonyms are made under it, in the gateway and in the departments alike. */
  readonly pseudonymKey: string;
  /** The gateway's public keys, as it serves them. */
  readonly gatewayJwks: JSONWebKeySet;
  /** Private JWK of a department's development issuer. */
  readonly issuerKey: (department: string) => Promise<JWK>;
}

const privateJwk = z
  .object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    d: z.string(),
    kid: z.string(),
  })
  .loose();

/**
 * Makes what is missing in `<folder>/keys` and returns where it stands.
 * @param folder the data folder, `.data` by default
 * @param departments every department that shall have an issuer
 * @throws Error when a key file is damaged; the message names it
 */
export async function developmentKeys(
  folder: string,
  departments: readonly string[],
): Promise<DevelopmentKeys> {
  const keys = path.join(folder, 'keys');
  await mkdir(path.join(keys, 'issuers'), { recursive: true, mode: 0o700 });
  const passportKeyFile = path.join(keys, 'gateway.jwk.json');
  const passportKey = await signingKey(passportKeyFile);
  const issuerKey = (department: string): Promise<JWK> =>
    signingKey(path.join(keys, 'issuers', `${department}.jwk.json`));
  const issuers = await Promise.all(
    departments.map(async (department) => ({
      department,
      issuer: issuerOf(department),
      jwks: { keys: [publicPart(await issuerKey(department))] },
    })),
  );
  const issuersFile = path.join(folder, 'issuers.json');
  await replaceFile(issuersFile, `${JSON.stringify({ development: true, issuers }, null, 2)}\n`);
  return {
    passportKeyFile,
    statementKeyFile: await developmentStatementKey(folder),
    issuersFile,
    cursorKey: await secret(path.join(keys, 'cursor')),
    pseudonymKey: await secret(path.join(keys, 'pseudonym')),
    gatewayJwks: { keys: [publicPart(passportKey)] },
    issuerKey,
  };
}

/** Makes the key of the public pages' statements in `<folder>/keys`, unless it stands there, and returns its file. */
export async function developmentStatementKey(folder: string): Promise<string> {
  await mkdir(path.join(folder, 'keys'), { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'keys', 'statement.jwk.json');
  await signingKey(file);
  return file;
}

/** The name under which a department's development issuer signs. */
export function issuerOf(department: string): string {
  return `urn:cpz:development:${department}`;
}

/** The private key of a file; made when it is first asked for. */
export async function signingKey(file: string): Promise<JWK> {
  return parseKey(file, await createOnce(file, freshKey));
}

async function freshKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = {
    ...jwk,
    alg: 'EdDSA',
    use: 'sig',
    kid: await calculateJwkThumbprint(jwk),
    development: true,
  };
  return `${JSON.stringify(key, null, 2)}\n`;
}

function parseKey(file: string, text: string): JWK {
  try {
    return privateJwk.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file} is not an Ed25519 private key in JWK form: remove it, and the next start makes another.`,
    );
  }
}

async function secret(file: string): Promise<string> {
  return (await createOnce(file, () => randomBytes(32).toString('base64url'))).trim();
}

/** Writes the file unless it stands; gives what stands. Two processes that start together get the same. */
async function createOnce(file: string, make: () => string | Promise<string>): Promise<string> {
  const standing = await readFile(file, 'utf8').catch(() => null);
  if (standing !== null) return standing;
  const text = await make();
  // A link comes to be as a whole: who reads at the same time never sees half of a key.
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await link(draft, file);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(file, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
}

function publicPart(key: JWK): JWK {
  return Object.fromEntries(Object.entries(key).filter(([name]) => name !== 'd'));
}
