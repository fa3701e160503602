import { type TextCheck, textScalar } from './scalar.ts';

const calendarDate: TextCheck = (text) => {
  const value = text.trim();
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return { fault: 'it is not of the form YYYY-MM-DD' };
  return isDay(Number(match[1]), Number(match[2]), Number(match[3]))
    ? { value }
    : { fault: 'there is no such day' };
};

const instant: TextCheck = (text) => {
  const value = text.trim();
  const match =
    /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/.exec(
      value,
    );
  if (match === null)
    return { fault: 'it is not of the form YYYY-MM-DDThh:mm:ssZ with a time zone' };
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (!isDay(year ?? 0, month ?? 0, day ?? 0)) return { fault: 'there is no such day' };
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59)
    return { fault: 'there is no such time of day' };
  const time = Date.parse(value.replace(' ', 'T'));
  if (Number.isNaN(time)) return { fault: 'its time zone is out of range' };
  return { value: new Date(time).toISOString().replace('.000Z', 'Z') };
};

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  );
}

/** A calendar date in Asia/Shanghai. */
export const CalendarDate = textScalar({
  name: 'Date',
  description: 'A calendar date in Asia/Shanghai, `YYYY-MM-DD`.',
  example: '2025-06-18',
  input: calendarDate,
});

/** A point in time, RFC 3339, kept in UTC. */
export const Instant = textScalar({
  name: 'Instant',
  description: 'A point in time in UTC, RFC 3339, such as `2025-06-18T02:30:00Z`.',
  example: '2025-06-18T02:30:00Z',
  input: instant,
});
