import chineseDays from 'chinese-days';
import { type CalendarYear, dayAfter, isWeekend } from './calendar.ts';
import { Refusal } from './refusal.ts';

/** Years that the operator's calendar names, for the whole process: a day is a working day for everybody. */
let ofOperator: ReadonlyMap<string, CalendarYear> = new Map();

/** Years whose holidays the library knows; filled as they are asked for. */
const known = new Map<string, boolean>();

/** Takes years from the operator's calendar; they go before what the library knows. */
export function useCalendar(years: ReadonlyMap<string, CalendarYear>): void {
  ofOperator = years;
}

/**
 * The day so many working days later, the first day excluded, by the calendar of holidays and make-up working days
 * that the State Council gives out each year.
 * @throws Refusal `BAD_USER_INPUT` when that calendar is not known for a year on the way: its weeks would pass for ordinary ones
 */
export function addWorkingDays(day: string, days: number): string {
  expectKnown(day);
  let [end, left] = [day, days];
  while (left > 0) {
    end = dayAfter(end);
    if (isWorkingDay(end)) left -= 1;
  }
  return end;
}

function isWorkingDay(day: string): boolean {
  expectKnown(day);
  const year = ofOperator.get(day.slice(0, 4));
  if (year === undefined) return chineseDays.isWorkday(day);
  return year.workdays.has(day) || (!isWeekend(day) && !year.holidays.has(day));
}

function expectKnown(day: string): void {
  const year = day.slice(0, 4);
  if (ofOperator.has(year) || isInLibrary(year)) return;
  throw new Refusal(
    'BAD_USER_INPUT',
    `The holidays of ${year} are not known here, so no working days can be counted in it. Whoever runs this department gives them in the file that CPZ_CALENDAR names.`,
  );
}

function isInLibrary(year: string): boolean {
  let found = known.get(year);
  if (found === undefined) {
    found = chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
    known.set(year, found);
  }
  return found;
}
