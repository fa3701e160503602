import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import type { RequestContext, Resolvers } from '../../subgraphs/kit/context.ts';
import { lookup } from '../../subgraphs/kit/lookup.ts';
import { samples } from '../development/samples.ts';
import { agreement } from './agreement.ts';
import type { House } from './house.ts';
import { openWithOneMore } from './one-more.ts';

const contract = `
"A complaint about an enterprise."
type Complaint @key(fields: "number") @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Number of the complaint."
  number: ID! @classified(category: "penalty", sharing: "UNCONDITIONAL")
  "What it is about."
  about: Enterprise
  "What is said."
  text: String
  "Who complains; never shared."
  complainant: String @classified(category: "person", sharing: "WITHHELD")
  "What came of it."
  outcome: String
}

"The directory's enterprise."
type Enterprise @key(fields: "uscc") @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Unified social credit code."
  uscc: USCC!
}

"What is said in a complaint."
input ComplaintInput {
  "About whom."
  uscc: USCC!
  "What happened."
  text: String!
  "Only if there is a complaint of this outcome already."
  ifOutcome: String @reads(fields: ["Complaint.outcome"])
}

type Query {
  "One complaint."
  complaint("Its number." number: ID! @reads(fields: ["Complaint.number"])): Complaint
    @classified(category: "penalty", sharing: "CONDITIONAL")
}

type Mutation {
  "Hand in a complaint."
  complain("What is said." complaint: ComplaintInput!): Complaint
    @classified(category: "penalty", sharing: "CONDITIONAL")
  "Decide a complaint."
  decideComplaint("Its number." number: ID!, "What comes of it." outcome: String!): Complaint
    @classified(category: "penalty", sharing: "CONDITIONAL")
  "Forget a complaint; market supervision only."
  forgetComplaint("Its number." number: ID!): Boolean
    @classified(category: "investigation", sharing: "WITHHELD")
}
`;

const complaints = pgSchema('market').table('complaints', {
  number: text('number').primaryKey(),
  uscc: text('uscc').notNull(),
  text: text('text').notNull(),
  complainant: text('complainant').notNull(),
  outcome: text('outcome'),
});
type Complaint = typeof complaints.$inferSelect;
const complaintOf = lookup(complaints, complaints.number);

const resolvers: Resolvers = {
  Query: {
    complaint: (_root, { number }: { readonly number: string }, context) =>
      complaintOf(number, context),
  },
  Mutation: {
    complain: async (
      _root,
      { complaint }: { readonly complaint: { readonly uscc: string; readonly text: string } },
      { db },
    ) => {
      const number = `C${String((await db.select().from(complaints)).length + 1)}`;
      const row = { number, complainant: 'MARK-complainant', outcome: null, ...complaint };
      await db.insert(complaints).values(row);
      return row;
    },
    decideComplaint: async (
      _root,
      { number, outcome }: { readonly number: string; readonly outcome: string },
      { db },
    ) => {
      const rows = await db
        .update(complaints)
        .set({ outcome })
        .where(eq(complaints.number, number))
        .returning();
      return rows[0] ?? null;
    },
    forgetComplaint: async (_root, { number }: { readonly number: string }, { db }) => {
      await db.delete(complaints).where(eq(complaints.number, number));
      return true;
    },
  },
  Complaint: {
    __resolveReference: ({ number }: { readonly number: string }, context: RequestContext) =>
      complaintOf(number, context),
    about: ({ uscc }: Complaint) => ({ uscc }),
  },
};

const disclosure = `
id: complaints
title: { zh: 投诉, en: Complaints }
legalBasis: [E-Commerce Law 2018, Article 59]
effective: 2020-01-01
grants:
  - coordinates: [Mutation.complain, Complaint.number, Complaint.about, Complaint.text]
    allow: true
`;
const settledTogether = agreement(
  { provider: 'market', recipient: 'commerce', purpose: 'DISPUTE' },
  `  - coordinates: [Mutation.decideComplaint, Query.complaint, Complaint.outcome]
    allow: true`,
);

const { uscc } = samples();
let house: House;

beforeAll(async () => {
  house = await openWithOneMore({
    contract,
    resolvers,
    tables:
      'CREATE TABLE market.complaints (number text PRIMARY KEY, uscc text NOT NULL, text text NOT NULL, complainant text NOT NULL, outcome text);',
    seed: () => Promise.resolve(),
    policies: {
      'disclosures/complaints.yaml': disclosure,
      ...settledTogether,
    },
    beside: ['commerce'],
  });
});
afterAll(() => house.close());

