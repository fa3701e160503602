import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readCalendar } from './calendar.ts';
import { addWorkingDays, useCalendar } from './working-days.ts';

describe('working days', () => {
  test.each([
    [7, '2019-01-31', '2019-02-14'],
    [3, '2019-06-06', '2019-06-12'],
    [10, '2025-09-26', '2025-10-16'],
    [10, '2026-02-10', '2026-03-02'],
    [5, '2026-09-24', '2026-10-09'],
  ])('%i after %s end on %s, holidays and make-up days counted', (days, from, to) => {
    expect(addWorkingDays(from, days)).toBe(to);
  });

  test.each([
    ['2030-05-01', 1],
    ['2003-05-01', 1],
    ['2029-12-31', 3],
  ])('are refused in a year whose holidays are not known: %s and %i days', (from, days) => {
    expect(() => addWorkingDays(from, days)).toThrow(/not known here/);
  });

  test('are refused when they run over into such a year', () => {
    expect(() => addWorkingDays('2026-12-30', 7)).toThrow('2027');
  });
});

describe('a calendar of the operator', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cpz-calendar-'));
  });
  afterEach(() => {
    useCalendar(new Map());
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const read = async (text: string) => {
    const file = path.join(folder, 'calendar.yaml');
    await writeFile(file, text);
    return readCalendar(file);
  };

  test('makes a year known, with its holidays and make-up working days', async () => {
    useCalendar(
      await read(`years:
  2027:
    notice: an example
    holidays: [{ from: 2027-01-01, to: 2027-01-03 }, 2027-01-06]
    workdays: [2027-01-09]
`),
    );
    // 31 December; 4, 5, 7, 8 and, a Saturday, 9 January.
    expect(addWorkingDays('2026-12-30', 6)).toBe('2027-01-09');
    expect(() => addWorkingDays('2027-12-30', 5)).toThrow('2028');
  });

  test.each([
    ['holidays: [2026-12-31]', 'no day of 2027'],
    ['holidays: [2027-01-01], workdays: [2027-01-04]', 'no weekend'],
    ['holidays: [2027-01-02], workdays: [2027-01-02]', 'both a holiday and a working day'],
    ['holidays: []', 'years.2027.holidays'],
    ['holidays: [2027-02-30]', 'years.2027.holidays.0'],
    ['holidays: [{ from: 2027-01-03, to: 2027-01-01 }]', 'years.2027.holidays.0'],
    ['holiday: [2027-01-01]', 'years.2027'],
  ])('is refused when it says %s', async (days, fault) => {
    const rest = days.includes('workdays') ? '' : ', workdays: []';
    await expect(read(`years: { 2027: { notice: an example, ${days}${rest} } }`)).rejects.toThrow(
      fault,
    );
  });
});
