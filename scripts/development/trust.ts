import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { JWK } from 'jose';
import {
  type Release,
  registeredDepartments,
  type Signed,
  signablesOf,
  signDocument,
} from '../../policies/index.ts';
import { signingKey } from './keys.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Development's trust: the officers whom documents name get keys of their own at first start, and a folder is signed
 * with them as it is read. A bundle must be signed already, be it with the same keys.
 * @param data the data folder; keys stand in `keys/officers/`, signatures in `signatures/`, the trust file beside them
 */
export function developmentTrust(data: string): Signed {
  return {
    kind: 'signed',
    officers: path.join(data, 'officers.json'),
    beside: (release) => signInDevelopment(data, release),
  };
}

/** The file of an officer's development key; made when it is first used. */
function officerKeyFile(data: string, department: string, officer: string): string {
  const name = `${[department, officer].map(fileName).join('.')}.jwk.json`;
  return path.join(data, 'keys', 'officers', name);
}

/** The file of the development key that seals bundles. */
function sealerKeyFile(data: string): string {
  return path.join(data, 'keys', 'sealer.jwk.json');
}

/** Who signs for a department in development what names nobody, such as a disclosure. */
function officerOf(department: string): string {
  return `${department}-data-officer`;
}

async function signInDevelopment(data: string, release: Release): Promise<Map<string, string>> {
  const folder = path.join(data, 'signatures');
  await mkdir(path.join(data, 'keys', 'officers'), { recursive: true, mode: 0o700 });
  await mkdir(folder, { recursive: true });
  const everybody = registeredDepartments(release).map((department) => ({
    department,
    officer: officerOf(department),
  }));
  const signatures = new Map<string, string>();
  const keys = new Map<string, JWK>();
  for (const signable of signablesOf(release)) {
    let text: string | null = null;
    for (const { department, officer } of signable.kind === 'disclosure'
      ? everybody
      : signable.approvals) {
      const file = officerKeyFile(data, department, officer);
      const key = keys.get(file) ?? (await signingKey(file));
      keys.set(file, key);
      if (release.kind === 'folder') text = await signDocument(signable, key, text);
    }
    if (text === null) continue;
    signatures.set(signable.id, text);
    await replaceFile(path.join(folder, `${signable.id}.json`), text);
  }
  await replaceFile(path.join(data, 'officers.json'), await trustFileOf(data));
  return signatures;
}

async function trustFileOf(data: string): Promise<string> {
  const names = await readdir(path.join(data, 'keys', 'officers'));
  const officers = names
    .filter((name) => name.endsWith('.jwk.json'))
    .sort()
    .map(async (name) => {
      const [department = '', officer = ''] = name.split('.').map(decodeURIComponent);
      const key = await signingKey(officerKeyFile(data, department, officer));
      return { department, officer, key: publicKeyOf(key) };
    });
  const sealer = await signingKey(sealerKeyFile(data));
  const content = {
    development: true,
    officers: await Promise.all(officers),
    sealers: [{ name: 'development-sealer', key: publicKeyOf(sealer) }],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function fileName(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E');
}

function publicKeyOf({ kty, crv, x }: JWK): JWK {
  return { kty, crv, x } as JWK;
}
