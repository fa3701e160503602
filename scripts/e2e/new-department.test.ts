import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import type { RequestContext, Resolvers } from '../../subgraphs/kit/context.ts';
import { lookup } from '../../subgraphs/kit/lookup.ts';
import { samples } from '../development/samples.ts';
import { agreement } from './agreement.ts';
import type { House } from './house.ts';
import { openWithOneMore } from './one-more.ts';

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

const marketToTax = agreement(
  { provider: 'market', recipient: 'tax', purpose: 'REFUND_CLASSIFICATION' },
  `  - coordinates: [Enterprise.lastInspection]
    allow: true`,
);

const { uscc } = samples();
let house: House;

beforeAll(async () => {
  house = await openWithOneMore({
    contract,
    resolvers,
    tables:
      'CREATE TABLE market.inspections (uscc text PRIMARY KEY, last_inspection text NOT NULL, complainant text NOT NULL);',
    seed: async ({ db }) => {
      await db.insert(inspections).values({ uscc, lastInspection: '合格', complainant: '某人' });
    },
    policies: marketToTax,
    beside: ['commerce', 'tax'],
  });
});
afterAll(() => house.close());

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
