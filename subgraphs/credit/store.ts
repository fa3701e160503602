import { and, asc, desc, eq, isNull, lt, lte, not, or, type SQL, sql } from 'drizzle-orm';
import type { RequestContext } from '../kit/context.ts';
import { entityLoader, groupLoader } from '../kit/entity.ts';
import { groupLookup, lookup } from '../kit/lookup.ts';
import type { Listing } from '../kit/page.ts';
import type { ListType, RecordKind } from './rules/words.ts';
import {
  agencies,
  evaluations,
  listSteps,
  ratings,
  standingCorrections,
  standingEntries,
  standingRecords,
  standingRequests,
} from './tables.ts';

export type RecordRow = typeof standingRecords.$inferSelect;
export type EntryRow = typeof standingEntries.$inferSelect;
export type StepRow = typeof listSteps.$inferSelect;
export type EvaluationRow = typeof evaluations.$inferSelect;
export type RatingRow = typeof ratings.$inferSelect;
export type RequestRow = typeof standingRequests.$inferSelect;
export type CorrectionRow = typeof standingCorrections.$inferSelect;

export const recordOf = lookup(standingRecords, standingRecords.recordNo);
export const entryOf = lookup(standingEntries, standingEntries.entryNo);
export const entriesOf = groupLookup(
  standingEntries,
  standingEntries.uscc,
  desc(standingEntries.noticedOn),
  desc(standingEntries.entryNo),
);
export const agencyOf = lookup(agencies, agencies.agencyNo);
export const ratingsOf = groupLookup(ratings, ratings.uscc, desc(ratings.ratedOn));

/** The steps of an entry up to the instant of the request, oldest first. */
export const stepsOf = groupLoader<StepRow>(
  (keys, { db, now }) =>
    db
      .select()
      .from(listSteps)
      .where(
        and(
          sql`${listSteps.entryNo} = ANY(${sql.param([...keys])}::text[])`,
          lte(listSteps.at, now.toISOString()),
        ),
      )
      .orderBy(asc(listSteps.sequence)),
  ({ entryNo }) => entryNo,
);

/** The latest evaluation of a subject at the instant of the request. */
export const evaluationOf = entityLoader<string, EvaluationRow>(
  (keys, { db, now }) =>
    db
      .selectDistinctOn([evaluations.uscc])
      .from(evaluations)
      .where(
        and(
          sql`${evaluations.uscc} = ANY(${sql.param([...keys])}::text[])`,
          lte(evaluations.evaluatedAt, now.toISOString()),
        ),
      )
      .orderBy(
        asc(evaluations.uscc),
        desc(evaluations.evaluatedAt),
        desc(evaluations.evaluationNo),
      ),
  ({ uscc }) => uscc,
  (key) => key,
);

/** Which records to list. */
export interface RecordSearch {
  readonly uscc?: string;
  readonly kind?: RecordKind | null;
  readonly sourceDepartment?: string | null;
}

/** Records received by now, newest decision first. */
export function recordListing(
  { uscc, kind, sourceDepartment }: RecordSearch,
  { now }: RequestContext,
): Listing {
  return {
    table: standingRecords,
    where: and(
      lte(standingRecords.recordedAt, now.toISOString()),
      uscc === undefined ? undefined : eq(standingRecords.uscc, uscc),
      kind == null ? undefined : eq(standingRecords.kind, kind),
      sourceDepartment == null ? undefined : eq(standingRecords.sourceDepartment, sourceDepartment),
    ),
    order: [standingRecords.decidedOn, standingRecords.recordNo],
    direction: 'descending',
  };
}

/** Records disclosed after their last day, or past it and not disclosed. */
export function lateListing(today: string, context: RequestContext): Listing {
  const listing = recordListing({}, context);
  return {
    ...listing,
    where: and(
      listing.where,
      or(
        lt(standingRecords.disclosureDueOn, standingRecords.disclosedOn),
        and(isNull(standingRecords.disclosedOn), lt(standingRecords.disclosureDueOn, today)),
      ),
    ),
  };
}

/** Records withdrawn later than the law allows. */
export function lateWithdrawalListing(context: RequestContext): Listing {
  const listing = recordListing({}, context);
  return {
    ...listing,
    where: and(
      listing.where,
      lte(standingRecords.endedAt, context.now.toISOString()),
      sql`${standingRecords.withdrawalDueOn} < (${standingRecords.endedAt} AT TIME ZONE 'Asia/Shanghai')::date`,
    ),
  };
}

/** Entries noticed by now, newest first. */
export function entryListing(
  listType: ListType | null | undefined,
  { now }: RequestContext,
): Listing {
  return {
    table: standingEntries,
    where: and(
      lte(standingEntries.noticedAt, now.toISOString()),
      listType == null ? undefined : eq(standingEntries.listType, listType),
    ),
    order: [standingEntries.noticedOn, standingEntries.entryNo],
    direction: 'descending',
  };
}

/** Which requests to list. */
export interface RequestSearch {
  readonly open?: boolean | null;
  readonly overdue?: boolean | null;
}

/** Requests, newest first. */
export function requestListing({ open, overdue }: RequestSearch, today: string): Listing {
  const isOpen = eq(standingRequests.state, 'RECEIVED');
  const isOverdue = and(isOpen, lt(standingRequests.answerBy, today));
  return {
    table: standingRequests,
    where: and(only(open, isOpen), only(overdue, isOverdue)),
    order: [standingRequests.filedAt, standingRequests.requestNo],
    direction: 'descending',
  };
}

/** The request that a receipt's digest belongs to. */
export const requestOfReceipt = lookup(standingRequests, standingRequests.receiptDigest);

/** A request for a correction by its number, whoever's it is. */
export const correctionOf = lookup(standingCorrections, standingCorrections.requestNo);

/** Which requests for corrections to list. */
export interface CorrectionSearch extends RequestSearch {
  readonly owner?: string | null;
}

/** Requests for corrections, newest first. @param side the department of which they are; null for those of all */
export function correctionListing(
  { owner, open, overdue }: CorrectionSearch,
  side: string | null,
  today: string,
): Listing {
  const isOpen = eq(standingCorrections.state, 'RECEIVED');
  const isOverdue = and(isOpen, lt(standingCorrections.answerBy, today));
  return {
    table: standingCorrections,
    where: and(
      side === null
        ? undefined
        : or(eq(standingCorrections.askedBy, side), eq(standingCorrections.owner, side)),
      owner == null ? undefined : eq(standingCorrections.owner, owner),
      only(open, isOpen),
      only(overdue, isOverdue),
    ),
    order: [standingCorrections.askedAt, standingCorrections.requestNo],
    direction: 'descending',
  };
}

/** Rows where a condition holds, those where it does not, or all of them. */
function only(wanted: boolean | null | undefined, condition: SQL | undefined): SQL | undefined {
  return wanted == null || condition === undefined
    ? undefined
    : wanted
      ? condition
      : not(condition);
}
