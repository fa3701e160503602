import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import {
  loadRelease,
  type PolicySet,
  type Release,
  releaseOf,
  signablesOf,
  signDocument,
} from '../index.ts';
import { agreement, registers, supergraph } from './zone.ts';

/** An agreement of east for west. */
export const id = 'east-to-west';
/** Its file. */
export const file = `agreements/east/${id}.yaml`;
/** Registers, the agreement and a disclosure of what both own. */
export const documents: Readonly<Record<string, string>> = {
  ...registers,
  ...agreement(id, { grants: '  - { coordinates: [Person.name], allow: true }' }),
  'disclosures/names.yaml': `id: names
title: { zh: 公开, en: Names }
legalBasis: [Law 4]
effective: 2025-06-01
grants:
  - { coordinates: [Query.person, Person.id, Person.alias, Person.wealth], allow: true }
`,
};

/** Who has a key. */
export type Name = 'east' | 'west' | 'north' | 'other' | 'stranger' | 'sealer' | 'curve';
/** Officers with their keys, and what they sign. */
export interface Signing {
  readonly keys: Readonly<Record<Name, JWK>>;
  readonly folder: string;
  /** Path of the trust file. */
  readonly trustFile: string;
  /** Writes a trust file in which some keys are revoked. */
  readonly officersFile: (
    revoked: Readonly<Partial<Record<Name, string>>>,
    more?: object,
  ) => Promise<string>;
  /** The release of documents with these officers' signatures under every agreement and disclosure. */
  readonly signedBy: (names: readonly Name[]) => Promise<Release>;
  readonly load: (release: Release, officers?: string | null) => Promise<PolicySet>;
  readonly close: () => Promise<void>;
}

/** Makes keys and a trust file of them; the test closes it. */
export async function prepareSigning(): Promise<Signing> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-release-'));
  const key = async (alg = 'EdDSA'): Promise<JWK> => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return exportJWK(privateKey);
  };
  const keys: Record<Name, JWK> = {
    east: await key(),
    west: await key(),
    north: await key(),
    other: await key(),
    stranger: await key(),
    sealer: await key(),
    curve: await key('ES256'),
  };
  const officersFile: Signing['officersFile'] = (revoked, more = {}) =>
    writeTrustFile(path.join(folder, `officers-${Math.random()}.json`), keys, revoked, more);
  const trustFile = await officersFile({});
  return {
    keys,
    folder,
    trustFile,
    officersFile,
    signedBy: (names) => signed(names.map((name) => keys[name])),
    load: (release, officers = trustFile) =>
      loadRelease(release, supergraph, { kind: 'signed', officers }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The public part of a key. */
export function open({ kty, crv, x, y }: JWK): object {
  return y === undefined ? { kty, crv, x } : { kty, crv, x, y };
}

async function writeTrustFile(
  place: string,
  keys: Signing['keys'],
  revoked: Readonly<Partial<Record<Name, string>>>,
  more: object,
): Promise<string> {
  const officer = (department: string, name: string, key: Name): object => ({
    department,
    officer: name,
    key: open(keys[key]),
    ...(revoked[key] === undefined ? {} : { revoked: revoked[key] }),
  });
  const content = {
    officers: [
      officer('east', 'o', 'east'),
      officer('west', 'o', 'west'),
      officer('west', 'another', 'other'),
      officer('north', 'o', 'north'),
      officer('east', 'o', 'curve'),
    ],
    sealers: [
      {
        name: 'registrar',
        key: open(keys.sealer),
        ...(revoked.sealer === undefined ? {} : { revoked: revoked.sealer }),
      },
    ],
    ...more,
  };
  await writeFile(place, JSON.stringify(content));
  return place;
}

async function signed(keys: readonly JWK[]): Promise<Release> {
  const signatures: Record<string, string> = {};
  for (const signable of signablesOf(folderOf(documents))) {
    let text: string | null = null;
    for (const key of keys) text = await signDocument(signable, key, text);
    if (text !== null) signatures[`signatures/${signable.id}.json`] = text;
  }
  return folderOf({ ...documents, ...signatures });
}

/** The release of a folder with these files. */
export function folderOf(texts: Readonly<Record<string, string>>): Release {
  return releaseOf(new Map(Object.entries(texts)), { kind: 'folder', path: 'test', seal: null });
}