const complain = `mutation ($complaint: ComplaintInput!) {
  complain(complaint: $complaint) { number text about { name } }
}`;
const said = { uscc, text: 'the parcel never came' };
const disputing = { department: 'commerce', purpose: 'DISPUTE' };

describe('a mutation', () => {
  test('is open to the public when a disclosure gives it, and its answer is read on from other departments', async () => {
    const { data, errors } = await house.ask(complain, { variables: { complaint: said } });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      complain: {
        number: 'C1',
        text: said.text,
        about: { name: expect.stringContaining('公司') as unknown },
      },
    });
  });

  test('is on record as what it is', async () => {
    const records = await house.records();
    expect(records.at(-1)).toMatchObject({ outcome: 'ANSWERED', subjects: [uscc] });
    expect(records.at(-1)?.released).toContain('Mutation.complain');
  });

  test('does not exist for those to whom nothing can give it', async () => {
    const forget = 'mutation { forgetComplaint(number: "C1") }';
    for (const asking of [{}, disputing]) {
      const { status, errors } = await house.ask(forget, asking);
      expect(status).toBe(400);
      expect(errors[0]?.message).toContain('Cannot query field "forgetComplaint"');
    }
  });

  test('that is denied changes nothing and reaches no department', async () => {
    const before = house.asked.length;
    const decide =
      'mutation { decideComplaint(number: "C1", outcome: "unfounded") { number outcome } }';
    const { data, errors } = await house.ask(decide, {
      department: 'commerce',
      purpose: 'JOINT_SUPERVISION',
    });
    expect(data).toEqual({ decideComplaint: null });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'POLICY_DENIED',
      coordinate: 'Mutation.decideComplaint',
      agreement: 'market-to-commerce',
    });
    expect(house.asked).toHaveLength(before);
    expect((await house.ask(decide)).status).toBe(400);
  });

  test('that an agreement gives does what it says', async () => {
    const { data, errors } = await house.ask(
      'mutation { decideComplaint(number: "C1", outcome: "upheld") { outcome text } }',
      disputing,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ decideComplaint: { outcome: 'upheld', text: said.text } });
  });

  test('gives of its answer no more than may be read', async () => {
    const answer = await house.ask(
      complain.replace('number text', 'number text outcome').replace('($c', 'Named($c'),
      { variables: { complaint: said }, department: 'commerce', purpose: 'JOINT_SUPERVISION' },
    );
    expect(answer.data).toMatchObject({ complain: { number: 'C2', outcome: null } });
    expect(answer.errors[0]?.extensions.code).toBe('POLICY_DENIED');
    expect(JSON.stringify(answer)).not.toContain('MARK');
  });

  test('with an input that would tell what may not be read is refused whole', async () => {
    const before = house.asked.length;
    const complaint = { ...said, ifOutcome: 'upheld' };
    const refused = await house.ask(complain, {
      variables: { complaint },
      department: 'commerce',
      purpose: 'JOINT_SUPERVISION',
    });
    expect(refused.errors[0]?.extensions.code).toBe('POLICY_ARGUMENT_DENIED');
    const hidden = await house.ask(complain, { variables: { complaint } });
    expect(hidden.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(hidden.errors[0]?.message).toContain('is not defined by type "ComplaintInput"');
    expect(house.asked).toHaveLength(before);
  });

  test('is not taken by GET', async () => {
    const query = encodeURIComponent('mutation { complain { number } }');
    const response = await fetch(`${house.url}/graphql?query=${query}`);
    expect(await response.text()).not.toContain('"complain"');
    expect(response.status).not.toBe(500);
  });
});

describe('a department that is asked for a mutation', () => {
  const decide = 'mutation { decideComplaint(number: "C1", outcome: "taken") { outcome } }';

  async function directly(purpose: string): Promise<string> {
    await house.ask('mutation { complain(complaint: { uscc: "x", text: "y" }) { number } }');
    await house.ask(complain, {
      variables: { complaint: said },
      department: 'commerce',
      purpose,
    });
    const passport = house.asked.findLast(({ subgraph }) => subgraph === 'market')?.passport ?? '';
    const response = await fetch(house.urls.market ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'gateway-passport': passport },
      body: JSON.stringify({ query: decide }),
    });
    return response.text();
  }

  test('refuses it itself when no agreement gives it', async () => {
    expect(await directly('JOINT_SUPERVISION')).toContain('POLICY_DENIED');
    const { data } = await house.ask('{ complaint(number: "C1") { outcome } }', disputing);
    expect(data).toEqual({ complaint: { outcome: 'upheld' } });
  });

  test('does it when one does', async () => {
    expect(await directly('DISPUTE')).toContain('"outcome":"taken"');
  });
});
