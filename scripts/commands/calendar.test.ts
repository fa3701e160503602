import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { addWorkingDays, useCalendar } from '../../subgraphs/kit/working-days.ts';
import { takeCalendar } from '../departments.ts';
import { cpz } from '../testing/cpz.ts';

describe('a department with a calendar of the operator', () => {
  let data: string;
  beforeAll(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'cpz-calendar-'));
  });
  afterAll(() => rm(data, { recursive: true, force: true }));
  const calendar = async (days: string): Promise<string> => {
    const file = path.join(data, 'calendar.yaml');
    await writeFile(file, `years: { 2027: { notice: an example, ${days} } }\n`);
    return file;
  };
  afterEach(() => {
    delete process.env.CPZ_CALENDAR;
    useCalendar(new Map());
  });

  test('does not start when the calendar is wrong, and names every fault', async () => {
    process.env.CPZ_CALENDAR = await calendar('holidays: [2026-12-31], workdays: [2027-01-04]');
    // Whatever else is wrong: the calendar is read first.
    const { code, err } = await cpz('subgraph', 'tax', '--data', data, '--policies', 'nowhere');
    expect(code).toBe(78);
    expect(err).toContain('2026-12-31 is no day of 2027; 2027-01-04 is no weekend');
  });

  test('counts its working days in the years that it names', async () => {
    expect(() => addWorkingDays('2026-12-31', 2)).toThrow('CPZ_CALENDAR');
    process.env.CPZ_CALENDAR = await calendar(
      'holidays: [2027-01-01, 2027-01-04], workdays: [2027-01-02]',
    );
    await takeCalendar();
    // The Saturday is worked, the Monday is not.
    expect(addWorkingDays('2026-12-31', 2)).toBe('2027-01-05');
  });
});
