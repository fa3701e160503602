import { and, desc, eq, gte } from 'drizzle-orm';
import { groupLookup, lookup } from '../kit/lookup.ts';
import type { Listing } from '../kit/page.ts';
import { exemptions, refundApplications, taxpayers } from './tables.ts';

export const taxpayerOf = lookup(taxpayers, taxpayers.uscc);
export const refundOf = lookup(refundApplications, refundApplications.refundNo);
export const refundsOfDeclaration = groupLookup(
  refundApplications,
  refundApplications.entryNo,
  desc(refundApplications.receivedAt),
  desc(refundApplications.refundNo),
);
export const exemptionOf = lookup(exemptions, exemptions.invtNo);

export type TaxpayerRow = typeof taxpayers.$inferSelect;
export type RefundRow = typeof refundApplications.$inferSelect;

/** What to look for among refund applications. */
export interface RefundFilter {
  readonly status?: RefundRow['status'] | null;
  readonly period?: string | null;
  readonly onDeparture?: boolean | null;
  readonly minAmount?: string | null;
}

/** Refund applications, newest first. */
export function refundListing(filter: RefundFilter, applicant?: string): Listing {
  const { status, period, onDeparture, minAmount } = filter;
  return {
    table: refundApplications,
    where: and(
      applicant === undefined ? undefined : eq(refundApplications.applicantUscc, applicant),
      status == null ? undefined : eq(refundApplications.status, status),
      period == null ? undefined : eq(refundApplications.period, period),
      onDeparture == null ? undefined : eq(refundApplications.onDeparture, onDeparture),
      minAmount == null ? undefined : gte(refundApplications.amount, minAmount),
    ),
    order: [refundApplications.receivedAt, refundApplications.refundNo],
    direction: 'descending',
  };
}
