import chineseDays from 'chinese-days';
import { Refusal } from './refusal.ts';

/** Years whose holidays the calendar knows; filled as they are asked for. */
const known = new Map<string, boolean>();

/**
 * The day so many working days later, the first day excluded, by the calendar of holidays and make-up working days
 * that the State Council gives out each year.
 * @throws Refusal `BAD_USER_INPUT` when that calendar is not known for a year on the way: its weeks would pass for ordinary ones
 */
export function addWorkingDays(day: string, days: number): string {
  const end = chineseDays.findWorkday(days, day);
  for (let year = Number(day.slice(0, 4)); year <= Number(end.slice(0, 4)); year += 1) {
    if (!isKnown(String(year))) {
      throw new Refusal(
        'BAD_USER_INPUT',
        `The holidays of ${year} are not known here, so no working days can be counted in it: update chinese-days.`,
      );
    }
  }
  return end;
}

function isKnown(year: string): boolean {
  let found = known.get(year);
  if (found === undefined) {
    found = chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
    known.set(year, found);
  }
  return found;
}
