import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

  test('compares a revision with a folder, and refuses what is neither', async () => {
    const revision = await diff('HEAD', changed, '--json');
    expect(revision.code).toBe(0);
    expect(JSON.parse(revision.out)).toHaveProperty('differences.0');
    const neither = await diff('no-such-thing', changed);
    expect(neither).toMatchObject({ code: 2 });
    expect(neither.err).toContain('no folder, no bundle and no revision of git');
  });
});
