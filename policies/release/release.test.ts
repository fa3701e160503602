import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatBundle, readRelease, sealRelease } from '../index.ts';
import { type Name, open, prepareSigning, type Signing } from '../testing/signing.ts';

let house: Signing;
beforeAll(async () => {
  house = await prepareSigning();
});
afterAll(() => house.close());

describe('a bundle', () => {
  async function bundled(sealer: Name, change = (text: string): string => text): Promise<string> {
    const release = await house.signedBy(['east', 'west']);
    const files = new Map([
      ...release.documents,
      ...[...release.signatures].map(([of, text]) => [`signatures/${of}.json`, text] as const),
    ]);
    const seal = await sealRelease(release, house.keys[sealer]);
    const place = path.join(house.folder, `${Math.random()}.bundle`);
    await writeFile(place, change(formatBundle({ files, seal }, release.version)));
    return place;
  }

  test('says the same as the folder that it was made of', async () => {
    const folderSet = await house.load(await house.signedBy(['east', 'west']));
    const set = await house.load(await readRelease(await bundled('sealer')));
    expect(set.agreements.map(({ approved }) => approved)).toEqual([true]);
    expect(set.release).toBe(folderSet.release);
    expect(set.digest).toBe(folderSet.digest);
  });

  test.each<[string, Name, (text: string) => string, string]>([
    ['is sealed by an officer', 'west', (text) => text, 'BUNDLE_UNSEALED'],
    ['is sealed by a stranger', 'stranger', (text) => text, 'BUNDLE_UNSEALED'],
    [
      'has another register of departments',
      'sealer',
      (text) => text.replace('operates: [west]', 'operates: []'),
      'BUNDLE_UNSEALED',
    ],
    ['is cut off', 'sealer', (text) => text.slice(0, -20), 'BUNDLE_SHAPE'],
    ['holds something else', 'sealer', (text) => text.replace('"files"', '"more"'), 'BUNDLE_SHAPE'],
  ])('is refused when it %s', async (_what, sealer, change, code) => {
    const place = await bundled(sealer, change);
    await expect(readRelease(place).then((release) => house.load(release))).rejects.toThrow(code);
  });

  test('is refused when its sealer is revoked', async () => {
    const release = await readRelease(await bundled('sealer'));
    await expect(
      house.load(release, await house.officersFile({ sealer: '2026-01-01' })),
    ).rejects.toThrow('BUNDLE_UNSEALED');
  });
});

describe('a trust file', () => {
  test.each<[string, object | string, RegExp]>([
    ['is no JSON', 'officers:', /cannot be read as JSON/],
    [
      'gives a private key away',
      { officers: [], sealers: [{ name: 'x', key: { d: 'secret' } }] },
      /public keys/,
    ],
  ])('that %s is refused', async (_what, content, message) => {
    const place = path.join(house.folder, 'wrong.json');
    await writeFile(place, typeof content === 'string' ? content : JSON.stringify(content));
    await expect(house.load(await house.signedBy([]), place)).rejects.toThrow(message);
  });

  test('with one key for two officers is refused', async () => {
    const twice = { sealers: [{ name: 'registrar', key: open(house.keys.east) }] };
    await expect(
      house.load(await house.signedBy([]), await house.officersFile({}, twice)),
    ).rejects.toThrow(/two officers/);
  });

  test('of a development is refused in production', async () => {
    const place = await house.officersFile({}, { development: true });
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(house.load(await house.signedBy([]), place)).rejects.toThrow(
        /production refuses/,
      );
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});
