import { businessDate } from '../kit/business-date.ts';
import type { RequestContext, Resolver, Resolvers } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import {
  evaluationsDue,
  noteInputChange,
  recordEvaluations,
} from './evaluation/record-evaluations.ts';
import { withdrawnLate } from './annulment.ts';
import {
  answerCorrection,
  correctionRequest,
  correctionRequests,
  extendCorrection,
  requestCorrection,
} from './corrections.ts';
import { giveNotice, listSubject, withdrawEntry } from './listing.ts';
import { standingOf } from './negative-list.ts';
import { disclosedLate, disclosureState } from './record-state.ts';
import { receiptDigest } from './receipt.ts';
import { decideObjection, decideRepair, fileObjection, requestRepair } from './requests.ts';
import { measures, type Measure, measuresFor } from './rules/measures.ts';
import { shownRuleSets } from './rules/list.ts';
import { disclosureRules } from './rules/disclosure.ts';
import type { ListType, RecordKind } from './rules/words.ts';
import {
  agencyOf,
  type CorrectionRow,
  entriesOf,
  entryListing,
  entryOf,
  type EntryRow,
  evaluationOf,
  type EvaluationRow,
  lateListing,
  lateWithdrawalListing,
  ratingsOf,
  type RatingRow,
  recordListing,
  recordOf,
  type RecordRow,
  requestListing,
  type RequestRow,
  type RequestSearch,
  requestOfReceipt,
  stepsOf,
  type StepRow,
} from './store.ts';
import { correctRecord, submitCreditRecords, withdrawRecord } from './submit.ts';

type Root = unknown;
interface Subject {
  readonly uscc: string;
}

const creditRecord: Resolver<Root, { readonly recordNo: string }> = async (
  _root,
  { recordNo },
  context,
) => receivedBy(context, await recordOf(recordNo, context));

const creditRecords: Resolver<
  Root,
  PageArguments & { readonly kind?: RecordKind | null; readonly sourceDepartment?: string | null }
> = (_root, args, context, info) => readPage(recordListing(args, context), args, context, info);

const lateDisclosures: Resolver<Root, PageArguments> = (_root, args, context, info) =>
  readPage(lateListing(businessDate(context.now), context), args, context, info);

const lateWithdrawals: Resolver<Root, PageArguments> = (_root, args, context, info) =>
  readPage(lateWithdrawalListing(context), args, context, info);

const recordsOf: Resolver<Subject, PageArguments & { readonly kind?: RecordKind | null }> = (
  { uscc },
  args,
  context,
  info,
) => readPage(recordListing({ uscc, kind: args.kind ?? null }, context), args, context, info);

const negativeListEntry: Resolver<Root, { readonly entryNo: string }> = async (
  _root,
  { entryNo },
  context,
) => noticedBy(context, await entryOf(entryNo, context));

const negativeList: Resolver<Root, PageArguments & { readonly listType?: ListType | null }> = (
  _root,
  args,
  context,
  info,
) => readPage(entryListing(args.listType, context), args, context, info);

const requestReceipt: Resolver<Root, { readonly receiptNo: string }> = async (
  _root,
  { receiptNo },
  context,
) => {
  const request = await requestOfReceipt(receiptDigest(receiptNo), context);
  return request === null ? null : { ...request, receiptNo: receiptNo.trim().toUpperCase() };
};

const creditRequests: Resolver<Root, PageArguments & RequestSearch> = (
  _root,
  args,
  context,
  info,
) => readPage(requestListing(args, businessDate(context.now)), args, context, info);

const supervisionPlan: Resolver<Subject> = async ({ uscc }, _args, context) => {
  const evaluation = await evaluationOf(uscc, context);
  if (evaluation === null) return null;
  const entries = await entriesOf(uscc, context);
  const today = businessDate(context.now);
  const isOnSeriousList = entries.some(
    (entry) => isOpen(entry, context) && disclosureRules(today).lists[entry.listType].serious,
  );
  const { grade, evaluationNo } = evaluation;
  return { grade, evaluationNo, measures: measuresFor(grade, isOnSeriousList, today) };
};

const stateOf = async ({ entryNo }: EntryRow, _args: object, context: RequestContext) =>
  standingOf(await stepsOf(entryNo, context), context.now.toISOString())?.state;

const answerByOf = async ({ entryNo }: EntryRow, _args: object, context: RequestContext) =>
  (await stepsOf(entryNo, context)).at(-1)?.answerBy;

