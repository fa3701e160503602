import { asc } from 'drizzle-orm';
import { boolean, integer, pgSchema, text } from 'drizzle-orm/pg-core';
import type { RequestContext, Resolvers } from '../../subgraphs/kit/context.ts';
import { lookup } from '../../subgraphs/kit/lookup.ts';
import { type PageArguments, readPage } from '../../subgraphs/kit/page.ts';
import { type House, type HouseOptions } from './house.ts';
import { agreement } from './agreement.ts';
import { courts, courtsToTax } from './courts.ts';
import { type Further, openWithMore } from './one-more.ts';

/** Every construct through which a denied value could come out; what is denied to tax holds `MARK`. */
const contract = `
"What market supervision found."
interface Finding
  @key(fields: "id")
  @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Number."
  id: ID!
  "In a word."
  note: String
}

"An inspection."
type Inspection implements Finding
  @key(fields: "id")
  @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Number."
  id: ID!
  "In a word."
  note: String
  "Points."
  score: Int
  "Whether it is published."
  published: Boolean
  "Who inspected."
  inspector: String @classified(category: "person", sharing: "WITHHELD")
}

"A complaint."
type Complaint implements Finding
  @key(fields: "id")
  @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Number."
  id: ID!
  "In a word."
  note: String
  "How much it weighs."
  weight: Int!
  "Where."
  place: String
  "Who complained."
  complainant: String @classified(category: "person", sharing: "WITHHELD")
}

"Who told."
type Informant @classified(category: "investigation", sharing: "WITHHELD") {
  "Number."
  id: ID!
}

"Anything at hand."
union Matter = Inspection | Complaint | Informant

"Market supervision's part of an enterprise."
type Enterprise @key(fields: "uscc") @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Unified social credit code."
  uscc: USCC!
  "Unpaid tax."
  arrears: Money @external
  "What unpaid tax says of it."
  rating: String @requires(fields: "arrears")
}

"A page of inspections."
type InspectionConnection @classified(category: "structure", sharing: "CONDITIONAL") {
  "The inspections of this page."
  nodes: [Inspection!]
  "Where the page stands."
  pageInfo: PageInfo
  "How many there are in all."
  totalCount: Int
}

"What to look for."
input InspectionFilter {
  "Points of at least."
  minScore: Int @reads(fields: ["Inspection.score"])
  "And this."
  and: InspectionFilter
  "Published or not."
  published: Boolean @reads(fields: ["Inspection.published"])
}

"In which order."
input InspectionOrder {
  "Highest points first."
  byScore: Boolean = true @reads(fields: ["Inspection.score"])
}

type Query {
  "Everything found."
  findings: [Finding!] @classified(category: "penalty", sharing: "CONDITIONAL")
  "Everything at hand."
  matters: [Matter] @classified(category: "penalty", sharing: "CONDITIONAL")
  "One inspection."
  inspection("Its number, which is public knowledge." id: ID!): Inspection
    @classified(category: "penalty", sharing: "CONDITIONAL")
  "Inspections by number."
  inspections(
    "Points of at least."
    minScore: Int @reads(fields: ["Inspection.score"])
    "What to look for."
    filter: InspectionFilter
    "How many."
    first: Int = 20
    "Cursor of the page before."
    after: String
  ): InspectionConnection @classified(category: "penalty", sharing: "CONDITIONAL")
  "Inspections, best first."
  ranked(
    "Whether by points."
    byScore: Boolean = true @reads(fields: ["Inspection.score"])
  ): [Inspection!] @classified(category: "penalty", sharing: "CONDITIONAL")
  "Inspections in an order."
  sorted("The order." order: InspectionOrder!): [Inspection!]
    @classified(category: "penalty", sharing: "CONDITIONAL")
}
`;

const inspections = pgSchema('market').table('inspections', {
  id: text('id').primaryKey(),
  note: text('note').notNull(),
  score: integer('score').notNull(),
  published: boolean('published').notNull(),
  inspector: text('inspector').notNull(),
});
const inspectionOf = lookup(inspections, inspections.id);
const complaint = {
  __typename: 'Complaint',
  id: 'c1',
  note: 'MARK-note',
  weight: 5,
  place: 'a street',
  complainant: 'nobody',
};

