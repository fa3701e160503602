import { and, count, eq, gt } from 'drizzle-orm';
import type { RequestContext, Resolver } from '../kit/context.ts';
import { addWorkingDays } from '../kit/working-days.ts';
import { actorFor } from './actor.ts';
import { changed } from './changed.ts';
import { addDays, addMonths } from './disclosure.ts';
import { stepEntry } from './listing.ts';
import { momentOf } from './moment.ts';
import {
  done,
  type Fault,
  type Hindrance,
  lock,
  nextNumber,
  type Outcome,
  refused,
  textFaults,
  type Transaction,
} from './outcome.ts';
import { tooEarly } from './negative-list.ts';
import { newReceiptNo, receiptDigest } from './receipt.ts';
import { type DisclosureRules, disclosureRules } from './rules/disclosure.ts';
import { endRecord } from './submit.ts';
import {
  listEntries,
  requestDecisions,
  requests,
  standingRecords,
  standingRequests,
} from './tables.ts';

type Root = unknown;
type Kind = 'OBJECTION' | 'REPAIR';

/** An objection or request for repair as it is filed. */
interface RequestInput {
  readonly target: string;
  readonly documentNo: string;
  readonly statement: string;
  readonly commitment: boolean;
  readonly contactName: string;
  readonly contactTelephone: string;
}

interface Filed {
  readonly receiptNo: string | null;
  readonly answerBy: string | null;
  readonly faults: readonly Fault[];
}

/** Requests of one kind about one thing that may wait at once: more say nothing new. */
const mostOpen = 3;

/** Objects to a record or a notice. */
export const fileObjection: Resolver<Root, { readonly input: RequestInput }> = (
  _root,
  { input },
  context,
) => file('OBJECTION', input, context);

/** Asks for repair. */
export const requestRepair: Resolver<Root, { readonly input: RequestInput }> = (
  _root,
  { input },
  context,
) => file('REPAIR', input, context);

/** What a request is about: a record, or an entry of a negative list. */
type Target =
  | { readonly kind: 'record'; readonly row: typeof standingRecords.$inferSelect }
  | { readonly kind: 'entry'; readonly row: typeof listEntries.$inferSelect };

async function file(kind: Kind, input: RequestInput, context: RequestContext): Promise<Filed> {
  const { now, today } = momentOf(context);
  const faults = [
    ...textFaults('statement', input.statement, 2000),
    ...textFaults('contactName', input.contactName, 50),
    ...(/^[+\d][\d -]{4,19}$/.test(input.contactTelephone)
      ? []
      : [{ path: 'contactTelephone', message: 'It is no telephone number.' }]),
    ...(kind === 'REPAIR' && !input.commitment
      ? [{ path: 'commitment', message: 'Repair needs a public credit commitment.' }]
      : []),
  ];
  if (faults.length > 0) return notFiled(faults);
  const rules = disclosureRules(today);
  return context.db.transaction(async (transaction): Promise<Filed> => {
    await lock(transaction, input.target);
    const target = await targetOf(transaction, input, now);
    if (target === null) {
      const message = 'There is no such record or notice with a document of this number.';
      return notFiled([{ path: 'target', message, refusal: 'UNKNOWN_TARGET' }]);
    }
    const barred = await barring(transaction, kind, target, today, rules);
    if (barred !== null) return notFiled([{ path: 'target', ...barred }]);
    if (target.kind === 'entry') {
      const name = kind === 'OBJECTION' ? 'object' : 'requestRepair';
      const taker = { department: null, subject: 'subject' };
      const stepped = await stepEntry(
        transaction,
        input.target,
        [name],
        taker,
        input.statement,
        now,
      );
      if (!stepped.done)
        return notFiled(stepped.faults.map((each) => ({ ...each, path: 'target' })));
    }
    const receiptNo = newReceiptNo();
    const answerBy =
      kind === 'OBJECTION'
        ? addDays(today, rules.deadlines.answerObjectionWithinDays)
        : addWorkingDays(today, rules.deadlines.answerRepairWithinWorkingDays);
    await transaction.insert(requests).values({
      requestNo: await nextNumber(transaction, 'request'),
      receiptDigest: receiptDigest(receiptNo),
      kind,
      target: input.target,
      uscc: target.row.uscc,
      decidedBy: target.kind === 'record' ? target.row.sourceDepartment : target.row.decidedBy,
      statement: input.statement.trim(),
      commitment: input.commitment,
      filedAt: now,
      answerBy,
      contactName: input.contactName.trim(),
      contactTelephone: input.contactTelephone.trim(),
    });
    return { receiptNo, answerBy, faults: [] };
  });
}

function notFiled(faults: readonly Fault[]): Filed {
  return { receiptNo: null, answerBy: null, faults };
}

