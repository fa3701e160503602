import { date, integer, numeric, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';

const fx = pgSchema('fx');
const fxClasses = { enum: ['A', 'B', 'C'] } as const;

/** Exchange profiles, with the total-amount indicators of the last twelve months in USD. */
export const profiles = fx.table('profiles', {
  uscc: text('uscc').primaryKey(),
  fxClass: text('fx_class', fxClasses).notNull(),
  organisationCode: text('organisation_code').notNull(),
  inDirectorySince: date('in_directory_since').notNull(),
  receipts: numeric('receipts').notNull(),
  payments: numeric('payments').notNull(),
  importDeclared: numeric('import_declared').notNull(),
  exportDeclared: numeric('export_declared').notNull(),
  difference: numeric('difference').notNull(),
  /** Null when nothing was declared, received or paid. */
  differenceRate: numeric('difference_rate'),
  /** Null when nothing was declared. */
  fundsToGoods: numeric('funds_to_goods'),
  tradeCreditRatio: numeric('trade_credit_ratio'),
  bopDeclarations: integer('bop_declarations').notNull(),
});

/** Directory classes over time. */
export const classPeriods = fx.table(
  'class_periods',
  {
    uscc: text('uscc').notNull(),
    class: text('class', fxClasses).notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
  },
  (table) => [primaryKey({ columns: [table.uscc, table.validFrom] })],
);

/** Reports of trade credit. */
export const tradeCreditReports = fx.table('trade_credit_reports', {
  reportNo: text('report_no').primaryKey(),
  uscc: text('uscc').notNull(),
  kind: text('kind', {
    enum: ['ADVANCE_PAYMENT', 'ADVANCE_RECEIPT', 'DEFERRED_PAYMENT', 'DEFERRED_RECEIPT'],
  }).notNull(),
  amountUsd: numeric('amount_usd').notNull(),
  reportedOn: date('reported_on').notNull(),
  days: integer('days').notNull(),
});

/** Settlements and purchases of foreign exchange. */
export const settlements = fx.table('settlements', {
  settlementNo: text('settlement_no').primaryKey(),
  payCode: text('pay_code').notNull(),
  payTransactionId: text('pay_transaction_id').notNull(),
  kind: text('kind', { enum: ['SETTLEMENT', 'PURCHASE'] }).notNull(),
  settledOn: date('settled_on').notNull(),
  foreignAmount: numeric('foreign_amount').notNull(),
  foreignCurrency: text('foreign_currency').notNull(),
  rate: numeric('rate').notNull(),
});

/** How far money has been matched to each declaration. */
export const declarationMatches = fx.table('declaration_matches', {
  entryNo: text('entry_no').primaryKey(),
  fxMatch: text('fx_match', { enum: ['NONE', 'PARTIAL', 'MATCHED', 'EXCEEDED'] }).notNull(),
});
