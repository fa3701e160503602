import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import type { RequestContext, Resolver } from '../kit/context.ts';
import { type Actor, actorFor } from './actor.ts';
import { type Annulment, annulmentOf, futureFaults } from './annulment.ts';
import { changed } from './changed.ts';
import { momentOf } from './moment.ts';
import {
  done,
  type Fault,
  lock,
  nextNumber,
  type Outcome,
  refused,
  textFaults,
  type Transaction,
} from './outcome.ts';
import { faultsOf, type RecordInput, recordRow } from './record-input.ts';
import { recordEvents, records, standingRecords, submissions } from './tables.ts';

type Root = unknown;
const mostRecords = 500;

/** Records of a department, all or none; the same submission again does nothing again. */
export const submitCreditRecords: Resolver<
  Root,
  { readonly input: { readonly clientKey: string; readonly records: readonly RecordInput[] } }
> = async (_root, { input }, context) => {
  const actor = actorFor('CREDIT_REPORTING', context);
  const moment = momentOf(context);
  const faults = [
    ...textFaults('clientKey', input.clientKey, 100),
    ...countFaults(input.records.length),
    ...input.records.flatMap((record, index) =>
      faultsOf(record, `records[${index}]`, moment.today),
    ),
    ...twiceFaults(input.records),
  ];
  if (faults.length > 0) return refused(...faults);
  const digest = createHash('sha256')
    .update(canonicalize(input.records) ?? '')
    .digest('base64url');
  return context.db.transaction(async (transaction): Promise<Outcome> => {
    await lock(transaction, `submissions of ${actor.department}`);
    const before = await submissionOf(transaction, actor, input.clientKey);
    if (before !== null) {
      return before.digest === digest
        ? done({ repeated: true, recordNos: before.recordNos })
        : refused({
            path: 'clientKey',
            message: 'Other records were submitted under this key: give these a key of their own.',
          });
    }
    const known = await knownFaults(transaction, actor, input.records, moment.now);
    if (known.length > 0) return refused(...known);
    const recordNos: string[] = [];
    for (const record of input.records) {
      const recordNo = await nextNumber(transaction, 'record');
      await transaction.insert(records).values(recordRow(record, recordNo, actor, moment, null));
      recordNos.push(recordNo);
    }
    await transaction.insert(submissions).values({
      department: actor.department,
      clientKey: input.clientKey,
      digest,
      recordNos,
      at: moment.now,
    });
    await changed(
      transaction,
      actor,
      moment.now,
      input.records.map(({ uscc }) => uscc),
    );
    return done({ recordNos });
  });
};

/** A record in the place of one that is wrong; both stay. */
export const correctRecord: Resolver<
  Root,
  {
    readonly input: {
      readonly recordNo: string;
      readonly reason: string;
      readonly record: RecordInput;
    };
  }
> = async (_root, { input }, context) => {
  const actor = actorFor('CREDIT_REPORTING', context);
  const moment = momentOf(context);
  const faults = [
    ...textFaults('reason', input.reason, 500),
    ...faultsOf(input.record, 'record', moment.today),
  ];
  return ending(context, actor, input.recordNo, faults, async (transaction, wrong) => {
    if (wrong.uscc !== input.record.uscc) {
      return refused({ path: 'record.uscc', message: `The record is about ${wrong.uscc}.` });
    }
    const recordNo = await nextNumber(transaction, 'record');
    const row = recordRow(input.record, recordNo, actor, moment, wrong.recordNo);
    await transaction.insert(records).values(row);
    await endRecord(
      transaction,
      wrong.recordNo,
      'CORRECTED',
      input.reason,
      actor,
      moment.now,
      recordNo,
    );
    await changed(transaction, actor, moment.now, [wrong.uscc]);
    return done({ recordNos: [recordNo] });
  });
};

/** Ends a record whose decision was changed, annulled or declared unlawful. */
export const withdrawRecord: Resolver<
  Root,
  { readonly recordNo: string; readonly reason: string; readonly annulledOn?: string | null }
