import { describe, expect, test } from '@jest/globals';
import { keptForHalfAMinute, type Keeping, keptWithEntries, notKept } from '../keeping.ts';
import { createKeep, type Keep } from './keep.ts';

const noon = Date.parse('2026-11-25T12:00:00+08:00');

/** A keep whose time is told by the test, and a page that counts how often it is made. */
function kept(keeping: Keeping): {
  show: () => ReturnType<Keep>;
  made: () => number;
  pass: (ms: number) => void;
} {
  let [now, count] = [noon, 0];
  const keep = createKeep(() => now);
  return {
    show: () =>
      keep('/', () => {
        count += 1;
        return Promise.resolve({ status: 200, headers: {}, body: `page ${count}`, keeping });
      }),
    made: () => count,
    pass: (ms) => {
      now += ms;
    },
  };
}

describe('a kept page', () => {
  test('is made once for half a minute', async () => {
    const { show, made, pass } = kept(keptForHalfAMinute);
    await show();
    pass(29_000);
    await show();
    expect(made()).toBe(1);
    pass(2_000);
    await show();
    expect(made()).toBe(2);
  });

  test('with entries of the credit base is made anew each second: they may be withdrawn at any time', async () => {
    const { show, made, pass } = kept(keptWithEntries(['2027-01-01T00:00:00Z', null]));
    await show();
    pass(999);
    await show();
    expect(made()).toBe(1);
    pass(1);
    await show();
    expect(made()).toBe(2);
  });

  test('is not shown when something on it has ended', async () => {
    const ends = ['2027-01-01T00:00:00Z', new Date(noon + 500).toISOString(), null];
    const { show, made, pass } = kept(keptWithEntries(ends));
    const { freshUntil } = await show();
    expect(freshUntil).toBe(noon + 500);
    pass(499);
    await show();
    expect(made()).toBe(1);
    pass(1);
    await show();
    expect(made()).toBe(2);
  });

  test('does not outlive its day in Shenyang, with which periods of publication end', async () => {
    const { show, made, pass } = kept(keptForHalfAMinute);
    pass(12 * 3_600_000 - 10_000);
    const { freshUntil } = await show();
    expect(freshUntil).toBe(Date.parse('2026-11-26T00:00:00+08:00'));
    pass(10_000);
    await show();
    expect(made()).toBe(2);
  });

  test('is made once for all who ask for it at once', async () => {
    const { show, made } = kept(keptForHalfAMinute);
    await Promise.all([show(), show(), show()]);
    expect(made()).toBe(1);
  });

  test('is none when a department did not answer', async () => {
    const { show, made } = kept(notKept);
    expect((await show()).freshUntil).toBeNull();
    await show();
    expect(made()).toBe(2);
  });

  test('that could not be made is tried again', async () => {
    const keep = createKeep();
    await expect(keep('/', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const made = { status: 200, headers: {}, body: 'page', keeping: keptForHalfAMinute };
    expect((await keep('/', () => Promise.resolve(made))).status).toBe(200);
  });
});
