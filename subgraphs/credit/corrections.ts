import { and, count, eq } from 'drizzle-orm';
import { everyClass, isDenied } from '../../policies/index.ts';
import { businessDate } from '../kit/business-date.ts';
import type { RequestContext, Resolver } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import { addWorkingDays } from '../kit/working-days.ts';
import { type Actor, actorFor } from './actor.ts';
import { momentOf } from './moment.ts';
import { type Fault, lock, nextNumber, textFaults, type Transaction } from './outcome.ts';
import { correctionRules } from './rules/correction.ts';
import { evaluatedFrom } from './rules/evaluation.ts';
import {
  correctionListing,
  correctionOf,
  type CorrectionRow,
  type CorrectionSearch,
} from './store.ts';
import { correctionEvents, corrections, inputChanges, standingCorrections } from './tables.ts';

type Root = unknown;

/** What became of asking or answering. */
interface CorrectionOutcome {
  readonly request: CorrectionRow | null;
  readonly faults: readonly Fault[];
}

/** What a department asks to have corrected. */
interface CorrectionInput {
  readonly coordinate: string;
  readonly recordId: string;
  readonly uscc?: string | null;
  readonly statement: string;
  readonly evidence: string;
}

/** One request, for its two sides and for whoever examines a case. */
export const correctionRequest: Resolver<Root, { readonly requestNo: string }> = async (
  _root,
  { requestNo },
  context,
) => {
  const row = await correctionOf(requestNo, context);
  const side = sideOf(context);
  return row === null || side === null || row.askedBy === side || row.owner === side ? row : null;
};

/** Requests, for their two sides and for whoever examines a case. */
export const correctionRequests: Resolver<Root, PageArguments & CorrectionSearch> = (
  _root,
  args,
  context,
  info,
) =>
  readPage(
    correctionListing(args, sideOf(context), businessDate(context.now)),
    args,
    context,
    info,
  );

/**
 * The department whose requests whoever asks may see; null for an auditor, who sees all. Agreements say it of every
 * department but the one that operates the base, which owns its coordinates: here it is a side as any other.
 */
function sideOf({ cls }: RequestContext): string | null {
  return cls.purpose === 'AUDIT' ? null : (cls.department ?? '');
}

/** Asks the owner of a coordinate for a correction. */
export const requestCorrection: Resolver<Root, { readonly input: CorrectionInput }> = async (
  _root,
  { input },
  context,
) => {
  const actor = actorFor('CORRECTION', context);
  const faults = [
    ...textFaults('recordId', input.recordId, 100),
    ...textFaults('statement', input.statement, 2000),
    ...textFaults('evidence', input.evidence, 500),
  ];
  const reading = readingOf(input.coordinate, actor, context);
  if (reading === null) {
    const message = `${actor.department} reads no such field of another department.`;
    faults.push({ path: 'coordinate', message });
  }
  if (reading === null || faults.length > 0) return refused(...faults);
  const { now, today } = momentOf(context);
  const { id, deadlines } = correctionRules(today);
  const recordId = input.recordId.trim();
  return context.db.transaction(async (transaction): Promise<CorrectionOutcome> => {
    await lock(transaction, `${actor.department} ${input.coordinate} ${recordId}`);
    const [open] = await transaction
      .select({ number: count() })
      .from(standingCorrections)
      .where(
        and(
          eq(standingCorrections.askedBy, actor.department),
          eq(standingCorrections.coordinate, input.coordinate),
          eq(standingCorrections.recordId, recordId),
          eq(standingCorrections.state, 'RECEIVED'),
        ),
      );
    if ((open?.number ?? 0) > 0) {
      const message = `${actor.department} asked this before, and ${reading.owner} has not answered yet.`;
      return refused({ path: 'recordId', message });
    }
    const requestNo = await nextNumber(transaction, 'correction');
    await transaction.insert(corrections).values({
      requestNo,
      coordinate: input.coordinate,
      recordId,
      uscc: input.uscc ?? null,
      statement: input.statement.trim(),
      evidence: input.evidence.trim(),
      readUnder: [...reading.under],
      askedBy: actor.department,
      askedBySubject: actor.subject,
      owner: reading.owner,
      askedAt: now,
      firstAnswerBy: addWorkingDays(today, deadlines.answerWithinWorkingDays),
      ruleSet: id,
    });
    return { request: await standing(transaction, requestNo), faults: [] };
  });
};

/**
 * Who owns a field that a department reads of another, for whatever purpose, role or case, and under which documents;
 * null for any other. What is withheld is read by nobody else, so that a refusal does not tell it from what there is not.
 */
