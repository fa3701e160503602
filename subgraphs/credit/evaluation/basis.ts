import { and, asc, desc, eq, gt, gte, isNull, lte, or } from 'drizzle-orm';
import type { Transaction } from '../outcome.ts';
import { shanghaiDay } from '../disclosure.ts';
import { disclosureRules } from '../rules/disclosure.ts';
import { ratings, standingEntries, standingRecords } from '../tables.ts';
import type { Basis, Reading } from './score.ts';

/** Where a rating stands among the inputs. */
const ratingSource = 'ServiceRating.rating';

/** What an enterprise is evaluated from at an instant: what was read of departments, and what the base holds itself. */
export async function basisOf(
  transaction: Transaction,
  uscc: string,
  readings: readonly Reading[],
  now: string,
): Promise<Basis> {
  const today = shanghaiDay(now);
  const records = await transaction
    .select({
      recordNo: standingRecords.recordNo,
      kind: standingRecords.kind,
      severity: standingRecords.severity,
      sourceDepartment: standingRecords.sourceDepartment,
      decidedOn: standingRecords.decidedOn,
    })
    .from(standingRecords)
    .where(
      and(
        eq(standingRecords.uscc, uscc),
        lte(standingRecords.recordedAt, now),
        or(isNull(standingRecords.usableUntil), gt(standingRecords.usableUntil, now)),
      ),
    );
  const entries = await transaction
    .select({ entryNo: standingEntries.entryNo, listType: standingEntries.listType })
    .from(standingEntries)
    .where(
      and(
        eq(standingEntries.uscc, uscc),
        lte(standingEntries.publishedFrom, now),
        gt(standingEntries.usableUntil, now),
      ),
    )
    .orderBy(asc(standingEntries.entryNo));
  const [rating] = await transaction
    .select({ rating: ratings.rating })
    .from(ratings)
    .where(and(eq(ratings.uscc, uscc), lte(ratings.ratedOn, today), gte(ratings.validUntil, today)))
    .orderBy(desc(ratings.ratedOn))
    .limit(1);
  const { lists } = disclosureRules(today);
  return {
    readings: [
      ...readings.filter(({ source }) => source !== ratingSource),
      { source: ratingSource, value: rating?.rating ?? null },
    ],
    records,
    entries: entries.map((entry) => ({ ...entry, serious: lists[entry.listType].serious })),
  };
}
