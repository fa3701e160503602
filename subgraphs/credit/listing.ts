import { asc, eq } from 'drizzle-orm';
import type { Resolver } from '../kit/context.ts';
import { addWorkingDays } from '../kit/working-days.ts';
import { type Actor, actorFor } from './actor.ts';
import { type Annulment, annulmentOf, futureFaults } from './annulment.ts';
import { changed } from './changed.ts';
import { shanghaiDay } from './disclosure.ts';
import { momentOf } from './moment.ts';
import { noSuchEntry, type Taker, takeStep } from './negative-list.ts';
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
import { disclosureRules } from './rules/disclosure.ts';
import type { ListType } from './rules/words.ts';
import { listEntries, listSteps } from './tables.ts';

type Root = unknown;
type EntryRow = typeof listEntries.$inferSelect;
type StepRow = typeof listSteps.$inferInsert;

/** A notice as a department gives it. */
interface Notice {
  readonly uscc: string;
  readonly listType: ListType;
  readonly basis: string;
  readonly facts: string;
  readonly documentNo: string;
  readonly authority: string;
}

/** Gives notice of an entry. */
export const giveNotice: Resolver<Root, { readonly input: Notice }> = async (
  _root,
  { input },
  context,
) => {
  const actor = actorFor('CREDIT_REPORTING', context);
  const faults = [
    ...textFaults('basis', input.basis, 200),
    ...textFaults('facts', input.facts, 500),
    ...textFaults('documentNo', input.documentNo, 100),
    ...textFaults('authority', input.authority, 100),
  ];
  if (faults.length > 0) return refused(...faults);
  const { now, today } = momentOf(context);
  const rules = disclosureRules(today);
  const days = rules.deadlines.objectToNoticeWithinWorkingDays;
  return context.db.transaction(async (transaction) => {
    const entry: EntryRow = {
      ...input,
      entryNo: await nextNumber(transaction, 'entry'),
      decidedBy: actor.department,
      noticedOn: today,
      objectionUntil: addWorkingDays(today, days),
      ruleSet: rules.id,
      noticedAt: now,
    };
    await transaction.insert(listEntries).values(entry);
    return write(transaction, entry, 'giveNotice', actor, 'Notice.', now);
  });
};

/** What a department does to an entry, and why. */
interface Act {
  readonly entryNo: string;
  readonly reason: string;
}

/** Lists the subject of a notice. */
export const listSubject: Resolver<Root, Act> = async (_root, { entryNo, reason }, context) => {
  const actor = actorFor('CREDIT_REPORTING', context);
  const faults = textFaults('reason', reason, 500);
  if (faults.length > 0) return refused(...faults);
  const { now } = momentOf(context);
  return context.db.transaction((transaction) =>
    stepEntry(transaction, entryNo, ['list'], actor, reason, now),
  );
};

/** Ends an entry whose decision was annulled. */
export const withdrawEntry: Resolver<Root, Act & { readonly annulledOn?: string | null }> = async (
  _root,
  { entryNo, reason, annulledOn: given },
  context,
) => {
  const actor = actorFor('CREDIT_REPORTING', context);
  const { now, today } = momentOf(context);
  const annulledOn = given ?? today;
  const faults = [...textFaults('reason', reason, 500), ...futureFaults(annulledOn, today)];
  if (faults.length > 0) return refused(...faults);
  return context.db.transaction(async (transaction) => {
    const entry = await lockedEntry(transaction, entryNo);
    if (entry === null) return unknownEntry(actor);
    return write(transaction, entry, 'withdraw', actor, reason, now, (noticedOn) =>
      annulmentOf(annulledOn, noticedOn, today),
    );
  });
};

/** Somebody who takes a step, with what goes on record of them. */
export type StepTaker = Taker & Pick<Actor, 'subject'>;

/** Takes steps of an entry one after another, all or none; only what the table of transitions permits. */
export async function stepEntry(
  transaction: Transaction,
  entryNo: string,
  names: readonly string[],
  taker: StepTaker,
  reason: string,
  now: string,
): Promise<Outcome> {
  const entry = await lockedEntry(transaction, entryNo);
  if (entry === null) return unknownEntry(taker);
  for (const name of names) {
    const outcome = await write(transaction, entry, name, taker, reason, now);
    if (!outcome.done) return outcome;
  }
  return done({ entryNo });
}

function unknownEntry(taker: Taker): Outcome {
  return refused({ path: 'entryNo', message: noSuchEntry(taker) });
}

/** An entry that nobody else takes a step of until the transaction ends; null when there is none. */
async function lockedEntry(transaction: Transaction, entryNo: string): Promise<EntryRow | null> {
  await lock(transaction, entryNo);
  const [entry] = await transaction
    .select()
    .from(listEntries)
    .where(eq(listEntries.entryNo, entryNo));
  return entry ?? null;
}

async function write(
  transaction: Transaction,
  entry: EntryRow,
  name: string,
  taker: StepTaker,
  reason: string,
  now: string,
  annulmentOfEntry: (noticedOn: string) => Annulment | Fault | null = () => null,
): Promise<Outcome> {
  const before = await transaction
    .select()
    .from(listSteps)
    .where(eq(listSteps.entryNo, entry.entryNo))
    .orderBy(asc(listSteps.sequence));
  const step = takeStep(name, entry, before, taker, now, disclosureRules(shanghaiDay(now)));
  if ('message' in step) return refused({ path: 'entryNo', ...step });
  // Only now: whoever may not take the step learns nothing of the entry's days.
  const annulment = annulmentOfEntry(entry.noticedOn);
  if (annulment !== null && 'message' in annulment) return refused(annulment);
  const row: StepRow = {
    ...step,
    ...annulment,
    entryNo: entry.entryNo,
    sequence: before.length + 1,
    reason: reason.trim(),
    actorDepartment: taker.department,
    actorSubject: taker.subject,
  };
  await transaction.insert(listSteps).values(row);
  // An entry counts in the evaluation from its listing to its end.
  await changed(transaction, { department: entry.decidedBy }, now, [entry.uscc]);
  return done({ entryNo: entry.entryNo });
}
