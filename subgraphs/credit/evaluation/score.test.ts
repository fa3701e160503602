import { describe, expect, test } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { addDays } from '../disclosure.ts';
import { evaluationRules } from '../rules/evaluation.ts';
import { grades, recordKinds, severities } from '../rules/words.ts';
import { type Basis, evaluate } from './score.ts';

const today = '2026-10-12';
const rules = evaluationRules(today);

const readings = fc.tuple(
  ...rules.components.map(({ source, values }) =>
    fc.record({
      source: fc.constant(source),
      value: fc.constantFrom(
        null,
        ...(values === undefined ? ['0.971', '0.90', '1', 'unheard of'] : Object.keys(values)),
      ),
    }),
  ),
);
const records = fc.array(
  fc.record({
    recordNo: fc.integer({ min: 1, max: 9999 }).map((number) => `CR${number}`),
    kind: fc.constantFrom(...recordKinds),
    severity: fc.constantFrom(null, ...severities),
    sourceDepartment: fc.constantFrom('customs', 'tax', 'fx', 'commerce', 'logistics', 'finance'),
    decidedOn: fc.integer({ min: 0, max: 2000 }).map((days) => addDays(today, -days)),
  }),
  { maxLength: 30 },
);
const entries = fc.array(
  fc.record({
    entryNo: fc.constant('NL1'),
    listType: fc.constant('SERIOUS_DISHONESTY'),
    serious: fc.boolean(),
  }),
  { maxLength: 2 },
);
const basis = fc.record({ readings, records, entries });

/** A basis without a flaw: the best value of every component. */
const spotless: Basis = {
  readings: rules.components.map(({ source, values }) => ({
    source,
    value: values === undefined ? '1' : best(values),
  })),
  records: [],
  entries: [],
};

function best(values: Readonly<Record<string, number>>): string {
  return Object.entries(values).sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

function withReading(source: string, value: string): Basis {
  return {
    ...spotless,
    readings: spotless.readings.map((each) => (each.source === source ? { source, value } : each)),
  };
}

describe('the composite evaluation', () => {
  test('is explained by lines that add up to the score exactly', () => {
    fc.assert(
      fc.property(basis, (given) => {
        const { score, contributions, confidence, grade, gradeByScore } = evaluate(
          given,
          rules,
          today,
        );
        const sum = contributions.reduce((total, { points }) => total.add(points), new Decimal(0));
        expect(sum.toFixed(2)).toBe(score);
        expect(new Decimal(score).gte(0) && new Decimal(score).lte(1000)).toBe(true);
        expect(Number(confidence)).toBeGreaterThanOrEqual(0);
        expect(Number(confidence)).toBeLessThanOrEqual(1);
        // A cap never makes a grade better.
        expect(grades.indexOf(grade)).toBeGreaterThanOrEqual(grades.indexOf(gradeByScore));
        for (const { id, weight } of rules.components) {
          const own = contributions.filter(({ component }) => component === id);
          const points = own.reduce((total, line) => total.add(line.points), new Decimal(0));
          expect(points.gte(0) && points.lte(weight)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('gives all grades, the best for a spotless enterprise', () => {
    expect(evaluate(spotless, rules, today)).toMatchObject({
      score: '977.50',
      grade: 'EXCELLENT',
      confidence: '1.0000',
      caps: [],
    });
    const nothing = evaluate({ readings: [], records: [], entries: [] }, rules, today);
    expect(nothing).toMatchObject({ score: '600.00', grade: 'FAIR', confidence: '0.0000' });
  });

  test.each([
    ['Enterprise.customsCategory', 'SERIOUSLY_DISCREDITED', 'POOR'],
    ['Enterprise.customsCategory', 'DISCREDITED', 'FAIR'],
    ['Enterprise.taxGrade', 'D', 'FAIR'],
    ['Enterprise.fxClass', 'C', 'FAIR'],
  ])('is held down by %s %s to %s', (source, value, grade) => {
    const evaluated = evaluate(withReading(source, value), rules, today);
    expect(evaluated.gradeByScore).not.toBe(grade);
    expect(evaluated).toMatchObject({ grade, caps: [{ because: source }] });
  });

  test.each([
    [true, 'POOR'],
    [false, 'FAIR'],
  ])('is held down by an entry of a list (serious: %s) to %s', (serious, grade) => {
    const open = { entryNo: 'NL7', listType: 'ABNORMAL_OPERATIONS', serious };
    expect(evaluate({ ...spotless, entries: [open] }, rules, today)).toMatchObject({
      grade,
      gradeByScore: 'EXCELLENT',
    });
  });

  test('lets what a record takes fade by half in 365 days', () => {
    const taken = (days: number): string =>
      evaluate(
        {
          ...spotless,
          records: [
            {
              recordNo: 'CR1',
              kind: 'PENALTY',
              severity: 'SERIOUS',
              sourceDepartment: 'customs',
              decidedOn: addDays(today, -days),
            },
          ],
        },
        rules,
        today,
      ).contributions.find(({ recordNo }) => recordNo === 'CR1')?.points ?? '';
    expect([0, 365, 730].map(taken)).toEqual(['-100.00', '-50.00', '-25.00']);
  });

  test('has a digest that changes with an input and with nothing else', () => {
    const { inputDigest } = evaluate(spotless, rules, today);
    expect(evaluate(spotless, rules, '2026-10-13').inputDigest).toBe(inputDigest);
    const backwards = { ...spotless, readings: [...spotless.readings].reverse() };
    expect(evaluate(backwards, rules, today).inputDigest).toBe(inputDigest);
    expect(evaluate(withReading('Enterprise.taxGrade', 'C'), rules, today).inputDigest).not.toBe(
      inputDigest,
    );
  });
});
