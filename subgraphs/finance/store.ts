import { and, desc, gte, lt } from 'drizzle-orm';
import { groupLookup, lookup, pairLookup } from '../kit/lookup.ts';
import type { Listing } from '../kit/page.ts';
import {
  financeProducts,
  financingApplications,
  insurancePolicies,
  payments,
  suspiciousReports,
} from './tables.ts';

export const paymentOf = pairLookup(payments, [payments.payCode, payments.payTransactionId]);
export const paymentOfOrder = pairLookup(payments, [payments.ebpCode, payments.orderNo]);
export const applicationOf = lookup(financingApplications, financingApplications.applicationNo);
export const applicationsOf = groupLookup(
  financingApplications,
  financingApplications.applicantUscc,
  desc(financingApplications.appliedOn),
  desc(financingApplications.applicationNo),
);
export const policyOf = lookup(insurancePolicies, insurancePolicies.policyNo);
export const policiesOf = groupLookup(
  insurancePolicies,
  insurancePolicies.insuredUscc,
  desc(insurancePolicies.coverFrom),
  desc(insurancePolicies.policyNo),
);
export const reportsOf = lookup(suspiciousReports, suspiciousReports.uscc);
export const productOf = lookup(financeProducts, financeProducts.productId);

export type ApplicationRow = typeof financingApplications.$inferSelect;
export type PaymentRow = typeof payments.$inferSelect;
export type PolicyRow = typeof insurancePolicies.$inferSelect;

/** What to look for among payments. */
export interface PaymentSearch {
  readonly paidFrom?: string | null;
  readonly paidBefore?: string | null;
  readonly minAmount?: string | null;
}

/** Payments, newest first. */
export function paymentListing({ paidFrom, paidBefore, minAmount }: PaymentSearch): Listing {
  return {
    table: payments,
    where: and(
      paidFrom == null ? undefined : gte(payments.paidAt, paidFrom),
      paidBefore == null ? undefined : lt(payments.paidAt, paidBefore),
      minAmount == null ? undefined : gte(payments.amountPaid, minAmount),
    ),
    order: [payments.paidAt, payments.payCode, payments.payTransactionId],
    direction: 'descending',
  };
}
