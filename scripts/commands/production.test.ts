import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { developmentKeys, type DevelopmentKeys } from '../development/keys.ts';
import { developmentTrust } from '../development/trust.ts';
import { policyFolder, readPolicies, supergraphFile } from '../policies.ts';
import { cpz } from '../testing/cpz.ts';

const before = { ...process.env };
const secret = Buffer.alloc(32).toString('base64url');
let data: string;
let keys: DevelopmentKeys;
const at = (name: string): string => path.join(data, name);

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cpz-production-'));
  keys = await developmentKeys(data, ['tax']);
  // Makes development's officers and their trust file.
  await readPolicies(policyFolder, supergraphFile, developmentTrust(data));
  const { development, ...own } = JSON.parse(
    await readFile(keys.passportKeyFile, 'utf8'),
  ) as Record<string, unknown>;
  expect(development).toBe(true);
  await writeFile(at('own-key.json'), JSON.stringify(own));
  await writeFile(at('own-officers.json'), JSON.stringify({ officers: [] }));
  await writeFile(at('own-issuers.json'), JSON.stringify({ issuers: [] }));
  await writeFile(at('gateway-keys.json'), JSON.stringify(keys.gatewayJwks));
  Object.assign(process.env, {
    NODE_ENV: 'production',
    CPZ_PSEUDONYM_KEY: secret,
    CPZ_CURSOR_KEY: secret,
  });
});
afterAll(async () => {
  process.env = before;
  await rm(data, { recursive: true, force: true });
});

const ownOfficers = (): string[] => ['--officers', at('own-officers.json')];
const ownKey = (): string[] => ['--key', at('own-key.json')];
const ownIssuers = (): string[] => ['--issuers', at('own-issuers.json')];

describe('in production', () => {
  test.each<[string, () => string[], string]>([
    ['no officers', () => [], 'count with the signatures of the officers in --officers'],
    [
      "development's officers",
      () => [...['--officers', at('officers.json'), ...ownIssuers(), ...ownKey()]],
      'holds development officers, which production refuses',
    ],
    ['no issuers', ownOfficers, 'the gateway needs --issuers, --key and CPZ_PSEUDONYM_KEY'],
    [
      "development's issuers",
      () => [...ownOfficers(), '--issuers', keys.issuersFile, ...ownKey()],
      'holds development issuers, which production refuses',
    ],
    [
      "development's key",
      () => [...ownOfficers(), ...ownIssuers(), '--key', keys.passportKeyFile],
      'was made for development, and production refuses it',
    ],
  ])('a gateway with %s does not start', async (_what, options, message) => {
    const { code, out, err } = await cpz('gateway', '--port', '0', '--data', data, ...options());
    expect({ code, out }).toEqual({ code: 78, out: '' });
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test.each<[string, () => string[], string, number?]>([
    ['no officers', () => [], 'count with the signatures of the officers in --officers'],
    [
      "development's officers",
      () => ['--officers', at('officers.json'), '--gateway-keys', at('gateway-keys.json')],
      'holds development officers, which production refuses',
    ],
    ['no keys of the gateway', ownOfficers, 'a subgraph needs --gateway-keys'],
    [
      'the embedded database',
      () => [...ownOfficers(), '--gateway-keys', at('gateway-keys.json')],
      'TAX_DATABASE_URL',
      74,
    ],
  ])('a department with %s does not start', async (_what, options, message, expected = 78) => {
    const { code, out, err } = await cpz('subgraph', 'tax', '--data', data, ...options());
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
