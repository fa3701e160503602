import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { serveForTest, type ServedForTest } from '../kit/testing/served.ts';
import { volumes } from '../synthetic/profile.ts';
import { credit } from './department.ts';
import { newReceiptNo, receiptDigest } from './receipt.ts';
import { evaluationRules } from './rules/evaluation.ts';
import { recordNo, repairedAt, subjectOf } from './seed-records.ts';
import { entryNo } from './seed-lists.ts';
import {
  agencies,
  evaluations,
  inputChanges,
  listEntries,
  listSteps,
  ratings,
  recordEvents,
  records,
  requestDecisions,
  requests,
  standingEntries,
  standingRecords,
  submissions,
} from './tables.ts';

let served: ServedForTest;

beforeAll(async () => {
  served = await serveForTest(credit);
  await credit.seed(served.database, 'small', () => undefined);
});
afterAll(() => served.close());

describe('the credit base', () => {
  test.each([
    ['records', records],
    ['record_events', recordEvents],
    ['submissions', submissions],
    ['list_entries', listEntries],
    ['list_steps', listSteps],
    ['requests', requests],
    ['request_decisions', requestDecisions],
    ['agencies', agencies],
    ['ratings', ratings],
    ['evaluations', evaluations],
    ['input_changes', inputChanges],
  ])('appends to %s and never changes or deletes', async (name, table) => {
    const { db } = served.database;
    const column = Object.values(getTableColumns<PgTable>(table)).at(-1)?.name ?? '';
    for (const statement of [
      sql`DELETE FROM ${table}`,
      sql.raw(`UPDATE credit.${name} SET ${column} = ${column}`),
    ]) {
      await expect(db.execute(statement)).rejects.toMatchObject({
        cause: { message: expect.stringContaining('append-only') },
      });
    }
  });

  test('is not emptied when what it holds is not synthetic', async () => {
    const { db } = served.database;
    const emptied = db.transaction(async (transaction) => {
      await transaction.execute(sql`DELETE FROM credit.synthetic_data`);
      await transaction.execute(sql`TRUNCATE credit.ratings`);
    });
    await expect(emptied).rejects.toMatchObject({
      cause: { message: expect.stringContaining('cannot be emptied') },
    });
  });

  test('ends a repaired record at the instant of the repair, and keeps it', async () => {
    const index = Array.from({ length: volumes.small.creditRecords }, (_, each) => each).find(
      (each) => subjectOf(each).subject === 15 && subjectOf(each).slot === 2,
    );
    const [row] = await served.database.db
      .select()
      .from(standingRecords)
      .where(eq(standingRecords.recordNo, recordNo(index ?? -1)));
    expect(row).toMatchObject({ endedBy: 'REPAIRED', usableUntil: repairedAt(15) });
    expect(row?.disclosureEndsOn).toBe('2027-02-13');
  });

  test('publishes no entry of a negative list before it is listed', async () => {
    const [row] = await served.database.db
      .select()
      .from(standingEntries)
      .where(eq(standingEntries.entryNo, entryNo(18)));
    expect(row).toMatchObject({ publishedFrom: null, usableUntil: null });
  });
});

describe('a receipt number', () => {
  test('cannot be guessed, and only its digest is kept', () => {
    const numbers = Array.from({ length: 1000 }, newReceiptNo);
    expect(new Set(numbers).size).toBe(1000);
    for (const number of numbers)
      expect(number).toMatch(/^R-[0-9A-HJKMNP-TV-Z]{13}-[0-9A-HJKMNP-TV-Z]{13}$/);
    const [number = ''] = numbers;
    expect(receiptDigest(` ${number.toLowerCase()} `)).toBe(receiptDigest(number));
    expect(receiptDigest(number)).not.toContain(number.slice(2, 10));
  });
});

describe('rule sets', () => {
  test.each([
    ['2026-03-31', 'evaluation-2021'],
    ['2026-04-01', 'evaluation-2026'],
  ])('of %s are %s', (day, id) => {
    expect(evaluationRules(day).id).toBe(id);
  });
});
