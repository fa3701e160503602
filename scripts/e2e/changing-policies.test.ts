import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { departments } from '../../subgraphs/index.ts';
import { samples } from '../development/samples.ts';
import { policyFolder } from '../policies.ts';
import { type Answered, type Asking, type House, openHouse } from './house.ts';

const { uscc } = samples();
const query = `{ enterprise(uscc: "${uscc}") { name fxClass } }`;
const file = 'agreements/fx/fx-to-tax-class.yaml';
const asClassifier: Asking = { department: 'tax', purpose: 'REFUND_CLASSIFICATION' };

const unhindered = { perSecond: 1e6, burst: 1e6, concurrent: 1e3 };

let folder: string;
let house: House;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-changing-'));
  await cp(policyFolder, folder, { recursive: true });
  house = await openHouse({
    policies: folder,
    departments: departments.filter(({ name }) => ['commerce', 'fx', 'tax'].includes(name)),
    gateway: { watch: true, rates: { public: unhindered, department: unhindered } },
  });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** One request of many, and when it was under way. */
interface Round {
  readonly from: number;
  readonly to: number;
  readonly answer: Answered;
}

/** Asks without a pause, three at a time, until an instant. */
async function askUntil(end: number, asking: Asking): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const one = async (): Promise<void> => {
    while (Date.now() < end) {
      const from = Date.now();
      const answer = await house.ask(query, asking);
      rounds.push({ from, to: Date.now(), answer });
    }
  };
  await Promise.all([one(), one(), one()]);
  return rounds;
}

/**
 * Has the gateway know of an instant to come, a second ahead of it at least: the instant is near first, and further
 * away where the machine takes longer to read policies.
 * @param write puts in place the policies that change at the instant
 */
async function announced(write: (instant: number) => Promise<void>): Promise<number> {
  for (let leadMs = 3_000; leadMs <= 24_000; leadMs *= 2) {
    const instant = Math.ceil((Date.now() + leadMs) / 1000) * 1000;
    await write(instant);
    if (await isKnown(instant)) return instant;
  }
  throw new Error('The gateway does not come to know of the change.');
}

