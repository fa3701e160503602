import { boolean, date, integer, numeric, pgSchema, text } from 'drizzle-orm/pg-core';
import { instant } from '../kit/columns.ts';

const tax = pgSchema('tax');
const refundClasses = { enum: ['CLASS_1', 'CLASS_2', 'CLASS_3', 'CLASS_4'] } as const;

/** Taxpayers of the zone. */
export const taxpayers = tax.table('taxpayers', {
  uscc: text('uscc').primaryKey(),
  taxGrade: text('tax_grade', { enum: ['A', 'B', 'M', 'C', 'D'] }).notNull(),
  taxGradeAYear: integer('tax_grade_a_year'),
  refundClass: text('refund_class', refundClasses).notNull(),
  arrears: numeric('arrears').notNull(),
  taxableIncome: numeric('taxable_income').notNull(),
  /** First day of doing business that is refunded: class 3 in the first twelve months. */
  refundsSince: date('refunds_since').notNull(),
  /** Whether the enterprise has shown the risk control that class 1 asks for. */
  riskControl: boolean('risk_control').notNull(),
});

/** Applications for the refund of export tax. */
export const refundApplications = tax.table('refund_applications', {
  refundNo: text('refund_no').primaryKey(),
  applicantUscc: text('applicant_uscc').notNull(),
  entryNo: text('entry_no').notNull(),
  period: text('period').notNull(),
  amount: numeric('amount').notNull(),
  rate: numeric('rate').notNull(),
  onDeparture: boolean('on_departure').notNull(),
  status: text('status', {
    enum: ['RECEIVED', 'CHECKED', 'DOUBTFUL', 'APPROVED', 'REFUSED', 'PAID'],
  }).notNull(),
  receivedAt: instant('received_at').notNull(),
  decideBy: date('decide_by').notNull(),
  decidedAt: instant('decided_at'),
  /** Day on which a refund on departure was settled against sales; null otherwise. */
  settledOn: date('settled_on'),
});

/** Inventory lists for which the no-invoice exemption was decided (Caishui (2018) No. 103). */
export const exemptions = tax.table('exemptions', {
  invtNo: text('invt_no').primaryKey(),
  noInvoiceExemption: boolean('no_invoice_exemption').notNull(),
});
