import { expect, test } from '@jest/globals';
import { Availability } from './availability.ts';

test('what failed counts as unavailable for a while, twice as long after each while, until it succeeds', () => {
  let now = 0;
  const log = new Availability(() => now);
  const after = (ms: number): boolean => {
    now += ms;
    return log.isAvailable;
  };
  expect(log.isAvailable).toBe(true);
  // Many requests meet the same failure.
  for (let each = 0; each < 20; each += 1) log.failed();
  expect([after(4_999), after(1)]).toEqual([false, true]);
  log.failed();
  expect([after(9_999), after(1)]).toEqual([false, true]);
  for (let each = 0; each < 10; each += 1) {
    log.failed();
    now += 300_000;
  }
  log.failed();
  expect([after(299_999), after(1)]).toEqual([false, true]);
  log.failed();
  log.succeeded();
  expect(log.isAvailable).toBe(true);
  log.failed();
  expect([after(4_999), after(1)]).toEqual([false, true]);
});