async function isKnown(instant: number): Promise<boolean> {
  const said = `cpz_policies_next_change_timestamp_seconds ${instant / 1000}\n`;
  while (Date.now() < instant - 1_000) {
    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    if (metrics.includes(said)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function fxClassOf({ data }: Answered): unknown {
  return (data?.enterprise as { fxClass?: unknown } | undefined)?.fxClass ?? null;
}

function codesOf({ errors }: Answered): unknown[] {
  return errors.map(({ extensions }) => extensions.code);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It has not come to pass within six seconds.');
}

async function isDenied(): Promise<boolean> {
  return codesOf(await house.ask(query, asClassifier)).includes('POLICY_DENIED');
}

async function refusals(): Promise<number> {
  const metrics = await (await fetch(`${house.url}/metrics`)).text();
  return Number(/^cpz_policies_reloads_total\{outcome="refused"\} (\d+)$/m.exec(metrics)?.[1]);
}

describe('policies that change under a running gateway', () => {
  test('come into force without a restart and without a failed request', async () => {
    expect(await isDenied()).toBe(false);
    const before = await readFile(path.join(folder, file), 'utf8');
    await writeFile(
      path.join(folder, file),
      before.replace('[REFUND_CLASSIFICATION, REFUND_REVIEW]', '[REFUND_REVIEW]'),
    );
    const statuses = new Set<number>();
    await until(async () => {
      const { status, errors } = await house.ask(query, asClassifier);
      statuses.add(status);
      return errors.some(({ extensions }) => extensions.code === 'POLICY_DENIED');
    });
    expect([...statuses]).toEqual([200]);
    await writeFile(path.join(folder, file), before);
    await until(async () => !(await isDenied()));
  });

  test('stay as they were when the new ones are wrong', async () => {
    const before = await readFile(path.join(folder, file), 'utf8');
    const refused = await refusals();
    await writeFile(
      path.join(folder, file),
      before.replace('Enterprise.fxClass', 'Enterprise.fxKlass'),
    );
    await until(async () => (await refusals()) > refused);
    expect(await isDenied()).toBe(false);
    await writeFile(path.join(folder, file), before);
  });
});

describe('under requests without a pause', () => {
  test('an agreement ends at its instant: given before, denied from then on, nothing else between', async () => {
    const asTax = { department: 'tax', purpose: 'REFUND_REVIEW' };
    const text = await readFile(path.join(folder, file), 'utf8');
    const instant = await announced((at) => {
      const ending = `$1\nexpires: ${new Date(at).toISOString()}`;
      return writeFile(path.join(folder, file), text.replace(/^(effective: .*)$/m, ending));
    });
    const seen = house.asked.length;
    const rounds = await askUntil(instant + 1_500, asTax);
    const given = rounds.filter(({ answer }) => fxClassOf(answer) !== null);
    const denied = rounds.filter(({ answer }) => codesOf(answer)[0] === 'POLICY_DENIED');
    expect(given.length + denied.length).toBe(rounds.length);
    expect(given.length).toBeGreaterThan(0);
    expect(Math.max(...given.map(({ from }) => from))).toBeLessThan(instant);
    expect(Math.min(...denied.map(({ to }) => to))).toBeGreaterThanOrEqual(instant);
    expect(Math.min(...denied.map(({ from }) => from))).toBeLessThan(instant + 1_000);
    const ofFx = house.asked.slice(seen).filter(({ subgraph }) => subgraph === 'fx');
    expect(ofFx.length).toBeGreaterThanOrEqual(1);
    expect(ofFx.length).toBeLessThanOrEqual(given.length + 3);
  }, 60_000);

  test('an agreement ends, and a disclosure begins, at its instant', async () => {
    const text = await readFile(path.join(folder, file), 'utf8');
    const instant = await announced(async (change) => {
      const at = new Date(change).toISOString();
      await writeFile(path.join(folder, file), text.replace(/^expires: .*$/m, `expires: ${at}`));
      await writeFile(
        path.join(folder, 'disclosures/fx-class.yaml'),
        `id: fx-class
title: { zh: 外汇分类, en: Class of enterprises in foreign exchange }
legalBasis: [Law of a test]
effective: ${at}
expires: ${new Date(change + 2_000).toISOString()}
grants:
  - { coordinates: [Enterprise.fxClass], allow: true }
`,
      );
    });
    const [ofTax, ofPublic] = await Promise.all([
      askUntil(instant + 1_500, asClassifier),
      askUntil(instant + 3_500, {}),
    ]);

    // To tax the disclosure gives what the agreement gave: not an answer is lost between the two.
    expect(ofTax.filter(({ answer }) => answer.status !== 200)).toEqual([]);
    expect(ofTax.every(({ answer }) => fxClassOf(answer) !== null)).toBe(true);
    expect(ofTax.filter(({ from }) => from >= instant).length).toBeGreaterThan(0);

    // For the public the field comes to be at the one instant, and is gone at the other.
    const before = ofPublic.filter(({ to }) => to < instant);
    const during = ofPublic.filter(({ from, to }) => from >= instant && to < instant + 2_000);
    const after = ofPublic.filter(({ from }) => from >= instant + 2_000);
    for (const rounds of [before, during, after]) expect(rounds.length).toBeGreaterThan(0);
    const refused = new Set([...before, ...after].flatMap(({ answer }) => codesOf(answer)));
    expect([...refused]).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(during.every(({ answer }) => fxClassOf(answer) !== null)).toBe(true);

    // And now nothing gives it to tax any more.
    expect(codesOf(await house.ask(query, asClassifier))).toEqual(['POLICY_DENIED']);
  }, 60_000);
});
