import { describe, expect, test } from '@jest/globals';
import { createPlaces, mostRows, readPage, readWhole, type Stretch } from './list.ts';

/** A list of numbers, as the graph would give it; how many there are may change from reading to reading. */
function numbers(total: () => number) {
  const asked: (string | null)[] = [];
  const read = (after: string | null): Promise<Stretch<number>> => {
    asked.push(after);
    const from = after === null ? 0 : Number(after);
    const to = Math.min(from + 100, total());
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
    return Promise.resolve({ total: total(), rows, next: to < total() ? String(to) : null });
  };
  return { read, asked };
}

describe('a page of a list', () => {
  test('is read where its stretch is known to begin, whatever is before it', async () => {
    const { read, asked } = numbers(() => 1_230);
    const places = createPlaces();
    const rowsOf = async (page: number): Promise<readonly number[]> => {
      const found = await readPage(read, page, places, 'numbers');
      if (found === 'unavailable') throw new Error(found);
      expect(found.total).toBe(1_230);
      return found.rows;
    };
    expect(await rowsOf(31)).toEqual(Array.from({ length: 20 }, (_, index) => 600 + index));
    expect(asked).toHaveLength(7);
    expect((await rowsOf(36))[0]).toBe(700);
    expect((await rowsOf(2))[0]).toBe(20);
    expect(asked.slice(7)).toEqual(['700', null]);
    expect((await rowsOf(62)).at(-1)).toBe(1_229);
    expect(await rowsOf(63)).toEqual([]);
  });

  test('is looked for anew when there are more or fewer, and when its cursor is worth nothing', async () => {
    let total = 1_200;
    const { read, asked } = numbers(() => total);
    const places = createPlaces();
    await readPage(read, 60, places, 'numbers');
    total = 1_199;
    expect(await readPage(read, 60, places, 'numbers')).toMatchObject({ total: 1_199 });
    expect(asked.slice(12)).toHaveLength(13);
    const strange = (after: string | null) =>
      after === null ? read(after) : Promise.resolve('unavailable' as const);
    expect(await readPage(strange, 60, places, 'numbers')).toBe('unavailable');
    expect(await readPage(strange, 5, places, 'numbers')).toMatchObject({ total: 1_199 });
  });
});

describe('a whole list', () => {
  test('is complete when it stays as it is', async () => {
    const whole = await readWhole(numbers(() => 730).read);
    expect(whole).toMatchObject({ total: 730, isComplete: true });
  });

  test('is read again when it changes, and says so when it never stays', async () => {
    let readings = 0;
    const once = numbers(() => ((readings += 1) < 3 ? 500 : 501));
    expect(await readWhole(once.read)).toMatchObject({ total: 501, isComplete: true });
    const never = numbers(() => (readings += 1) + 1_000);
    expect(await readWhole(never.read)).toMatchObject({ isComplete: false });
  });

  test('that is longer than files are says that it is not whole', async () => {
    const whole = await readWhole(numbers(() => mostRows + 1).read);
    if (whole === 'unavailable') throw new Error(whole);
    expect(whole.rows).toHaveLength(mostRows);
    expect(whole).toMatchObject({ total: mostRows + 1, isComplete: false });
  });
});
