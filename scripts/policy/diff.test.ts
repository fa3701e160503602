import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JWK } from 'jose';
import { formatBundle, readRelease, sealRelease } from '../../policies/index.ts';
import { policyFolder } from '../policies.ts';
import { cpz, type Ended } from '../testing/cpz.ts';

let changed: string;

beforeAll(async () => {
  changed = await mkdtemp(path.join(tmpdir(), 'cpz-diff-'));
  await cp(policyFolder, changed, { recursive: true });
  await edit('disclosures/credit-records-order-36.yaml', (text) =>
    text.replace('      usableUntil: { $gt: $now }\n', ''),
  );
  await edit('agreements/fx/fx-to-tax-class.yaml', (text) =>
    text.replace('[REFUND_CLASSIFICATION, REFUND_REVIEW]', '[REFUND_REVIEW]'),
  );
});
afterAll(() => rm(changed, { recursive: true, force: true }));

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const place = path.join(changed, file);
  const text = await readFile(place, 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(place, change(text));
}

const diff = (...args: string[]): Promise<Ended> => cpz('policy', 'diff', ...args);

/** Makes a key, and gives its public part as a trust file lists it. */
async function keyOf(file: string): Promise<object> {
  return (JSON.parse((await cpz('policy', 'key', file)).out) as { key: object }).key;
}

/** Seals a folder as a bundle beside it, whatever is signed of it; gives the path of the bundle. */
async function sealed(folder: string, key: JWK): Promise<string> {
  const release = await readRelease(folder);
  const names = [...release.signatures].map(
    ([id, text]) => [`signatures/${id}.json`, text] as const,
  );
  const files = new Map([...release.documents, ...names]);
  const seal = await sealRelease(release, key);
  await writeFile(`${folder}.bundle`, formatBundle({ files, seal }, release.version));
  return `${folder}.bundle`;
}

describe('cpz policy diff', () => {
  test('sees another condition, and fails when the public gets anything otherwise', async () => {
    const { code, out, err } = await diff(policyFolder, changed, '--json', '--no-new-public');
    expect(code).toBe(1);
    expect(err).toMatch(/The public gains or gets otherwise \d+ coordinate/);
    const { jsonVersion, differences } = JSON.parse(out) as {
      jsonVersion: number;
      differences: { change: string; department: string; coordinate: string; before: string }[];
    };
    expect(jsonVersion).toBe(1);
    expect(differences).toContainEqual(
      expect.objectContaining({
        change: 'otherwise',
        department: 'public',
        coordinate: 'NegativeListEntry.facts',
      }),
    );
  });

  test('says it in words', async () => {
    const { out } = await diff(policyFolder, changed, '--words');
    expect(out).toMatch(
      /tax for REFUND_CLASSIFICATION loses what it had, in full: .*Enterprise\.fxClass/,
    );
    expect(out).toMatch(/The public gets on rows as \{.*\} says what it had/);
  });

  describe('with --officers', () => {
    let folder: string;
    const at = (name: string): string => path.join(folder, name);
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'cpz-diff-signed-'));
      for (const name of ['unsigned', 'signed'])
        await cp(policyFolder, at(name), { recursive: true });
      const officers: object[] = [];
      for (const department of ['fx', 'tax']) {
        const key = await keyOf(at(`${department}.json`));
        officers.push({ department, officer: `${department}-data-officer`, key });
        const signing = ['-d', department, '--key', at(`${department}.json`)];
        await cpz('policy', 'sign', 'fx-to-tax-class', ...signing, '--policies', at('signed'));
      }
      const sealers = [{ name: 'registrar', key: await keyOf(at('sealer.json')) }];
      await writeFile(at('officers.json'), JSON.stringify({ officers, sealers }));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    const gained =
      /^\+ tax REFUND_CLASSIFICATION gains Enterprise\.fxClass: allow {2}\(fx-to-tax-class\)$/m;
    const lost = /^- tax REFUND_CLASSIFICATION loses Enterprise\.fxClass/m;

    test('says what signatures change, which without them is nothing', async () => {
      const written = await diff(at('unsigned'), at('signed'));
      expect(written.out).toBe(
        'Nobody gains or loses anything.\nApprovals count as written here: signatures are not checked without --officers.\n',
      );
      const signed = await diff(at('unsigned'), at('signed'), '--officers', at('officers.json'));
      expect(signed.out).toMatch(gained);
      // One agreement was signed, and nothing else came into force.
      expect(signed.out.match(/^\+/gm)?.length).toBe(signed.out.match(/fx-to-tax-class/g)?.length);
      expect(signed.out).toContain(
        `Only what officers in ${at('officers.json')} have signed counts`,
      );
      const json = await diff(
        ...[at('signed'), at('unsigned'), '--officers', at('officers.json'), '--json'],
      );
      expect(JSON.parse(json.out)).toMatchObject({ trust: 'signed' });
    });

    test('takes bundles as they are in force: by their signatures, and by their seal', async () => {
      const sealer = JSON.parse(await readFile(at('sealer.json'), 'utf8')) as JWK;
      const [before, after] = [
        await sealed(at('signed'), sealer),
        await sealed(at('unsigned'), sealer),
      ];
      const trusted = ['--officers', at('officers.json')];
      expect((await diff(before, after, ...trusted)).out).toMatch(lost);
      const stranger = JSON.parse(await readFile(at('tax.json'), 'utf8')) as JWK;
      const unsealed = await diff(before, await sealed(at('unsigned'), stranger), ...trusted);
      expect(unsealed).toMatchObject({ code: 1, out: '' });
      expect(unsealed.err).toContain('BUNDLE_UNSEALED');
    });

    test('compares with a revision, of which nothing is signed', async () => {
      const { out } = await diff(at('signed'), 'HEAD', '--officers', at('officers.json'));
      expect(out).toMatch(lost);
    });

    test('refuses in one line what is no trust file', async () => {
      const { code, err } = await diff(
        at('signed'),
        at('unsigned'),
        '--officers',
        at('nobody.json'),
      );
      expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 78, lines: 1 });
      expect(err).toContain('nobody.json is no list of officers');
    });
  });

  test('compares a revision with a folder, and refuses what is neither', async () => {
    const revision = await diff('HEAD', changed, '--json');
    expect(revision.code).toBe(0);
    expect(JSON.parse(revision.out)).toHaveProperty('differences.0');
    const neither = await diff('no-such-thing', changed);
    expect(neither).toMatchObject({ code: 2 });
    expect(neither.err).toContain('no folder, no bundle and no revision of git');
  });
});
