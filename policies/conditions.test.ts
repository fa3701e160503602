import { describe, expect, test } from '@jest/globals';
import { compileCondition, type Principal } from './index.ts';

describe('conditions', () => {
  const principal: Principal = {
    kind: 'department',
    subject: 'somebody',
    department: 'west',
    roles: [],
    purpose: 'REVIEW',
  };
  const now = new Date('2026-06-30T17:00:00Z');
  const holds = (condition: Record<string, unknown>, row: Record<string, unknown>): boolean =>
    compileCondition(condition, { principal, now }).test((field) => row[field]);

  test.each([
    [{ a: 1 }, { a: 1 }, true],
    [{ a: { $in: [1, null] } }, { a: null }, true],
    [{ a: { $gte: '9.5' } }, { a: '10.00' }, true],
    [{ a: { $lt: '9.5' } }, { a: '10.00' }, false],
    [{ a: { $lte: '$today' } }, { a: '2026-07-01' }, true],
    [{ a: { $lte: '$today' } }, { a: '2026-07-02' }, false],
    [{ a: '$principal.department' }, { a: 'west' }, true],
    [{ $or: [{ a: 1 }, { b: 1 }] }, { a: 0, b: 1 }, true],
    [{ $and: [{ a: 1 }, { b: 1 }] }, { a: 0, b: 1 }, false],
  ])('%j holds for %j: %s', (condition, row, expected) => {
    expect(holds(condition, row)).toBe(expected);
  });

  test('deny where they cannot be evaluated', () => {
    expect(holds({ a: { $gt: 1 } }, { a: 'no number' })).toBe(false);
    expect(holds({ a: { $ne: 1 } }, {})).toBe(false);
  });
});
