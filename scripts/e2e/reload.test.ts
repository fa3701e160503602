import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { departments } from '../../subgraphs/index.ts';
import { samples } from '../development/samples.ts';
import { policyFolder } from '../policies.ts';
import { type House, openHouse } from './house.ts';

const { uscc } = samples();
const query = `{ enterprise(uscc: "${uscc}") { name fxClass } }`;
const asTax = { department: 'tax', purpose: 'REFUND_CLASSIFICATION' };

let folder: string;
let house: House;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-reload-'));
  await cp(policyFolder, folder, { recursive: true });
  house = await openHouse({
    policies: folder,
    departments: departments.filter(({ name }) => ['commerce', 'fx', 'tax'].includes(name)),
    gateway: { watch: true },
  });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It has not come to pass within six seconds.');
}

async function isDenied(): Promise<boolean> {
  const { errors } = await house.ask(query, asTax);
  return errors.some(({ extensions }) => extensions.code === 'POLICY_DENIED');
}

describe('policies that change under a running gateway', () => {
  const file = (): string => path.join(folder, 'agreements/fx/fx-to-tax-class.yaml');

  test('come into force without a restart and without a failed request', async () => {
    expect(await isDenied()).toBe(false);
    const before = await readFile(file(), 'utf8');
    await writeFile(
      file(),
      before.replace('[REFUND_CLASSIFICATION, REFUND_REVIEW]', '[REFUND_REVIEW]'),
    );
    const statuses = new Set<number>();
    await until(async () => {
      const { status, errors } = await house.ask(query, asTax);
      statuses.add(status);
      return errors.some(({ extensions }) => extensions.code === 'POLICY_DENIED');
    });
    expect([...statuses]).toEqual([200]);
    await writeFile(file(), before);
    await until(async () => !(await isDenied()));
  });

  test('stay as they were when the new ones are wrong', async () => {
    const before = await readFile(file(), 'utf8');
    await writeFile(file(), before.replace('Enterprise.fxClass', 'Enterprise.fxKlass'));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await isDenied()).toBe(false);
    await writeFile(file(), before);
  });
});
