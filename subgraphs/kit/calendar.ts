import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** A year's days that are not as their day of the week: the State Council gives them out each autumn. */
export interface CalendarYear {
  readonly holidays: ReadonlySet<string>;
  /** Saturdays and Sundays on which people work. */
  readonly workdays: ReadonlySet<string>;
}

const date = z.iso.date();
const days = z.array(
  z.union([date, z.strictObject({ from: date, to: date }).refine(({ from, to }) => from <= to)]),
);
const calendar = z.strictObject({
  years: z.record(
    z.string().regex(/^\d{4}$/),
    z.strictObject({
      /** Number of the notice. */
      notice: z.string().min(1),
      holidays: days.min(1),
      workdays: days,
    }),
  ),
});

/**
 * Reads a file of holidays and make-up working days, year by year.
 * @throws Error that names the file and every fault in it
 */
export async function readCalendar(file: string): Promise<ReadonlyMap<string, CalendarYear>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`There is no calendar in ${file}.`);
  });
  const parsed = calendar.safeParse(parse(text, { schema: 'failsafe' }));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`${file}: ${faults.join('; ')}`);
  }
  const years = new Map<string, CalendarYear>();
  const faults: string[] = [];
  for (const [year, { holidays, workdays }] of Object.entries(parsed.data.years)) {
    const made = { holidays: new Set(eachDay(holidays)), workdays: new Set(eachDay(workdays)) };
    years.set(year, made);
    for (const day of [...made.holidays, ...made.workdays]) {
      if (!day.startsWith(year)) faults.push(`${day} is no day of ${year}`);
    }
    for (const day of made.workdays) {
      if (made.holidays.has(day)) faults.push(`${day} is both a holiday and a working day`);
      if (!isWeekend(day)) faults.push(`${day} is no weekend: people work anyway`);
    }
  }
  if (faults.length > 0) throw new Error(`${file}: ${faults.join('; ')}.`);
  return years;
}

/** Whether a day is a Saturday or Sunday. */
export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The day after. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function eachDay(among: z.output<typeof days>): string[] {
  return among.flatMap((each) => {
    if (typeof each === 'string') return [each];
    const all: string[] = [];
    for (let day = each.from; day <= each.to; day = dayAfter(day)) all.push(day);
    return all;
  });
}
