import { pgSchema, text } from 'drizzle-orm/pg-core';
import type { RequestContext } from '../../subgraphs/kit/context.ts';
import { lookup } from '../../subgraphs/kit/lookup.ts';
import { agreement } from './agreement.ts';
import type { Further } from './one-more.ts';

const contract = `
"What market supervision found, as courts know it: by its number, of whatever kind it is."
type Finding @interfaceObject
  @key(fields: "id")
  @classified(category: "penalty", sharing: "CONDITIONAL") {
  "Number."
  id: ID!
  "What a court made of it."
  verdict: String
  "What it costs."
  fine: String
  "Who judged."
  judge: String @classified(category: "person", sharing: "WITHHELD")
}

type Query {
  "Findings that a court has ruled on."
  rulings: [Finding!] @classified(category: "penalty", sharing: "CONDITIONAL")
}
`;

const rulings = pgSchema('courts').table('rulings', {
  id: text('id').primaryKey(),
  verdict: text('verdict').notNull(),
  fine: text('fine').notNull(),
  judge: text('judge').notNull(),
});
const rulingOf = lookup(rulings, rulings.id);

/** The agreement by which courts give tax verdicts on findings of every kind, and fines on inspections alone, which gives none. */
export const courtsToTax = agreement(
  { provider: 'courts', recipient: 'tax', purpose: 'REFUND_CLASSIFICATION' },
  `  - coordinates: [Query.rulings, Finding.verdict, Inspection.fine]
    allow: true`,
);

/** Courts: they add fields to an interface of market supervision without knowing its types (`@interfaceObject`). */
export const courts: Further = {
  contract,
  resolvers: {
    Query: { rulings: (_root, _args, { db }) => db.select().from(rulings).orderBy(rulings.id) },
    Finding: {
      __resolveReference: ({ id }: { readonly id: string }, context: RequestContext) =>
        rulingOf(id, context),
    },
  },
  tables:
    'CREATE TABLE courts.rulings (id text PRIMARY KEY, verdict text NOT NULL, fine text NOT NULL, judge text NOT NULL);',
  seed: async ({ db }) => {
    await db.insert(rulings).values(
      ['c1', 'i1', 'i2'].map((id) => ({
        id,
        verdict: 'upheld',
        fine: id === 'c1' ? 'MARK-fine' : '100.00',
        judge: 'MARK-judge',
      })),
    );
  },
};
