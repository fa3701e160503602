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

/** A department that the zone does not have. */
export interface Further {
  /** SDL of its contract. */
  readonly contract: string;
  readonly resolvers: Resolvers;
  /** SQL that makes its tables, in the database schema of its name. */
  readonly tables: string;
  readonly seed: Department['seed'];
}

/** Departments that the zone does not have, and what else there is. */
interface More {
  /** By name: `market` for market supervision. */
  readonly departments: Readonly<Record<string, Further>>;
  /** Policy documents by path: its agreements and disclosures. */
  readonly policies: Readonly<Record<string, string>>;
  /** Those of the zone's departments that take part. */
  readonly beside: readonly string[];
}

/** A department called `market`, and what else there is. */
export type OneMore = Further & Omit<More, 'departments'>;

/** Opens the zone with market supervision. */
export function openWithOneMore(
  { policies, beside, ...market }: OneMore,
  options: HouseOptions = {},
): Promise<House> {
  return openWithMore({ departments: { market }, policies, beside }, options);
}

/** Opens the zone with departments more: their contracts, their lines in each registry, their policies; nothing else. */
export async function openWithMore(more: More, options: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-seventh-'));
  const schema = path.join(folder, 'schema');
  const policies = path.join(folder, 'policies');
  await cp(fileURLToPath(new URL('../../schema', import.meta.url)), schema, { recursive: true });
  await cp(policyFolder, policies, { recursive: true });

  const registry = path.join(schema, 'subgraphs.yaml');
  const further: Department[] = [];
  for (const [name, { contract, resolvers, tables, seed }] of Object.entries(more.departments)) {
    await writeFile(path.join(schema, `${name}.graphql`), contract);
    await append(
      registry,
      'subgraphs:\n',
      `  ${name}: { contract: ${name}.graphql, url: "http://127.0.0.1:4007/graphql" }\n`,
    );
    await append(
      path.join(policies, 'departments.yaml'),
      'departments:\n',
      `  - { id: ${name}, name: { zh: ${name}, en: ${name} }, issuer: "urn:cpz:development:${name}", operates: [${name}] }\n`,
    );
    await append(
      path.join(policies, 'purposes.yaml'),
      'departments: [customs, tax, fx, commerce, logistics, finance',
      `, ${name}`,
    );
    const migrations = path.join(folder, 'migrations', name);
    await mkdir(migrations, { recursive: true });
    await writeFile(path.join(migrations, '0001_tables.sql'), tables);
    further.push({ name, migrations: pathToFileURL(`${migrations}/`), resolvers, seed });
  }
  for (const [name, text] of Object.entries(more.policies)) {
    await mkdir(path.dirname(path.join(policies, name)), { recursive: true });
    await writeFile(path.join(policies, name), text);
  }

  const contracts: readonly Contract[] = await loadContracts(registry);
  const composition = composeSupergraph(contracts, (await readRegistry(registry)).leads);
  if ('problems' in composition) throw new Error(JSON.stringify(composition.problems));
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composition.supergraphSdl);
  const house = await openHouse({
    ...options,
    supergraph,
    policies,
    departments: [...departments.filter(({ name }) => more.beside.includes(name)), ...further],
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
