import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { policyFolder, readAsWritten } from '../policies.ts';
import { cpz as commandLine, type Ended } from '../testing/cpz.ts';

let folder: string;
let policies: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-signing-'));
  policies = at('policies');
  await cp(policyFolder, policies, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cpz = (...args: string[]): Promise<Ended> => commandLine('policy', ...args);

describe('cpz policy key, sign, bundle and verify', () => {
  test('take policies from documents to a sealed bundle, and say what is missing on the way', async () => {
    const { departments, agreements } = await readAsWritten(policies);
    const officers: object[] = [];
    const keyOf = async (name: string): Promise<object> => {
      const made = await cpz('key', at(`${name}.jwk.json`));
      return (JSON.parse(made.out) as { key: object }).key;
    };
    const ids = departments.map(({ id }) => id);
    const named = (id: string): string =>
      agreements.flatMap(({ approvals }) => approvals).find(({ department }) => department === id)
        ?.officer ?? `${id}-data-officer`;
    for (const id of ids) {
      officers.push({ department: id, officer: named(id), key: await keyOf(id) });
    }
    const sealers = [{ name: 'registrar', key: await keyOf('sealer') }];
    await writeFile(at('officers.json'), JSON.stringify({ officers, sealers }));
    const trusted = ['--officers', at('officers.json')];

    const [last, ...others] = ids;
    for (const id of others) {
      await cpz('sign', '--all', '-d', id, '--key', at(`${id}.jwk.json`), '--policies', policies);
    }
    const half = await cpz('verify', policies, ...trusted);
    expect(half.code).toBe(1);
    expect(half.out).toMatch(/agreements\/.*\.yaml:\d+:\d+ {2}AGREEMENT_HALF_SIGNED/);
    const making = ['bundle', '--policies', policies, '--out', at('zone.bundle'), ...trusted];
    const early = await cpz(...making, '--key', at('sealer.jwk.json'));
    expect(early.code).toBe(1);
    expect(early.err).toContain('amiss');

    const signing = ['--key', at(`${last ?? ''}.jwk.json`), '--policies', policies, '--json'];
    const signed = await cpz('sign', '--all', '-d', last ?? '', ...signing);
    expect(JSON.parse(signed.out)).toMatchObject({ jsonVersion: 1, department: last });
    const made = await cpz(...making, '--key', at('sealer.jwk.json'), '--json');
    expect(made).toMatchObject({ code: 0 });
    const verified = await cpz('verify', at('zone.bundle'), ...trusted, '--json');
    expect(verified.code).toBe(0);
    const { version } = JSON.parse(made.out) as { version: string };
    expect(JSON.parse(verified.out)).toMatchObject({ jsonVersion: 1, version, problems: [] });

    const text = await readFile(at('zone.bundle'), 'utf8');
    await writeFile(at('zone.bundle'), text.replace('allow: true', 'mask: null'));
    const altered = await cpz('verify', at('zone.bundle'), ...trusted);
    expect(altered.code).toBe(1);
    expect(altered.err).toContain('BUNDLE_UNSEALED');
  }, 120_000);

  test.each<[string, readonly string[], RegExp]>([
    ['nothing', ['-d', 'tax'], /Name what to sign/],
    ['what is not there', ['nothing', '-d', 'tax'], /no agreement or disclosure "nothing"/],
    [
      "what is not the department's",
      ['fx-to-tax-class', '-d', 'customs'],
      /does not name customs as approving it/,
    ],
  ])('sign refuses %s', async (_what, args, message) => {
    const key = at('tax.jwk.json');
    const { code, err } = await cpz('sign', ...args, '--key', key, '--policies', policies);
    expect(code).not.toBe(0);
    expect(err).toMatch(message);
  });
});
