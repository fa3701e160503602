import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { readStatementKeys } from './keys.ts';

const environment = process.env.NODE_ENV;
afterEach(() => {
  process.env.NODE_ENV = environment;
});

async function keyFile(more: object): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-statement-'));
  const file = path.join(folder, 'key.json');
  await writeFile(file, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'one', ...more }));
  return file;
}

describe('the key of the statements', () => {
  test('publishes its public part and the keys before it, and nothing secret', async () => {
    const [file, formerKey] = [await keyFile({}), await keyFile({ kid: 'former' })];
    const former = `${formerKey}.set`;
    const { jwks: once } = await readStatementKeys(formerKey, undefined);
    await writeFile(former, JSON.stringify(once));
    const { jwks } = await readStatementKeys(file, former);
    expect(jwks.keys.map(({ kid }) => kid)).toEqual(['one', 'former']);
    expect(JSON.stringify(jwks)).not.toContain('"d"');
  });

  test('of development is refused in production', async () => {
    const file = await keyFile({ development: true });
    await readStatementKeys(file, undefined);
    process.env.NODE_ENV = 'production';
    await expect(readStatementKeys(file, undefined)).rejects.toThrow(/production refuses/);
  });

  test('that is none is named', async () => {
    const file = await keyFile({ d: undefined });
    await expect(readStatementKeys(file, undefined)).rejects.toThrow(`${file} is no private`);
  });
});
