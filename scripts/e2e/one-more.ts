import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { composeSupergraph } from '../../schema/compose.ts';
import { type Contract, loadContracts } from '../../schema/load.ts';
import { readRegistry } from '../../schema/registry.ts';
import { departments } from '../../subgraphs/index.ts';
import type { Resolvers } from '../../subgraphs/kit/context.ts';
import type { Department } from '../../subgraphs/kit/department.ts';
import { policyFolder } from '../policies.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';

/** A department that the zone does not have, called `market`: market supervision. */
export interface OneMore {
  /** SDL of its contract. */
  readonly contract: string;
  readonly resolvers: Resolvers;
  /** SQL that makes its tables, in the database schema `market`. */
  readonly tables: string;
  readonly seed: Department['seed'];
  /** Policy documents by path: its agreements and disclosures. */
  readonly policies: Readonly<Record<string, string>>;
  /** Those of the zone's departments that take part. */
  readonly beside: readonly string[];
}

/** Opens the zone with one department more: its contract, its line in each registry, its policies; nothing else. */
export async function openWithOneMore(more: OneMore, options: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-seventh-'));
  const schema = path.join(folder, 'schema');
  const policies = path.join(folder, 'policies');
  await cp(fileURLToPath(new URL('../../schema', import.meta.url)), schema, { recursive: true });
  await cp(policyFolder, policies, { recursive: true });

  await writeFile(path.join(schema, 'market.graphql'), more.contract);
  const registry = path.join(schema, 'subgraphs.yaml');
  await append(
    registry,
    'subgraphs:\n',
    '  market: { contract: market.graphql, url: "http://127.0.0.1:4007/graphql" }\n',
  );
  await append(
    path.join(policies, 'departments.yaml'),
    'departments:\n',
    '  - { id: market, name: { zh: 市场监管, en: Market supervision }, issuer: "urn:cpz:development:market", operates: [market] }\n',
  );
  await append(
    path.join(policies, 'purposes.yaml'),
    'departments: [customs, tax, fx, commerce, logistics, finance',
    ', market',
  );
  for (const [name, text] of Object.entries(more.policies)) {
    await mkdir(path.dirname(path.join(policies, name)), { recursive: true });
    await writeFile(path.join(policies, name), text);
  }

  const migrations = path.join(folder, 'migrations');
  await mkdir(migrations);
  await writeFile(path.join(migrations, '0001_tables.sql'), more.tables);
  const market: Department = {
    name: 'market',
    migrations: pathToFileURL(`${migrations}/`),
    resolvers: more.resolvers,
    seed: more.seed,
  };

  const contracts: readonly Contract[] = await loadContracts(registry);
  const composition = composeSupergraph(contracts, (await readRegistry(registry)).leads);
  if ('problems' in composition) throw new Error(JSON.stringify(composition.problems));
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composition.supergraphSdl);
  const house = await openHouse({
    ...options,
    supergraph,
    policies,
    departments: [...departments.filter(({ name }) => more.beside.includes(name)), market],
    contractOf: (name) => contracts.find((each) => each.name === name),
  });
  return {
    ...house,
    close: async () => {
      await house.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function append(file: string, after: string, line: string): Promise<void> {
  const content = await readFile(file, 'utf8');
  if (!content.includes(after)) throw new Error(`${file} holds no "${after}".`);
  await writeFile(file, content.replaceAll(after, after + line));
}
