import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordsOf } from './records.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-records-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(file: string, from: number): Promise<{ text: string; end: number }[]> {
  const found: { text: string; end: number }[] = [];
  for await (const records of recordsOf(file, from))
    for (const { record, end } of records) found.push({ text: record.toString(), end });
  return found;
}

test('records of any length are read whole, from any of them on; what a crash tore is not', async () => {
  const file = path.join(folder, 'log');
  // Some fill what is read at once, some many times over.
  const length = fc.oneof(fc.nat(300), fc.integer({ min: 130_000, max: 132_000 }), fc.nat(600_000));
  const lengths = fc.array(length, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(lengths, fc.nat(12), fc.nat(50), async (chosen, first, torn) => {
      const texts = chosen.map((each, index) => String(index % 10).repeat(each));
      const lines = texts.map((text) => `${text}\n`);
      await writeFile(file, lines.join('') + 'x'.repeat(torn));
      const from = lines.slice(0, first).join('').length;
      const found = await read(file, from);
      expect(found.map(({ text }) => text.length)).toEqual(
        texts.slice(first).map((text) => text.length),
      );
      expect(found.every(({ text }, index) => text === texts[first + index])).toBe(true);
      if (first < lines.length) expect(found.at(-1)?.end).toBe(lines.join('').length);
    }),
    { numRuns: 100 },
  );
}, 30_000);