function readingOf(
  coordinate: string,
  { department }: Actor,
  { table }: RequestContext,
): { readonly owner: string; readonly under: readonly string[] } | null {
  const { policies } = table;
  const facts = policies.coordinates.get(coordinate);
  const owner = policies.ownerOf(coordinate);
  const isData = facts?.kind === 'field' && !['Query', 'Mutation'].includes(facts.typeName);
  if (!isData || owner === null || owner === department) return null;
  const given = everyClass(policies)
    .filter((cls) => cls.department === department)
    .map((cls) => table.decide(cls, coordinate))
    .filter(({ effect }) => !isDenied(effect));
  if (given.length === 0) return null;
  return { owner, under: [...new Set(given.flatMap(({ reliesOn }) => reliesOn))].sort() };
}

/** Takes longer to answer, once. */
export const extendCorrection: Resolver<
  Root,
  { readonly requestNo: string; readonly reason: string }
> = (_root, { requestNo, reason }, context) => {
  const { now, today } = momentOf(context);
  return byOwner(requestNo, textFaults('reason', reason, 500), context, (request) => {
    if (request.extensionReason !== null)
      return { path: 'requestNo', message: `It was extended before, to ${request.answerBy}.` };
    if (request.answerBy < today)
      return { path: 'requestNo', message: `The last day to answer was ${request.answerBy}.` };
    const { extendByWorkingDays } = correctionRules(
      businessDate(new Date(request.askedAt)),
    ).deadlines;
    return {
      kind: 'EXTENDED',
      reason: reason.trim(),
      answerBy: addWorkingDays(request.answerBy, extendByWorkingDays),
      at: now,
    };
  });
};

/** An owner's answer. */
interface AnswerInput {
  readonly requestNo: string;
  readonly accept: boolean;
  readonly correctedRecord?: string | null;
  readonly reason: string;
}

/** Accepts or refuses. */
export const answerCorrection: Resolver<Root, { readonly input: AnswerInput }> = (
  _root,
  { input },
  context,
) => {
  const { accept } = input;
  const corrected = input.correctedRecord ?? null;
  const faults = [
    ...textFaults('reason', input.reason, 500),
    ...(accept ? textFaults('correctedRecord', corrected ?? '', 100) : []),
  ];
  if (!accept && corrected !== null)
    faults.push({ path: 'correctedRecord', message: 'What is refused was not corrected.' });
  return byOwner(input.requestNo, faults, context, () => ({
    kind: accept ? 'ACCEPTED' : 'REFUSED',
    reason: input.reason.trim(),
    correctedRecord: corrected?.trim() ?? null,
    at: momentOf(context).now,
  }));
};

type Event = Omit<
  typeof correctionEvents.$inferInsert,
  'requestNo' | 'actorDepartment' | 'actorSubject'
>;

/** Writes down what the owner does about an open request, or tells what is wrong. */
async function byOwner(
  requestNo: string,
  faults: readonly Fault[],
  context: RequestContext,
  eventOf: (request: CorrectionRow) => Event | Fault,
): Promise<CorrectionOutcome> {
  const actor = actorFor('CORRECTION', context);
  if (faults.length > 0) return refused(...faults);
  return context.db.transaction(async (transaction): Promise<CorrectionOutcome> => {
    await lock(transaction, requestNo);
    const request = await standing(transaction, requestNo);
    if (request?.owner !== actor.department) {
      const message = `There is no such request for ${actor.department} to answer.`;
      return refused({ path: 'requestNo', message });
    }
    if (request.state !== 'RECEIVED')
      return refused({ path: 'requestNo', message: `It was answered before: ${request.state}.` });
    const event = eventOf(request);
    if ('message' in event) return refused(event);
    await transaction.insert(correctionEvents).values({
      ...event,
      requestNo,
      actorDepartment: actor.department,
      actorSubject: actor.subject,
    });
    if (event.kind === 'ACCEPTED') await noteCorrected(transaction, request, context);
    return { request: await standing(transaction, requestNo), faults: [] };
  });
}

/** An enterprise that was evaluated from what is corrected now is evaluated anew. */
async function noteCorrected(
  transaction: Transaction,
  { coordinate, uscc, owner }: CorrectionRow,
  context: RequestContext,
): Promise<void> {
  const { now, today } = momentOf(context);
  if (uscc === null || !evaluatedFrom(owner, today).includes(coordinate)) return;
  await transaction
    .insert(inputChanges)
    .values({ uscc, coordinate, trigger: 'INPUT', at: now, actorDepartment: owner });
}

async function standing(
  transaction: Transaction,
  requestNo: string,
): Promise<CorrectionRow | null> {
  const [row] = await transaction
    .select()
    .from(standingCorrections)
    .where(eq(standingCorrections.requestNo, requestNo));
  return row ?? null;
}

function refused(...faults: readonly Fault[]): CorrectionOutcome {
  return { request: null, faults };
}