const exitReasonOf = async ({ entryNo }: EntryRow, _args: object, context: RequestContext) =>
  standingOf(await stepsOf(entryNo, context), context.now.toISOString())?.exitReason;

/** How the credit base resolves its contract. */
export const resolvers: Resolvers = {
  Query: {
    creditRecord,
    creditRecords,
    lateDisclosures,
    lateWithdrawals,
    negativeListEntry,
    negativeList,
    requestReceipt,
    creditRequests,
    correctionRequest,
    correctionRequests,
    evaluationsDue,
    measureCatalogue: () => measures,
    creditRuleSets: () => shownRuleSets,
  },
  Mutation: {
    submitCreditRecords,
    correctRecord,
    withdrawRecord,
    giveNotice,
    listSubject,
    withdrawEntry,
    fileObjection,
    requestRepair,
    decideObjection,
    decideRepair,
    requestCorrection,
    extendCorrection,
    answerCorrection,
    recordEvaluations,
    noteInputChange,
  },
  Enterprise: {
    __resolveReference: ({ uscc }: Subject) => ({ uscc }),
    creditRecords: recordsOf,
    negativeListEntries: async ({ uscc }: Subject, _args: object, context: RequestContext) =>
      (await entriesOf(uscc, context)).filter((entry) => noticedBy(context, entry) !== null),
    creditEvaluation: ({ uscc }: Subject, _args: object, context: RequestContext) =>
      evaluationOf(uscc, context),
    supervisionPlan,
    serviceRatings: ({ uscc }: Subject, _args: object, context: RequestContext) =>
      ratingsOf(uscc, context),
  },
  CreditRecord: {
    subject: ({ uscc }: RecordRow): Subject => ({ uscc }),
    disclosedLate: (row: RecordRow, _args: object, { now }: RequestContext) =>
      disclosedLate(row, businessDate(now)),
    disclosureState: (row: RecordRow, _args: object, { now }: RequestContext) =>
      disclosureState(row, now),
    withdrawnLate: (row: RecordRow, _args: object, { now }: RequestContext) =>
      withdrawnLate(row, now),
    asOf: instantOf,
  },
  NegativeListEntry: {
    subject: ({ uscc }: EntryRow): Subject => ({ uscc }),
    listedOn: ({ publishedFrom }: EntryRow) =>
      publishedFrom === null ? null : businessDate(new Date(publishedFrom)),
    state: stateOf,
    answerBy: answerByOf,
    exitReason: exitReasonOf,
    withdrawnLate: (row: EntryRow, _args: object, { now }: RequestContext) =>
      withdrawnLate(row, now),
    history: ({ entryNo }: EntryRow, _args: object, context: RequestContext) =>
      stepsOf(entryNo, context),
    asOf: instantOf,
  },
  NegativeListStep: {
    by: ({ actorDepartment }: StepRow) => actorDepartment,
  },
  CreditEvaluation: {
    ruleSet: ({ ruleSet }: EvaluationRow) => shownRuleSets.find(({ id }) => id === ruleSet),
  },
  CreditRequest: {
    overdue: ({ state, answerBy }: RequestRow, _args: object, { now }: RequestContext) =>
      state === 'RECEIVED' && answerBy < businessDate(now),
  },
  CorrectionRequest: {
    overdue: ({ state, answerBy }: CorrectionRow, _args: object, { now }: RequestContext) =>
      state === 'RECEIVED' && answerBy < businessDate(now),
  },
  ServiceRating: {
    agency: ({ agencyNo }: RatingRow, _args: object, context: RequestContext) =>
      agencyOf(agencyNo, context),
  },
  SupervisionMeasure: {
    title: ({ title }: Measure) => title.zh,
    titleEn: ({ title }: Measure) => title.en,
  },
};

function instantOf(_row: unknown, _args: object, { now }: RequestContext): string {
  return now.toISOString();
}

/** The record if the base had received it at the instant of the request. */
function receivedBy({ now }: RequestContext, record: RecordRow | null): RecordRow | null {
  return record !== null && Date.parse(record.recordedAt) <= now.getTime() ? record : null;
}

/** The entry if it had been noticed at the instant of the request. */
function noticedBy({ now }: RequestContext, entry: EntryRow | null): EntryRow | null {
  return entry !== null && Date.parse(entry.noticedAt) <= now.getTime() ? entry : null;
}

function isOpen({ publishedFrom, usableUntil }: EntryRow, { now }: RequestContext): boolean {
  if (publishedFrom === null || Date.parse(publishedFrom) > now.getTime()) return false;
  return usableUntil === null || Date.parse(usableUntil) > now.getTime();
}