async function all({ db }: RequestContext): Promise<object[]> {
  const rows = await db.select().from(inspections).orderBy(asc(inspections.id));
  return rows.map((row) => ({ __typename: 'Inspection', ...row }));
}

const typeOf = {
  __resolveType: ({ __typename }: { readonly __typename: string }) => __typename,
};

async function findingOf(id: string, context: RequestContext): Promise<object | null> {
  if (id === complaint.id) return complaint;
  const row = await inspectionOf(id, context);
  return row === null ? null : { __typename: 'Inspection', ...row };
}

const resolvers: Resolvers = {
  Finding: {
    ...typeOf,
    __resolveReference: ({ id }: { readonly id: string }, context: RequestContext) =>
      findingOf(id, context),
  },
  Matter: typeOf,
  Query: {
    findings: async (_root, _args, context) => [...(await all(context)), complaint],
    matters: async (_root, _args, context) => [
      ...(await all(context)),
      complaint,
      { __typename: 'Informant', id: 'MARK-informant' },
    ],
    inspection: (_root, { id }: { readonly id: string }, context) => inspectionOf(id, context),
    inspections: (_root, args: PageArguments, context, info) =>
      readPage(
        { table: inspections, order: [inspections.id], direction: 'ascending' },
        args,
        context,
        info,
      ),
    ranked: (_root, _args, context) => all(context),
    sorted: (_root, _args, context) => all(context),
  },
  Inspection: {
    __resolveReference: ({ id }: { readonly id: string }, context: RequestContext) =>
      inspectionOf(id, context),
  },
  Complaint: {
    __resolveReference: ({ id }: { readonly id: string }, context: RequestContext) =>
      findingOf(id, context),
  },
  Enterprise: {
    __resolveReference: (reference: object) => reference,
    rating: ({ arrears }: { readonly arrears: string }) => `RATED-${arrears}`,
  },
};

const marketToTax = agreement(
  { provider: 'market', recipient: 'tax', purpose: 'REFUND_CLASSIFICATION' },
  `  - coordinates:
      - Query.findings
      - Query.matters
      - Query.inspection
      - Query.inspections
      - Query.ranked
      - Query.sorted
      - InspectionConnection.*
      - Inspection.id
      - Inspection.note
      - Complaint.id
    allow: true
  - coordinates: [Complaint.place]
    when: { complainant: nobody }`,
);

const disclosure = `
id: inspections
title: { zh: 抽查公示, en: Published inspections }
legalBasis: [Government Information Disclosure Regulations 2019, Article 20]
effective: 2020-01-01
grants:
  - coordinates: [Query.inspection, Query.inspections, Query.matters, InspectionConnection.*]
    allow: true
  - coordinates: [Inspection.id, Inspection.note, Inspection.published]
    when: { published: true }
`;

const market: Further = {
  contract,
  resolvers,
  tables:
    'CREATE TABLE market.inspections (id text PRIMARY KEY, note text NOT NULL, score integer NOT NULL, published boolean NOT NULL, inspector text NOT NULL);',
  seed: async ({ db }) => {
    await db.insert(inspections).values([
      { id: 'i1', note: 'clean', score: 3, published: true, inspector: 'MARK-inspector' },
      { id: 'i2', note: 'dirty', score: 1, published: false, inspector: 'MARK-inspector' },
    ]);
  },
};

/**
 * Opens the zone with market supervision and courts; the test closes it.
 * @param beside those of the zone's departments that take part
 */
export function openMarket(
  options: HouseOptions = {},
  beside: readonly string[] = ['commerce', 'tax', 'credit'],
): Promise<House> {
  return openWithMore(
    {
      departments: { market, courts },
      policies: {
        ...marketToTax,
        ...courtsToTax,
        'disclosures/inspections.yaml': disclosure,
      },
      beside,
    },
    options,
  );
}