/** Who names the document has seen it; without, nothing tells that there is such a record or notice. */
async function targetOf(
  transaction: Transaction,
  { target, documentNo }: RequestInput,
  now: string,
): Promise<Target | null> {
  const [record] = await transaction
    .select()
    .from(standingRecords)
    .where(eq(standingRecords.recordNo, target));
  if (record !== undefined) {
    const ended = record.usableUntil !== null && Date.parse(record.usableUntil) <= Date.parse(now);
    return record.documentNo === documentNo.trim() && !ended
      ? { kind: 'record', row: record }
      : null;
  }
  const [entry] = await transaction
    .select()
    .from(listEntries)
    .where(eq(listEntries.entryNo, target));
  return entry?.documentNo === documentNo.trim() ? { kind: 'entry', row: entry } : null;
}

/** Why a request may not be filed now; null when it may. */
async function barring(
  transaction: Transaction,
  kind: Kind,
  target: Target,
  today: string,
  rules: DisclosureRules,
): Promise<Hindrance | null> {
  const no = target.kind === 'record' ? target.row.recordNo : target.row.entryNo;
  const [open] = await transaction
    .select({ number: count() })
    .from(standingRequests)
    .where(
      and(
        eq(standingRequests.target, no),
        eq(standingRequests.kind, kind),
        eq(standingRequests.state, 'RECEIVED'),
      ),
    );
  const most = kind === 'REPAIR' ? 1 : mostOpen;
  if ((open?.number ?? 0) >= most)
    return { message: 'What was filed before waits for its decision.', refusal: 'WAITING' };
  if (kind === 'OBJECTION') return null;
  if (target.kind === 'record') {
    const { repairableFrom } = target.row;
    if (repairableFrom === null)
      return { message: 'It is nothing that could be repaired.', refusal: 'NOT_REPAIRABLE' };
    if (today < repairableFrom) return tooEarly(repairableFrom);
  }
  const since = `${addMonths(today, -rules.barMonthsAfterFalseStatement)}T00:00:00+08:00`;
  const [falsified] = await transaction
    .select({ number: count() })
    .from(requestDecisions)
    .innerJoin(requests, eq(requests.requestNo, requestDecisions.requestNo))
    .where(
      and(
        eq(requests.uscc, target.row.uscc),
        eq(requestDecisions.falseStatement, true),
        gt(requestDecisions.at, since),
      ),
    );
  return (falsified?.number ?? 0) > 0
    ? {
        message: `After a false statement, repair is barred for ${rules.barMonthsAfterFalseStatement} months.`,
        refusal: 'BARRED',
      }
    : null;
}

/** How a request is decided. */
interface Decision {
  readonly requestNo: string;
  readonly accept: boolean;
  readonly reason: string;
  readonly falseStatement: boolean;
}

/** Decides an objection. */
export const decideObjection: Resolver<Root, { readonly input: Decision }> = (
  _root,
  { input },
  context,
) => decide('OBJECTION', input, context);

/** Decides a request for repair. */
export const decideRepair: Resolver<Root, { readonly input: Decision }> = (
  _root,
  { input },
  context,
) => decide('REPAIR', input, context);

async function decide(kind: Kind, input: Decision, context: RequestContext): Promise<Outcome> {
  const actor = actorFor('CREDIT_REPORTING', context);
  const faults = textFaults('reason', input.reason, 500);
  if (input.accept && input.falseStatement)
    faults.push({ path: 'falseStatement', message: 'What is accepted was not false.' });
  if (faults.length > 0) return refused(...faults);
  const { now } = momentOf(context);
  return context.db.transaction(async (transaction): Promise<Outcome> => {
    await lock(transaction, input.requestNo);
    const [request] = await transaction
      .select()
      .from(standingRequests)
      .where(eq(standingRequests.requestNo, input.requestNo));
    if (request?.kind !== kind || request.decidedBy !== actor.department) {
      const message = `There is no such request for ${actor.department} to decide.`;
      return refused({ path: 'requestNo', message });
    }
    if (request.state !== 'RECEIVED')
      return refused({ path: 'requestNo', message: `It was decided before: ${request.state}.` });
    if (request.target.startsWith('NL')) {
      const names = {
        OBJECTION: input.accept ? ['upholdObjection'] : ['rejectObjection'],
        REPAIR: input.accept ? ['acceptRepair', 'close'] : ['refuseRepair'],
      }[kind];
      const stepped = await stepEntry(transaction, request.target, names, actor, input.reason, now);
      if (!stepped.done) return stepped;
    } else if (input.accept) {
      const end = kind === 'REPAIR' ? 'REPAIRED' : 'WITHDRAWN';
      await endRecord(transaction, request.target, end, input.reason, actor, now, null);
      await changed(transaction, actor, now, [request.uscc]);
    }
    await transaction.insert(requestDecisions).values({
      requestNo: input.requestNo,
      state: input.accept ? 'ACCEPTED' : 'REFUSED',
      reason: input.reason.trim(),
      at: now,
      actorDepartment: actor.department,
      actorSubject: actor.subject,
      falseStatement: input.falseStatement,
    });
    return request.target.startsWith('NL')
      ? done({ entryNo: request.target })
      : done({ recordNos: [request.target] });
  });
}
