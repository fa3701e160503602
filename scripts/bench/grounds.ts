import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeForTest } from '../../gateway/execution/testing/compose.ts';
import { developmentKeys } from '../development/keys.ts';
import { issueToken } from '../development/token.ts';
import { policyFolder, readAsWritten, supergraphFile } from '../policies.ts';
import type { Headers } from './ask.ts';
import { root } from './children.ts';
import type { Ground } from './contestants.ts';
import { writeAgreements } from './many-agreements.ts';
import { contracts, firstFederation, shopCoordinates } from './shop/contracts.ts';

/** Addresses of subgraphs by name. */
export type Urls = Readonly<Record<string, string>>;

/** A ground, and what callers of departments send: one caller for each connection. */
export interface ReadyGround {
  readonly ground: Ground;
  readonly callers: readonly Headers[];
}

/** Who else has agreements with the shop where there are many. */
const others = Array.from({ length: 7 }, (_, index) => `market${index + 1}`);

/** The shop's subgraphs under policies by which a market reads what the shop shares. */
export async function shopGround(
  folder: string,
  urls: Urls,
  connections: number,
): Promise<ReadyGround> {
  await mkdir(folder, { recursive: true });
  const subgraphs = Object.entries(contracts).map(([name, sdl]) => ({
    name,
    sdl,
    url: urls[name] ?? '',
  }));
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(
    supergraph,
    composeForTest(subgraphs.map(({ name, sdl, url }) => ({ name, url, typeDefs: sdl }))),
  );
  const list = path.join(folder, 'contracts.json');
  await writeFile(
    list,
    JSON.stringify(subgraphs.map((each) => ({ ...each, sdl: firstFederation[each.name] }))),
  );
  return {
    ground: {
      supergraph,
      contracts: list,
      recorded: path.join(folder, 'recorded.json'),
      data: folder,
      policies: path.join(root, 'scripts/bench/shop/policies'),
      manyAgreements: await writeAgreements(path.join(folder, 'many-agreements'), {
        owner: 'shop',
        operates: Object.keys(contracts),
        leads: { User: 'accounts', Product: 'products' },
        recipients: ['market', ...others],
        purposes: ['TRADE', 'P1', 'P2', 'P3', 'P4'],
        coordinates: shopCoordinates(),
      }),
    },
    callers: await callersOf(folder, ['shop', 'market'], 'market', 'TRADE', connections),
  };
}

/** The six departments' contracts and agreements as they are, answers made up. */
export async function departmentGround(
  folder: string,
  urls: Urls,
  connections: number,
): Promise<ReadyGround> {
  await mkdir(folder, { recursive: true });
  const { departments } = await readAsWritten(policyFolder, supergraphFile);
  const written = (await readFile(supergraphFile, 'utf8')).replace(
    /name: "(\w+)", url: "[^"]*"/g,
    (_, name: string) => `name: "${name}", url: "${urls[name] ?? ''}"`,
  );
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(supergraph, written);
  const ids = departments.map(({ id }) => id);
  return {
    ground: {
      ...{ supergraph, data: folder, policies: policyFolder },
      ...{ contracts: '', recorded: '', manyAgreements: '' },
    },
    callers: await callersOf(folder, ids, 'tax', 'REFUND_REVIEW', connections),
  };
}

async function callersOf(
  folder: string,
  departments: readonly string[],
  department: string,
  purpose: string,
  connections: number,
): Promise<Headers[]> {
  const keys = await developmentKeys(folder, departments);
  const key = await keys.issuerKey(department);
  return Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const token = await issueToken(key, {
        department,
        roles: ['analyst'],
        purposes: [purpose],
        subject: `caller-${index}@${department}`,
        lifetimeSeconds: 86_400,
      });
      return ['authorization', `Bearer ${token}`];
    }),
  );
}
