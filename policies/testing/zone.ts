import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeSupergraph } from '../../schema/compose.ts';
import type { Contract } from '../../schema/load.ts';
import { parse } from 'graphql';
import { loadPolicies, type PolicySet, type Trust } from '../index.ts';

const header = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@shareable", "@external", "@requires", "@composeDirective"])
  @link(url: "https://cpz-graph.org/directives/v1.0", import: ["@classified", "@reads", "@subject"])
  @composeDirective(name: "@classified")
  @composeDirective(name: "@reads")
  @composeDirective(name: "@subject")
directive @classified(category: String!, sharing: String!, derivesFrom: [String!]) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @reads(fields: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
directive @subject on FIELD_DEFINITION
`;

/** Two small departments: `east` knows people, `west` knows money, and computes a score from what `east` knows. */
const sources = {
  east: `
    type Person @key(fields: "id") @classified(category: "plain", sharing: "CONDITIONAL") {
      id: ID! @subject @classified(category: "open", sharing: "UNCONDITIONAL")
      name: String
      born: String @classified(category: "secret", sharing: "WITHHELD")
      active: Boolean
      age: Int @classified(category: "plain", sharing: "CONDITIONAL", derivesFrom: ["Person.born"])
      rank: Int
      alias: String @classified(category: "plain", sharing: "CONDITIONAL", derivesFrom: ["Person.name"])
    }
    type Query {
      person(id: ID! @reads(fields: ["Person.id"]), name: String @reads(fields: ["Person.name"])): Person
        @classified(category: "open", sharing: "UNCONDITIONAL")
    }`,
  west: `
    type Person @key(fields: "id") @classified(category: "money", sharing: "CONDITIONAL") {
      id: ID!
      rank: Int @external
      wealth: Int
      score: Int @requires(fields: "rank")
    }`,
} as const;

/** The supergraph of the two. */
export const supergraph = composed();

function composed(): string {
  const contracts = Object.entries(sources).map(([name, sdl]): Contract => {
    const document = parse(header + sdl);
    return { name, file: `${name}.graphql`, url: `http://127.0.0.1:1/${name}`, document, sdl };
  });
  const composition = composeSupergraph(contracts, { Person: 'east' });
  if ('problems' in composition) throw new Error(JSON.stringify(composition.problems));
  return composition.supergraphSdl;
}

/** Registers of the two departments and of an onlooker that has nothing of its own. */
export const registers = {
  'departments.yaml': `departments:
  - { id: east, name: { zh: 东, en: East }, issuer: "urn:test:east", operates: [east] }
  - { id: west, name: { zh: 西, en: West }, issuer: "urn:test:west", operates: [west] }
  - { id: north, name: { zh: 北, en: North }, issuer: "urn:test:north" }
leads: { Person: east }
`,
  'purposes.yaml': `purposes:
  - { code: REVIEW, name: { zh: 审, en: Review }, description: { zh: 审, en: To review }, legalBasis: Law 1, departments: all }
  - { code: AUDIT, name: { zh: 查, en: Audit }, description: { zh: 查, en: To audit }, legalBasis: Law 2, departments: [north] }
`,
  'categories.yaml': `categories:
${['plain', 'open', 'secret', 'money']
  .map(
    (id) =>
      `  - { id: ${id}, name: { zh: ${id}, en: ${id} }, description: { zh: ${id}, en: ${id} }, level: L2 }`,
  )
  .join('\n')}
`,
} as const;

/** An agreement's document; what is not said is as most tests want it. */
export function agreement(
  id: string,
  said: {
    readonly provider?: string;
    readonly recipient?: string;
    readonly purposes?: string;
    readonly rest?: string;
    readonly grants: string;
    readonly approvals?: readonly string[];
    readonly effective?: string;
  },
): Record<string, string> {
  const { provider = 'east', recipient = 'west', purposes = 'REVIEW' } = said;
  const approvals = (said.approvals ?? [provider, recipient]).map(
    (department) => `  - { department: ${department}, officer: o, on: 2025-01-01 }`,
  );
  return {
    [`agreements/${provider}/${id}.yaml`]: `id: ${id}
title: { zh: 协议, en: Agreement }
provider: ${provider}
recipient: ${recipient}
purposes: [${purposes}]
legalBasis: [Law 3]
effective: ${said.effective ?? '2025-06-01'}
${said.rest ?? ''}
approvals:${approvals.length === 0 ? ' []' : `\n${approvals.join('\n')}`}
grants:
${said.grants}
`,
  };
}

/** The policies of these documents, read from a folder as the gateway reads them. */
export async function policiesOf(
  documents: Readonly<Record<string, string>>,
  trust: Trust = { kind: 'as-written' },
): Promise<PolicySet> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-policies-'));
  try {
    for (const [name, text] of Object.entries({ ...registers, ...documents })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    return await loadPolicies(folder, supergraph, trust);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
