import { addWorkingDays } from '../kit/working-days.ts';
import { addDays, addMonths, shanghaiDay } from './disclosure.ts';
import type { Hindrance } from './outcome.ts';
import type { DisclosureRules } from './rules/disclosure.ts';
import { transitions, type Transition } from './rules/transitions.ts';
import type { ExitReason, ListState, ListType } from './rules/words.ts';

/** A step that an entry went. */
export interface Step {
  readonly transition: string;
  readonly state: ListState;
  readonly at: string;
  readonly exitReason: ExitReason | null;
  readonly answerBy: string | null;
  readonly listingEndsOn: string | null;
  readonly repairableFrom: string | null;
}

/** What of an entry its steps depend on. */
export interface Entry {
  readonly listType: ListType;
  readonly decidedBy: string;
  readonly objectionUntil: string;
}

/** Who takes a step: a department, or the subject. */
export interface Taker {
  readonly department: string | null;
}

/** Where an entry stands at an instant, and why it ended if it has. */
export interface Standing {
  readonly state: ListState;
  readonly exitReason: ExitReason | null;
}

/** Where an entry stands: what was done, and what time has done since. */
export function standingOf(steps: readonly Step[], now: string): Standing | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const endsOn = steps.findLast(({ listingEndsOn }) => listingEndsOn !== null)?.listingEndsOn;
  const byTime = transitions.find(({ by, from }) => by === 'TIME' && from.includes(last.state));
  if (byTime !== undefined && endsOn != null && shanghaiDay(now) > endsOn)
    return { state: byTime.to, exitReason: byTime.exit ?? null };
  const exit = steps.findLast(({ exitReason }) => exitReason !== null)?.exitReason ?? null;
  return { state: last.state, exitReason: exit };
}

/**
 * The step that a transition is, or why it cannot be taken. Nothing else decides what becomes of an entry.
 * @param rules those in force on the day of the step
 * @throws Refusal when a deadline runs into a year whose working days are not known
 */
export function takeStep(
  name: string,
  entry: Entry,
  steps: readonly Step[],
  taker: Taker,
  now: string,
  rules: DisclosureRules,
): Step | Hindrance {
  const transition = transitions.find((each) => each.name === name);
  if (transition === undefined || transition.by === 'TIME')
    return { message: `There is no step "${name}".` };
  const isDecider = taker.department === entry.decidedBy;
  if (transition.by === 'DECIDER' ? !isDecider : taker.department !== null) {
    return {
      message:
        transition.by === 'DECIDER' ? noSuchEntry(taker) : 'The subject alone takes this step.',
    };
  }
  const standing = standingOf(steps, now);
  const isFrom =
    standing === null ? transition.from.length === 0 : transition.from.includes(standing.state);
  if (!isFrom) {
    const at = standing?.state ?? 'nothing';
    return {
      message: `The entry stands at ${at}, where this cannot be done.`,
      refusal: 'NOT_NOW',
    };
  }
  const today = shanghaiDay(now);
  for (const need of transition.needs) {
    const missing = needs[need](entry, steps, today);
    if (missing !== null) return missing;
  }
  return stepOf(transition, entry, now, today, rules);
}

/** What somebody is told about an entry that there is not, or that others decide about: they need not know that it is. */
export function noSuchEntry({ department }: Taker): string {
  return department === null
    ? 'There is no entry of this number.'
    : `There is no entry of this number that ${department} decides about.`;
}

function stepOf(
  { name: transition, to: state, exit }: Transition,
  { listType }: Entry,
  now: string,
  today: string,
  { lists, deadlines }: DisclosureRules,
): Step {
  const { minMonths, maxMonths } = lists[listType];
  const isListing = state === 'LISTED';
  return {
    transition,
    state,
    at: now,
    exitReason: exit ?? null,
    answerBy:
      state === 'OBJECTION'
        ? addDays(today, deadlines.answerObjectionWithinDays)
        : state === 'REPAIR_REQUESTED'
          ? addWorkingDays(today, deadlines.answerRepairWithinWorkingDays)
          : null,
    listingEndsOn: isListing ? addMonths(today, maxMonths) : null,
    repairableFrom: isListing ? addMonths(today, minMonths) : null,
  };
}

/** What is said when repair is asked for before its time. */
export function tooEarly(from: string): Hindrance {
  return {
    message: `Repair can be asked for from ${from} on.`,
    refusal: 'TOO_EARLY',
    day: from,
  };
}

type Need = (entry: Entry, steps: readonly Step[], today: string) => Hindrance | null;

const needs: Readonly<Record<Transition['needs'][number], Need>> = {
  objectionOpen: ({ objectionUntil }, steps, today) => {
    if (steps.some(({ state }) => state === 'OBJECTION'))
      return { message: 'The notice was objected to before.', refusal: 'OBJECTED_BEFORE' };
    return today > objectionUntil
      ? {
          message: `The time to object ended on ${objectionUntil}.`,
          refusal: 'TOO_LATE',
          day: objectionUntil,
        }
      : null;
  },
  objectionSettled: ({ objectionUntil }, steps, today) =>
    today > objectionUntil || steps.some(({ state }) => state === 'OBJECTION')
      ? null
      : { message: `The subject may object until ${objectionUntil}.` },
  repairable: (_entry, steps, today) => {
    const from = steps.findLast(({ repairableFrom }) => repairableFrom !== null)?.repairableFrom;
    return from != null && today < from ? tooEarly(from) : null;
  },
};
