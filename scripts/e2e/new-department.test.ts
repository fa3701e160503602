import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { composeSupergraph } from '../../schema/compose.ts';
import { type Contract, loadContracts } from '../../schema/load.ts';
import { readRegistry } from '../../schema/registry.ts';
import { departments } from '../../subgraphs/index.ts';
import type { RequestContext, Resolvers } from '../../subgraphs/kit/context.ts';
import type { Department } from '../../subgraphs/kit/department.ts';
import { lookup } from '../../subgraphs/kit/lookup.ts';
import { policyFolder } from '../policies.ts';
import { samples } from '../development/samples.ts';
import { type House, openHouse } from './house.ts';

/** The contract of a department that the zone does not have: market supervision. */
const contract = `
"What market supervision holds about an enterprise."
type Enterprise @key(fields: "uscc") @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Unified social credit code."
  uscc: USCC!
  "Result of the last random inspection."
  lastInspection: String
  "Who complained; never shared."
  complainant: String @classified(category: "person", sharing: "WITHHELD")
}
`;

const inspections = pgSchema('market').table('inspections', {
  uscc: text('uscc').primaryKey(),
  lastInspection: text('last_inspection').notNull(),
  complainant: text('complainant').notNull(),
});
const inspectionOf = lookup(inspections, inspections.uscc);

const resolvers: Resolvers = {
  Enterprise: {
    __resolveReference: async ({ uscc }: { readonly uscc: string }, context: RequestContext) =>
      (await inspectionOf(uscc, context)) ?? { uscc },
  },
};

const agreement = `
id: market-to-tax
title: { zh: 市场监管向税务提供抽查结果, en: Inspections for the classification of exporters }
provider: market
recipient: tax
purposes: [REFUND_CLASSIFICATION]
legalBasis: [Regulations on Government Data Sharing (State Council Order 809)]
effective: 2026-01-01
approvals:
  - { department: market, officer: market-data-officer, on: 2025-12-01 }
  - { department: tax, officer: tax-data-officer, on: 2025-12-01 }
grants:
  - coordinates: [Enterprise.lastInspection]
    allow: true
`;

const { uscc } = samples();
let folder: string;
let house: House;

/** The zone with one department more: its folder, its line in the registries, its agreements. Nothing else changes. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-seventh-'));
  const schema = path.join(folder, 'schema');
  const policies = path.join(folder, 'policies');
  await cp(fileURLToPath(new URL('../../schema', import.meta.url)), schema, { recursive: true });
  await cp(policyFolder, policies, { recursive: true });

  await writeFile(path.join(schema, 'market.graphql'), contract);
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
  await mkdir(path.join(policies, 'agreements/market'));
  await writeFile(path.join(policies, 'agreements/market/market-to-tax.yaml'), agreement);

  const migrations = path.join(folder, 'migrations');
  await mkdir(migrations);
  await writeFile(
    path.join(migrations, '0001_tables.sql'),
    'CREATE TABLE market.inspections (uscc text PRIMARY KEY, last_inspection text NOT NULL, complainant text NOT NULL);',
  );
  const market: Department = {
    name: 'market',
    migrations: pathToFileURL(`${migrations}/`),
    resolvers,
    seed: async ({ db }) => {
      await db.insert(inspections).values({ uscc, lastInspection: '合格', complainant: '某人' });
    },
  };

  const contracts: readonly Contract[] = await loadContracts(registry);
  const composition = composeSupergraph(contracts, (await readRegistry(registry)).leads);
  if ('problems' in composition) throw new Error(JSON.stringify(composition.problems));
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composition.supergraphSdl);
  house = await openHouse({
    supergraph,
    policies,
    departments: [...departments.filter(({ name }) => ['commerce', 'tax'].includes(name)), market],
    contractOf: (name) => contracts.find((each) => each.name === name),
  });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

async function append(file: string, after: string, line: string): Promise<void> {
  const content = await readFile(file, 'utf8');
  expect(content).toContain(after);
  await writeFile(file, content.replace(after, after + line));
}

const query = `{ enterprise(uscc: "${uscc}") { name lastInspection } }`;

describe('a seventh department', () => {
  test('gives what its agreement grants, to whom and for what it grants it', async () => {
    const answer = await house.ask(query, { department: 'tax', purpose: 'REFUND_CLASSIFICATION' });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ enterprise: { lastInspection: '合格' } });
  });

  test('gives nothing for another purpose and nothing to another department', async () => {
    const review = await house.ask(query, { department: 'tax', purpose: 'REFUND_REVIEW' });
    expect(review.errors[0]?.extensions).toMatchObject({
      code: 'POLICY_DENIED',
      owner: 'market',
      agreement: 'market-to-tax',
    });
    const customs = await house.ask(query, { department: 'customs', purpose: 'RISK_ANALYSIS' });
    expect(customs.data).toMatchObject({ enterprise: { lastInspection: null } });
  });

  test('keeps to itself what it withholds: for others it does not exist', async () => {
    const withheld = `{ enterprise(uscc: "${uscc}") { complainant } }`;
    const own = await house.ask(withheld, { department: 'market', purpose: 'CORRECTION' });
    expect(own.data).toEqual({ enterprise: { complainant: '某人' } });
    const tax = await house.ask(withheld, { department: 'tax', purpose: 'REFUND_CLASSIFICATION' });
    expect(tax.status).toBe(400);
    expect(tax.errors[0]?.message).toContain('Cannot query field "complainant"');
  });
});
