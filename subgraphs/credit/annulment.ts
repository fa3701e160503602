import { addDays, shanghaiDay } from './disclosure.ts';
import type { Fault } from './outcome.ts';
import { disclosureRules } from './rules/disclosure.ts';

/** When a decision was annulled, and until when what rests on it is to be withdrawn. */
export interface Annulment {
  readonly annulledOn: string;
  readonly withdrawalDueOn: string;
}

/** A fault of a day of annulment that is still to come. */
export function futureFaults(annulledOn: string, today: string): Fault[] {
  return annulledOn > today ? [{ path: 'annulledOn', message: 'It lies in the future.' }] : [];
}

/** The annulment of a decision, under the rules of the day on which it is withdrawn; or why it cannot be. */
export function annulmentOf(
  annulledOn: string,
  decidedOn: string,
  today: string,
): Annulment | Fault {
  if (annulledOn < decidedOn) {
    const message = `The decision is of ${decidedOn}: it cannot be annulled before.`;
    return { path: 'annulledOn', message };
  }
  const { withdrawWithinDays } = disclosureRules(today).deadlines;
  return { annulledOn, withdrawalDueOn: addDays(annulledOn, withdrawWithinDays) };
}

/** Whether something was withdrawn later than the law allows after its decision was annulled. */
export function withdrawnLate(
  {
    withdrawalDueOn,
    endedAt,
  }: { readonly withdrawalDueOn: string | null; readonly endedAt: string | null },
  now: Date,
): boolean {
  if (withdrawalDueOn === null || endedAt === null || Date.parse(endedAt) > now.getTime())
    return false;
  return shanghaiDay(endedAt) > withdrawalDueOn;
}
