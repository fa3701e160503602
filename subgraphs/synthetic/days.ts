import type { Profile } from '../kit/department.ts';
import type { Stream } from './random.ts';

/** First and last day on which a block of cases begins, Asia/Shanghai: sixty months, in the small profile the last six. */
const spans: Readonly<Record<Profile, readonly [string, string]>> = {
  small: ['2026-04-01', '2026-09-28'],
  medium: ['2021-10-01', '2026-09-28'],
  large: ['2021-10-01', '2026-09-28'],
};

/** The instant at which the data ends: what would happen later has not happened. */
export const closing = '2026-10-03T16:00:00Z';

/** The instant if it is not after the closing of the data, else null. */
export function untilClosing(instant: string): string | null {
  return instant > closing ? null : instant;
}

const dayMs = 86_400_000;

/** A day of a profile's span; November and June have more trade, the weeks of Spring Festival less. */
export function tradeDay(profile: Profile, random: Stream): string {
  const [first, last] = spans[profile];
  const days = (Date.parse(last) - Date.parse(first)) / dayMs;
  for (;;) {
    const day = addDays(first, random.int(0, days));
    if (random.chance(busyness(day) / 4)) return day;
  }
}

function busyness(day: string): number {
  const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))];
  if (month === 11 && date === 11) return 4;
  if (month === 11 && date >= 12 && date <= 20) return 2;
  if (month === 6 && date === 18) return 2.2;
  return month === 2 && date <= 10 ? 0.35 : 1;
}

/** The day so many days later, `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** An instant of a Chinese day, in UTC; hours gather around ten and twenty o'clock. */
export function instantOn(day: string, random: Stream): string {
  const hour = random.chance(0.55) ? random.int(8, 12) : random.int(17, 22);
  return instantAt(day, hour, random.int(0, 59), random.int(0, 59));
}

/** That hour, minute and second in Asia/Shanghai (UTC+8), as an instant in UTC. */
export function instantAt(day: string, hour: number, minute = 0, second = 0): string {
  const ms = Date.parse(`${day}T00:00:00Z`) + ((hour - 8) * 3600 + minute * 60 + second) * 1000;
  return format(ms);
}

/** The instant so many seconds later. */
export function after(instant: string, seconds: number): string {
  return format(Date.parse(instant) + Math.round(seconds) * 1000);
}

/** The day of an instant in Asia/Shanghai. */
export function dayOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

function format(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
