import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, shanghaiDay, startOf } from './disclosure.ts';
import { type Entry, standingOf, type Step, takeStep } from './negative-list.ts';
import { disclosureRules } from './rules/disclosure.ts';
import { transitions } from './rules/transitions.ts';

const noticed = '2023-06-05';
const entry: Entry = {
  listType: 'SERIOUS_DISHONESTY',
  decidedBy: 'customs',
  objectionUntil: '2023-06-12',
};

/** What is tried: a step, by whom, so many days after the one before. */
const attempt = fc.record({
  name: fc.constantFrom(...transitions.map(({ name }) => name), 'unheardOf'),
  department: fc.constantFrom('customs', 'tax', null),
  days: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 400 })),
});

const notice = { name: 'giveNotice', department: 'customs', days: 0 };

/** The steps that were taken of those that were tried, and where the entry stands in the end. */
function run(attempts: readonly { name: string; department: string | null; days: number }[]): {
  readonly steps: readonly (Step & { readonly by: string | null })[];
  readonly end: string;
} {
  const steps: (Step & { readonly by: string | null })[] = [];
  let day = noticed;
  for (const { name, department, days } of attempts) {
    day = addDays(day, days);
    if (day > '2026-11-01') break;
    const step = takeStep(name, entry, steps, { department }, startOf(day), disclosureRules(day));
    if (!('message' in step)) steps.push({ ...step, by: department });
  }
  return { steps, end: startOf(day) };
}

/** The orders of states that the law knows, written apart from the table of transitions. */
const lawful =
  /^(NOTICE( OBJECTION NOTICE)?( LISTED( REPAIR_REQUESTED( REFUSED REPAIR_REQUESTED)*( REPAIRED| REFUSED)?)?)?( ENDED)?|NOTICE OBJECTION( ENDED)?)$/;

describe('an entry of a negative list', () => {
  test('never comes to an unlawful state, whatever is tried, by whom and when', () => {
    let listed = 0;
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
        const { steps, end } = run([notice, ...attempts]);
        expect(steps.map(({ state }) => state).join(' ')).toMatch(lawful);
        for (const [index, step] of steps.entries()) {
          const day = shanghaiDay(step.at);
          const bySubject = ['object', 'requestRepair'].includes(step.transition);
          expect(step.by).toBe(bySubject ? null : 'customs');
          if (step.state === 'OBJECTION') expect(day <= entry.objectionUntil).toBe(true);
          if (step.state === 'LISTED') {
            listed += 1;
            const objected = steps.slice(0, index).some(({ state }) => state === 'OBJECTION');
            expect(objected || day > entry.objectionUntil).toBe(true);
          }
          const listing = steps.slice(0, index).find(({ state }) => state === 'LISTED');
          if (listing === undefined) continue;
          const listedOn = shanghaiDay(listing.at);
          if (step.state === 'REPAIR_REQUESTED') expect(day >= addMonths(listedOn, 12)).toBe(true);
          // Nothing is done once the period is over, but to close what was repaired.
          if (step.transition !== 'close') expect(day <= addMonths(listedOn, 36)).toBe(true);
        }
        const exits = steps.filter(({ exitReason }) => exitReason !== null);
        expect(exits.length).toBeLessThanOrEqual(1);
        const standing = standingOf(steps, end);
        expect(standing?.state === 'ENDED' && standing.exitReason === null).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(listed).toBeGreaterThan(100);
  });

  test('goes the way of repair from notice to end', () => {
    const { steps } = run([
      { name: 'giveNotice', department: 'customs', days: 0 },
      { name: 'object', department: null, days: 3 },
      { name: 'rejectObjection', department: 'customs', days: 5 },
      { name: 'list', department: 'customs', days: 1 },
      { name: 'requestRepair', department: null, days: 364 },
      { name: 'requestRepair', department: null, days: 2 },
      { name: 'acceptRepair', department: 'tax', days: 1 },
      { name: 'acceptRepair', department: 'customs', days: 1 },
      { name: 'close', department: 'customs', days: 0 },
    ]);
    expect(steps.map(({ transition }) => transition).join(' ')).toBe(
      'giveNotice object rejectObjection list requestRepair acceptRepair close',
    );
    expect(steps.at(4)?.answerBy).toBe('2024-06-28');
  });

  test('ends with its period, on the day after the last', () => {
    const { steps } = run([
      { name: 'giveNotice', department: 'customs', days: 0 },
      { name: 'list', department: 'customs', days: 8 },
    ]);
    expect(steps.at(-1)?.listingEndsOn).toBe('2026-06-13');
    expect(standingOf(steps, '2026-06-13T15:59:59Z')).toEqual({
      state: 'LISTED',
      exitReason: null,
    });
    expect(standingOf(steps, '2026-06-13T16:00:00Z')).toEqual({
      state: 'ENDED',
      exitReason: 'EXPIRED',
    });
  });
});
