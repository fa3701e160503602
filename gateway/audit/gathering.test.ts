import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Gathering } from './gathering.ts';

/** Whether it has resolved a few turns of the event loop later. */
async function isSoon(promise: Promise<void>): Promise<boolean> {
  let hasResolved = false;
  void promise.then(() => (hasResolved = true));
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  return hasResolved;
}

/** One with which several records were written together last. */
function busy(mostMs: number): Gathering {
  const gathering = new Gathering(mostMs);
  gathering.taken(2);
  return gathering;
}

describe('a record', () => {
  test('waits for those whose answers are under way, and no longer', async () => {
    const gathering = busy(60_000);
    const leave = [gathering.expect(), gathering.expect(), gathering.expect()];
    gathering.add();
    const enough = gathering.enough();
    expect(await isSoon(enough)).toBe(false);
    gathering.add();
    expect(await isSoon(enough)).toBe(false);
    // The third ends without a record.
    leave[2]?.();
    expect(await isSoon(enough)).toBe(true);
  });

  test('does not wait where all that are under way have come', async () => {
    const gathering = busy(60_000);
    gathering.expect();
    gathering.add();
    expect(await isSoon(gathering.enough())).toBe(true);
  });

  test('does not wait where one came alone before, whoever else is under way', async () => {
    const gathering = new Gathering(60_000);
    gathering.expect();
    gathering.expect();
    gathering.add();
    expect(await isSoon(gathering.enough())).toBe(true);
  });

  test('waits for a moment at most, for an answer that takes long as well as for nobody', async () => {
    const slow = busy(5);
    slow.expect();
    slow.expect();
    slow.add();
    await slow.enough();
    // The public is not held: what it asked is written with whatever comes within the time.
    await busy(5).enough();
  });

  test('does not wait again for who has not come in that time', async () => {
    const gathering = busy(50);
    const leaveSlow = gathering.expect();
    gathering.expect();
    gathering.add();
    await gathering.enough();
    gathering.taken(2);
    // Whoever has come since is waited for.
    const leave = gathering.expect();
    gathering.expect();
    gathering.add();
    leaveSlow();
    const enough = gathering.enough();
    leave();
    expect(await isSoon(enough)).toBe(true);
  });

  test('that has been written is not waited for again', async () => {
    const gathering = busy(60_000);
    gathering.expect();
    gathering.add();
    gathering.taken(2);
    gathering.expect();
    const enough = gathering.enough();
    expect(await isSoon(enough)).toBe(false);
    gathering.add();
    gathering.add();
    await enough;
  });
});
