import { boolean, date, integer, numeric, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../kit/columns.ts';

const finance = pgSchema('finance');

/** Payments as the institutions reported them. */
export const payments = finance.table(
  'payments',
  {
    payCode: text('pay_code').notNull(),
    payTransactionId: text('pay_transaction_id').notNull(),
    payName: text('pay_name').notNull(),
    ebpCode: text('ebp_code').notNull(),
    orderNo: text('order_no').notNull(),
    amountPaid: numeric('amount_paid').notNull(),
    currency: text('currency').notNull(),
    paidAt: instant('paid_at').notNull(),
    payerToken: text('payer_token').notNull(),
    payerAccount: text('payer_account').notNull(),
    settlementBatch: text('settlement_batch'),
  },
  (table) => [primaryKey({ columns: [table.payCode, table.payTransactionId] })],
);

/** Applications for trade finance. */
export const financingApplications = finance.table('financing_applications', {
  applicationNo: text('application_no').primaryKey(),
  applicantUscc: text('applicant_uscc').notNull(),
  bank: text('bank').notNull(),
  requested: numeric('requested').notNull(),
  line: numeric('line'),
  drawn: numeric('drawn').notNull(),
  status: text('status', {
    enum: ['APPLIED', 'GRANTED', 'REFUSED', 'REPAYING', 'REPAID', 'OVERDUE'],
  }).notNull(),
  appliedOn: date('applied_on').notNull(),
  consent: boolean('consent').notNull(),
});

/** Trade credit insurance policies. */
export const insurancePolicies = finance.table('insurance_policies', {
  policyNo: text('policy_no').primaryKey(),
  insuredUscc: text('insured_uscc').notNull(),
  insurer: text('insurer').notNull(),
  limitUsd: numeric('limit_usd').notNull(),
  coverFrom: date('cover_from').notNull(),
  coverUntil: date('cover_until').notNull(),
  claimsPaidUsd: numeric('claims_paid_usd').notNull(),
});

/** Finance products offered in the zone. */
export const financeProducts = finance.table('finance_products', {
  productId: text('product_id').primaryKey(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  provider: text('provider').notNull(),
  audience: text('audience').notNull(),
});

/**
 * Suspicious transaction reports by enterprise: confidential (AML Law 2024, Articles 7 and 35),
 * kept so that it can be shown that they never leave.
 */
export const suspiciousReports = finance.table('suspicious_reports', {
  uscc: text('uscc').primaryKey(),
  suspiciousReports: integer('suspicious_reports').notNull(),
});
