import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AllowingTable } from './allowing.ts';
import type { Asking, House } from './house.ts';
import { openWithOneMore } from './one-more.ts';

const contract = `
"A complaint."
type Complaint @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Number."
  id: ID!
  "In a word."
  note: String
}

"An inspection."
type Inspection @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Number."
  id: ID!
}

"Who told; nobody else knows that there is anybody."
type Informant @classified(category: "investigation", sharing: "WITHHELD") {
  "Number."
  id: ID!
}

"Anything at hand."
union Matter = Inspection | Complaint | Informant

"A page of complaints."
type ComplaintConnection @classified(category: "structure", sharing: "CONDITIONAL") {
  "The complaints of this page, each with its place."
  edges: [ComplaintEdge!]
  "Where the page stands."
  pageInfo: PageInfo
  "How many there are in all."
  totalCount: Int
}

"A complaint of a page."
type ComplaintEdge @classified(category: "structure", sharing: "CONDITIONAL") {
  "Its place."
  cursor: String
  "The complaint."
  node: Complaint
}

type Query {
  "Everything at hand."
  matters: [Matter!] @classified(category: "penalty", sharing: "CONDITIONAL")
  "The complaint of which one hears most."
  loudest: Complaint @classified(category: "penalty", sharing: "CONDITIONAL")
  "Complaints."
  complaints: [Complaint!] @classified(category: "penalty", sharing: "CONDITIONAL")
  "Complaints by the page."
  complaintPage: ComplaintConnection @classified(category: "penalty", sharing: "CONDITIONAL")
}

type Mutation {
  "Makes of an inspection a complaint."
  complain: Complaint @classified(category: "penalty", sharing: "CONDITIONAL")
}
`;

/** Market supervision gives every way to a complaint, and nothing of one. */
const agreement = `
id: market-to-fx
title: { zh: 市场监管向外汇提供检查线索, en: Inspections for the classification of enterprises }
provider: market
recipient: fx
purposes: [FX_CLASSIFICATION]
legalBasis: [Regulations on Government Data Sharing (State Council Order 809)]
effective: 2026-01-01
approvals:
  - { department: market, officer: market-data-officer, on: 2025-12-01 }
  - { department: fx, officer: fx-data-officer, on: 2025-12-01 }
grants:
  - coordinates:
      - Query.matters
      - Query.loudest
      - Query.complaints
      - Query.complaintPage
      - ComplaintConnection.*
      - ComplaintEdge.*
      - Mutation.complain
      - Inspection.id
    allow: true
`;

const complaint = { __typename: 'Complaint', id: 'c1', note: 'loud' };
const inspection = { __typename: 'Inspection', id: 'i1' };
const informant = { __typename: 'Informant', id: 'n1' };
let complained = 0;

let house: House;
let gatewayAlone: House;
beforeAll(async () => {
  house = await openWithOneMore({
    contract,
    resolvers: {
      Matter: {
        __resolveType: ({ __typename }: { readonly __typename: string }) => __typename,
      },
      Query: {
        matters: () => [complaint, inspection, informant],
        loudest: () => complaint,
        complaints: () => [complaint, complaint],
        complaintPage: () => ({
          edges: [{ cursor: 'first', node: complaint }],
          pageInfo: { hasNextPage: true, endCursor: 'first' },
          totalCount: 2,
        }),
      },
      Mutation: {
        complain: () => {
          complained += 1;
          return complaint;
        },
      },
    },
    tables: 'SELECT 1;',
    seed: () => Promise.resolve(),
    policies: { 'agreements/market/market-to-fx.yaml': agreement },
    beside: ['commerce'],
  });
  gatewayAlone = await house.another({
    trust: { kind: 'as-written' },
    guardedBy: ({ current }) => new AllowingTable(current.policies),
  });
});
afterAll(async () => {
  await gatewayAlone.close();
  await house.close();
});

const fx: Asking = { department: 'fx', purpose: 'FX_CLASSIFICATION' };

describe('rows of which nothing may be read', () => {
  test.each([
    ['a list', 'complaints', '{ __typename }'],
    ['a list, by what is denied', 'complaints', '{ id note }'],
    ['one of them', 'loudest', '{ __typename }'],
    ['the edges of a page', 'complaintPage', '{ edges { node { __typename } } }'],
    ['the places of a page', 'complaintPage', '{ edges { cursor } pageInfo { hasNextPage } }'],
    ['the count of a page', 'complaintPage', '{ totalCount }'],
  ])(
    'are neither counted nor there, by %s, for the gateway alone: they are not fetched',
    async (_what, field, selection) => {
      for (const each of [gatewayAlone, house]) {
        const before = each.asked.length;
        const { data, errors } = await each.ask(`{ ${field} ${selection} }`, fx);
        expect(data).toEqual({ [field]: null });
        expect(errors).toMatchObject([
          {
            path: [field],
            message: `Query.${field}: Nothing of Complaint may be read, so neither is whether and how often there is one.`,
            extensions: { code: 'POLICY_DENIED', coordinate: `Query.${field}`, owner: 'market' },
          },
        ]);
        expect(each.asked.length).toBe(before);
      }
      const record = (await gatewayAlone.records()).at(-1);
      expect(record).toMatchObject({ released: [], denied: [`Query.${field}`] });
    },
  );

  test('are absent among others of a union, for the gateway alone', async () => {
    for (const each of [gatewayAlone, house]) {
      const { data, errors } = await each.ask(
        '{ matters { __typename ... on Complaint { id } } }',
        fx,
      );
      expect(errors).toEqual([]);
      expect(data).toEqual({ matters: [{ __typename: 'Inspection' }] });
      const own = { department: 'market', purpose: 'CORRECTION' };
      const all = await each.ask('{ matters { __typename } }', own);
      expect(all.data?.matters).toHaveLength(3);
    }
  });

  test('are what a mutation gives back all the same, once it is done', async () => {
    const { data, errors } = await house.ask('mutation { complain { __typename note } }', fx);
    expect(data).toEqual({ complain: { __typename: 'Complaint', note: null } });
    expect(errors.map(({ extensions }) => extensions.coordinate)).toEqual(['Complaint.note']);
    expect(complained).toBe(1);
  });

  test('are explained as not given, though the way to them is', async () => {
    const { extensions } = await house.ask('{ complaints { id } }', {
      ...fx,
      headers: { 'policy-explain': '1' },
    });
    const { coordinates } = extensions?.policy as { coordinates: Record<string, unknown> };
    expect(coordinates['Query.complaints']).toMatchObject({
      effect: 'not at all',
      reason: expect.stringContaining('Nothing of Complaint') as unknown,
      reliesOn: [],
    });
  });
});
