import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compileTable, type Flip, replay } from '../../policies/index.ts';
import { departments } from '../../subgraphs/index.ts';
import { samples } from '../development/samples.ts';
import { type House, openHouse } from '../e2e/house.ts';
import { cpz } from '../testing/cpz.ts';
import { policyFolder, readSupergraph, supergraphFile } from '../policies.ts';
import { readPast } from './past.ts';
import { readSide } from './side.ts';

const { uscc } = samples();
let house: House;
let draft: string;

beforeAll(async () => {
  draft = await mkdtemp(path.join(tmpdir(), 'cpz-draft-'));
  await cp(policyFolder, draft, { recursive: true });
  house = await openHouse({
    departments: departments.filter(({ name }) => ['commerce', 'fx', 'tax'].includes(name)),
  });
  await house.ask(`{ mine: enterprise(uscc: "${uscc}") { name fxClass taxGrade } }`, {
    department: 'tax',
    purpose: 'REFUND_CLASSIFICATION',
  });
  await house.ask('query ($u: USCC = "91210105XX00000B03") { enterprise(uscc: $u) { name } }');
});
afterAll(async () => {
  await house.close();
  await rm(draft, { recursive: true, force: true });
});

async function flipsUnder(place: string): Promise<readonly Flip[]> {
  const past = await readPast(house.audit, new Date(0), await readSupergraph(supergraphFile));
  expect(past.operations).toHaveLength(2);
  expect(past.shapeless).toBe(0);
  const policies = await readSide(place, supergraphFile, { kind: 'as-written' });
  return replay(past.operations, compileTable(policies, new Date()));
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(path.join(draft, file), 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(path.join(draft, file), change(text));
}

describe('operations on record', () => {
  test('are kept once, without what they say of anybody', async () => {
    const folder = path.join(house.audit, 'operations');
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
    expect(texts.sort()).toEqual([
      'query($u:USCC=""){enterprise(uscc:$u){name}}',
      '{enterprise(uscc:""){name fxClass taxGrade}}',
    ]);
  });

  test('are answered under the same policies as they were', async () => {
    expect(await flipsUnder(policyFolder)).toEqual([]);
  });

  test('show what a draft would answer otherwise, arguments among it', async () => {
    await edit('agreements/fx/fx-to-tax-class.yaml', (text) =>
      text.replace('[REFUND_CLASSIFICATION, REFUND_REVIEW]', '[REFUND_REVIEW]'),
    );
    await mkdir(path.join(draft, 'classifications'), { recursive: true });
    await writeFile(
      path.join(draft, 'classifications/commerce.yaml'),
      'classifications:\n  - { coordinates: [Enterprise.uscc], category: registration, sharing: WITHHELD }\n',
    );
    await edit('disclosures/enterprise-credit.yaml', (text) =>
      text.replace(/Enterprise\.uscc\b/g, 'Enterprise.name'),
    );
    const flips = await flipsUnder(draft);
    expect(flips).toContainEqual({
      department: 'public',
      purpose: null,
      coordinate: 'Query.enterprise(uscc:)',
      was: 'released',
      wouldBe: 'refused',
      operations: 1,
    });
    expect(flips).toContainEqual({
      department: 'tax',
      purpose: 'REFUND_CLASSIFICATION',
      coordinate: 'Enterprise.fxClass',
      was: 'released',
      wouldBe: 'denied',
      operations: 1,
    });
  });

  test('are decided by what is signed in a draft, where officers are named', async () => {
    const key = path.join(draft, 'tax.jwk.json');
    const { out } = await cpz('policy', 'key', key);
    const { key: officerKey } = JSON.parse(out) as { readonly key: object };
    const officers = path.join(draft, 'officers.json');
    const registered = [{ department: 'tax', officer: 'tax-data-officer', key: officerKey }];
    await writeFile(officers, JSON.stringify({ officers: registered, sealers: [] }));
    const asked = ['policy', 'replay', '--audit', house.audit, '--draft', policyFolder, '--json'];
    const asWritten = await cpz(...asked);
    expect(JSON.parse(asWritten.out)).toMatchObject({ trust: 'as-written', flips: [] });
    const signed = await cpz(...asked, '--officers', officers, '--fail-on-flip');
    expect(signed.code).toBe(1);
    const { trust, flips } = JSON.parse(signed.out) as { trust: string; flips: readonly Flip[] };
    expect(trust).toBe('signed');
    // Nobody has signed the agreement, nor the disclosure by which an enterprise is found.
    for (const [coordinate, wouldBe] of [
      ['Enterprise.fxClass', 'denied'],
      ['Enterprise.name', 'refused'],
    ])
      expect(flips).toContainEqual(
        expect.objectContaining({ coordinate, was: 'released', wouldBe }),
      );
  });
});
