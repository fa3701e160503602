import { and, desc, eq, gte, sql } from 'drizzle-orm';
import { groupLookup, lookup, pairLookup } from '../kit/lookup.ts';
import type { Listing } from '../kit/page.ts';
import {
  classPeriods,
  declarationMatches,
  profiles,
  settlements,
  tradeCreditReports,
} from './tables.ts';

export const profileOf = lookup(profiles, profiles.uscc);
export const classesOf = groupLookup(classPeriods, classPeriods.uscc, desc(classPeriods.validFrom));
export const reportsOf = groupLookup(
  tradeCreditReports,
  tradeCreditReports.uscc,
  desc(tradeCreditReports.reportedOn),
  desc(tradeCreditReports.reportNo),
);
export const settlementOf = lookup(settlements, settlements.settlementNo);
export const settlementOfPayment = pairLookup(settlements, [
  settlements.payCode,
  settlements.payTransactionId,
]);
export const matchOf = lookup(declarationMatches, declarationMatches.entryNo);

export type ProfileRow = typeof profiles.$inferSelect;

/** What to look for among exchange profiles. */
export interface ProfileSearch {
  readonly class?: ProfileRow['fxClass'] | null;
  readonly minDifferenceRate?: string | null;
}

/** Exchange profiles by code. */
export function profileListing({ class: fxClass, minDifferenceRate }: ProfileSearch): Listing {
  return {
    table: profiles,
    where: and(
      fxClass == null ? undefined : eq(profiles.fxClass, fxClass),
      minDifferenceRate == null
        ? undefined
        : gte(sql`abs(${profiles.differenceRate})`, minDifferenceRate),
    ),
    order: [profiles.uscc],
    direction: 'ascending',
  };
}
