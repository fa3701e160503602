import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { Database } from '../kit/store.ts';
import { testDatabase } from '../kit/testing/database.ts';
import { fill } from './fill.ts';
import type { Filling } from './filling.ts';

const things = pgSchema('things').table('things', {
  serial: integer('serial').primaryKey(),
  name: text('its_name').notNull(),
  note: text('note'),
});

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
  await database.script(
    'CREATE SCHEMA things; CREATE TABLE things.things (serial int PRIMARY KEY, its_name text NOT NULL, note text)',
  );
});
afterAll(() => database.close());

const filling = (count: number, name = 'thing', made: number[] = []): Filling => ({
  count,
  rowsOf: (index) => {
    made.push(index);
    return [[things, { serial: index, name: `${name} ${index}` }]];
  },
});

/** Fills, and says how often progress was told. */
async function run(profile: 'small' | 'medium', fillings: readonly Filling[]): Promise<number> {
  let steps = 0;
  await fill(database, 'things', profile, fillings, () => {
    steps += 1;
  });
  return steps;
}

async function standing(): Promise<{ rows: number; first: string | null }> {
  const answer = await database.db.execute(
    sql`SELECT count(*)::int AS rows, min(its_name) AS first FROM things.things`,
  );
  return (
    z
      .object({
        rows: z.array(z.object({ rows: z.number(), first: z.string().nullable() })).min(1),
      })
      .parse(answer).rows[0] ?? { rows: 0, first: null }
  );
}

describe('filling', () => {
  test('makes no more than a batch before it is written', async () => {
    const made: number[] = [];
    const seen: number[] = [];
    await fill(database, 'things', 'small', [filling(1200, 'thing', made)], (done, total) => {
      // Five indexes are looked at beforehand, to tell versions apart, each time they are compared.
      seen.push(made.length - made.filter((index) => index < 5).length + 5);
      expect([done, total]).toEqual([seen.length * 500 > 1200 ? 1200 : seen.length * 500, 1200]);
    });
    expect(seen).toEqual([500, 1000, 1200]);
    expect(await standing()).toEqual({ rows: 1200, first: 'thing 0' });
  });

  test('is done once', async () => {
    expect(await run('small', [filling(1200)])).toBe(0);
  });

  test('takes the place of a smaller profile, and stays when a smaller one is asked for', async () => {
    expect(await run('medium', [filling(1500)])).toBe(3);
    expect(await standing()).toEqual({ rows: 1500, first: 'thing 0' });
    expect(await run('small', [filling(1200)])).toBe(0);
    expect((await standing()).rows).toBe(1500);
  });

  test('is done anew when something else is made now', async () => {
    expect(await run('small', [filling(600, 'other')])).toBe(2);
    expect(await standing()).toEqual({ rows: 600, first: 'other 0' });
  });

  test('is done anew when it ended halfway', async () => {
    const breaks: Filling = {
      count: 1200,
      rowsOf: (index) => {
        if (index === 900) throw new Error('the power is off');
        return filling(1200, 'half').rowsOf(index);
      },
    };
    await expect(run('small', [breaks])).rejects.toThrow('the power is off');
    expect((await standing()).rows).toBe(500);
    expect(await run('small', [filling(1200, 'half')])).toBe(3);
    expect((await standing()).rows).toBe(1200);
  });

  test('leaves alone what is not synthetic on a server', async () => {
    await database.script('DELETE FROM things.synthetic_data');
    const onServer: Database = { ...database, engine: 'postgres' };
    await expect(fill(onServer, 'things', 'small', [filling(10)], () => undefined)).rejects.toThrow(
      'hold rows that are not synthetic',
    );
    expect((await standing()).rows).toBe(1200);
  });
});
