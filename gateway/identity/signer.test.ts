import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { developmentKeys } from '../../scripts/development/keys.ts';
import { createVerifier } from '../../subgraphs/kit/passport.ts';
import { readSigner } from './signer.ts';

const claims = { aud: 'tax', principal: { kind: 'public' }, table: 'one' } as const;

test('a passport lives for a minute, and is taken, however late in a second it is signed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-signer-'));
  try {
    const { passportKeyFile } = await developmentKeys(folder, ['tax']);
    const signer = await readSigner(passportKeyFile);
    const verifier = createVerifier('tax', signer.jwks);
    // Each look at the clock falls into another second than the one before.
    let now = Date.now();
    const Real = Date;
    class Late extends Real {
      constructor(given?: number) {
        super(given ?? (now += 500));
      }
      static override now(): number {
        return (now += 500);
      }
    }
    globalThis.Date = Late as DateConstructor;
    const passports = [];
    try {
      for (let times = 0; times < 4; times += 1) passports.push(await signer.passport(claims));
    } finally {
      globalThis.Date = Real;
    }
    for (const passport of passports) {
      const { exp = 0, iat = 0 } = decodeJwt(passport);
      expect(exp - iat).toBe(60);
      expect(await verifier.passport(passport)).toEqual(claims);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
