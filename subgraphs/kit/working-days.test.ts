import { describe, expect, test } from '@jest/globals';
import { addWorkingDays } from './working-days.ts';

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