> = async (_root, { recordNo, reason, annulledOn: given }, context) => {
  const actor = actorFor('CREDIT_REPORTING', context);
  const { now, today } = momentOf(context);
  const annulledOn = given ?? today;
  const faults = [...textFaults('reason', reason, 500), ...futureFaults(annulledOn, today)];
  return ending(context, actor, recordNo, faults, async (transaction, record) => {
    const annulment = annulmentOf(annulledOn, record.decidedOn, today);
    if ('message' in annulment) return refused(annulment);
    await endRecord(transaction, recordNo, 'WITHDRAWN', reason, actor, now, null, annulment);
    await changed(transaction, actor, now, [record.uscc]);
    return done({ recordNos: [recordNo] });
  });
};

/** Writes what ended a record. */
export async function endRecord(
  transaction: Transaction,
  recordNo: string,
  kind: 'REPAIRED' | 'WITHDRAWN' | 'CORRECTED',
  reason: string,
  { department, subject }: Actor,
  at: string,
  supersededBy: string | null,
  annulment: Annulment | null = null,
): Promise<void> {
  await transaction.insert(recordEvents).values({
    recordNo,
    sequence: 1,
    kind,
    at,
    reason: reason.trim(),
    supersededBy,
    actorDepartment: department,
    actorSubject: subject,
    ...annulment,
  });
}

/** Does something to a standing record of the department that asks. */
async function ending(
  context: RequestContext,
  actor: Actor,
  recordNo: string,
  faults: readonly Fault[],
  act: (transaction: Transaction, record: typeof standingRecords.$inferSelect) => Promise<Outcome>,
): Promise<Outcome> {
  if (faults.length > 0) return refused(...faults);
  return context.db.transaction(async (transaction) => {
    await lock(transaction, recordNo);
    const [record] = await transaction
      .select()
      .from(standingRecords)
      .where(eq(standingRecords.recordNo, recordNo));
    if (record?.sourceDepartment !== actor.department) {
      const message = `${actor.department} has submitted no record of this number.`;
      return refused({ path: 'recordNo', message });
    }
    if (record.endedBy !== null) {
      return refused({
        path: 'recordNo',
        message: `The record has ended before: ${record.endedBy}.`,
      });
    }
    return act(transaction, record);
  });
}

async function submissionOf(
  transaction: Transaction,
  { department }: Actor,
  clientKey: string,
): Promise<typeof submissions.$inferSelect | null> {
  const [found] = await transaction
    .select()
    .from(submissions)
    .where(and(eq(submissions.department, department), eq(submissions.clientKey, clientKey)));
  return found ?? null;
}

function countFaults(count: number): Fault[] {
  if (count >= 1 && count <= mostRecords) return [];
  return [
    { path: 'records', message: `There are ${count}; submit 1 to ${mostRecords} at a time.` },
  ];
}

function twiceFaults(given: readonly RecordInput[]): Fault[] {
  const first = new Map<string, number>();
  return given.flatMap(({ sourceRecordId }, index) => {
    const before = first.get(sourceRecordId);
    if (before === undefined) {
      first.set(sourceRecordId, index);
      return [];
    }
    const message = `records[${before}] has the same number.`;
    return [{ path: `records[${index}].sourceRecordId`, message }];
  });
}

/** What a record rests on can stand in the base once only, until it is withdrawn or corrected. */
async function knownFaults(
  transaction: Transaction,
  { department }: Actor,
  given: readonly RecordInput[],
  now: string,
): Promise<Fault[]> {
  const ids = given.map(({ sourceRecordId }) => sourceRecordId.trim());
  const standing = await transaction
    .select({ recordNo: standingRecords.recordNo, id: standingRecords.sourceRecordId })
    .from(standingRecords)
    .where(
      and(
        eq(standingRecords.sourceDepartment, department),
        inArray(standingRecords.sourceRecordId, ids),
        or(isNull(standingRecords.usableUntil), gt(standingRecords.usableUntil, now)),
      ),
    );
  return standing.map(({ recordNo, id }) => ({
    path: `records[${ids.indexOf(id)}].sourceRecordId`,
    message: `${recordNo} stands for it: correct or withdraw that record.`,
  }));
}
