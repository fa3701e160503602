import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { formatBundle, readRelease, releaseOf, sealRelease } from '../../policies/index.ts';
import { developmentKeys, signingKey } from '../development/keys.ts';
import { developmentTrust } from '../development/trust.ts';
import { policyFolder, readAsWritten, supergraphFile } from '../policies.ts';

let data: string;
let bundle: string;
let policies: string;
let gateway: Gateway;
const lines: string[] = [];

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cpz-bundle-'));
  bundle = path.join(data, 'zone.bundle');
  policies = path.join(data, 'policies');
  await cp(policyFolder, policies, { recursive: true });
  await release();
  const { departments } = await readAsWritten(policies);
  const keys = await developmentKeys(
    data,
    departments.map(({ id }) => id),
  );
  gateway = await startGateway({
    supergraph: supergraphFile,
    policies: bundle,
    trust: developmentTrust(data),
    issuers: keys.issuersFile,
    key: keys.passportKeyFile,
    pseudonymKey: keys.pseudonymKey,
    audit: path.join(data, 'audit'),
    port: 0,
    watch: true,
    rates: { public: unhindered, department: unhindered },
    logger: pino({ base: null }, { write: (line) => lines.push(line) }),
  });
});
afterAll(async () => {
  await gateway.close();
  await rm(data, { recursive: true, force: true });
});

const unhindered = { perSecond: 1e6, burst: 1e6, concurrent: 1e3 };

/** Signs and seals the folder with development's keys, and puts the bundle in place of the one before. */
async function release(change = (text: string): string => text): Promise<void> {
  const folder = await readRelease(policies);
  const signatures = await developmentTrust(data).beside?.(folder);
  const files = new Map([
    ...folder.documents,
    ...[...(signatures ?? [])].map(([id, text]) => [`signatures/${id}.json`, text] as const),
  ]);
  const signed = releaseOf(files, folder);
  const sealer = await signingKey(path.join(data, 'keys/sealer.jwk.json'));
  const text = formatBundle({ files, seal: await sealRelease(signed, sealer) }, signed.version);
  await writeFile(`${bundle}.draft`, change(text));
  await rename(`${bundle}.draft`, bundle);
}

/** The fields of an enterprise that exist for the public. */
async function publicFields(): Promise<readonly string[]> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __type(name: "Enterprise") { fields { name } } }' }),
  });
  expect(response.status).toBe(200);
  const { data: found } = (await response.json()) as {
    data: { __type: { fields: { name: string }[] } };
  };
  return found.__type.fields.map(({ name }) => name);
}

async function measured(name: string): Promise<string> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  return text.split('\n').find((line) => line.startsWith(name)) ?? '';
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) if (await holds()) return;
  throw new Error('It has not come to pass within twenty seconds.');
}

describe('a bundle that is put in place of another under requests', () => {
  const file = (): string => path.join(policies, 'disclosures/enterprise-credit.yaml');

  test('comes into force as a whole, and the metrics say so', async () => {
    const before = await measured('cpz_policies_in_force');
    expect(before).toMatch(/release="[\w-]{43}",table="[\w-]{43}"\} 1/);
    expect(await publicFields()).toContain('taxGradeAYear');
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.replace('[Enterprise.taxGradeAYear]', '[Enterprise.name]'));
    await release();
    await until(async () => !(await publicFields()).includes('taxGradeAYear'));
    expect(await measured('cpz_policies_in_force')).not.toBe(before);
    expect(await measured('cpz_policies_reloads_total{outcome="applied"}')).toMatch(/ 1$/);
  }, 60_000);

  test.each<[string, (text: string) => string, string]>([
    [
      'altered',
      (text) => text.replace('WITHHELD', 'OPEN').replace('effective', 'expires'),
      'BUNDLE_UNSEALED',
    ],
    ['cut off', (text) => text.slice(0, 5_000), 'BUNDLE_SHAPE'],
  ])(
    'stays out when it is %s: the one before stays, and log and metrics say why',
    async (_how, change, code) => {
      const before = await measured('cpz_policies_in_force');
      const refused = Number(
        (await measured('cpz_policies_reloads_total{outcome="refused"}')).split(' ')[1],
      );
      await release(change);
      await until(async () =>
        (await measured('cpz_policies_reloads_total{outcome="refused"}')).endsWith(
          ` ${refused + 1}`,
        ),
      );
      expect(await measured('cpz_policies_in_force')).toBe(before);
      expect(await publicFields()).not.toContain('taxGradeAYear');
      const said = lines.map((line) => JSON.parse(line) as { level: number; reason?: string });
      expect(said.filter(({ level }) => level === 50).at(-1)?.reason).toContain(code);
    },
    60_000,
  );
});
