import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openAuditLog } from '../log.ts';
import { idsInFiles, idsOnDisk } from '../testing/contents.ts';
import { entry } from '../testing/entry.ts';
import { lastMark, pageBytes } from './layout.ts';

const short = { half: 4 * pageBytes, file: 24 * 1024 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-crash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A writer in a process of its own, killed after so many lines; gives them. */
async function killed(
  args: readonly (string | number)[],
  lines: number,
  shell = 'exec "$@"',
): Promise<string[]> {
  const file = fileURLToPath(new URL('../testing/writer.ts', import.meta.url));
  const command = [process.execPath, '--import', 'tsx', file, ...args.map(String)];
  const child: ChildProcess = spawn('bash', ['-c', shell, 'bash', ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const said: string[] = [];
  if (child.stdout === null) throw new Error('it says nothing');
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === lines) child.kill('SIGKILL');
  }
  return said;
}

const writtenIn = (said: readonly string[]): Map<number, string> =>
  new Map(
    said
      .filter((line) => /^\d+ [-\d]+-企业$/.test(line))
      .map((line) => {
        const [index = '', id = ''] = line.split(' ');
        return [Number(index), id];
      }),
  );

describe('a gateway that is killed', () => {
  test.each([
    ['alone', 1],
    ['many together', 40],
  ])('loses no record that counted as written, %s', async (_how, together) => {
    const known = new Map<number, string>();
    for (const lines of [30, 333, 700]) {
      const before = known.size;
      const said = await killed([folder, together, short.half, short.file], lines);
      for (const [index, id] of writtenIn(said)) known.set(index, id);
      // The last of them may be torn.
      expect(known.size - before).toBeGreaterThanOrEqual(lines);
      const onDisk = await idsOnDisk(folder);
      for (const [index, id] of known) expect(onDisk[index]).toBe(id);
    }
    const log = await openAuditLog(folder, short);
    await log.close();
    const ids = await idsInFiles(folder);
    for (const [index, id] of known) expect(ids[index]).toBe(id);
    expect(await readdir(folder)).not.toContain('journal');
  });

  test('loses none of them when the disk was full before, and refuses what it cannot write', async () => {
    const args = [folder, 40, 16 * pageBytes, 1024 * 1024];
    // No file may become longer than 200 blocks of 1024 bytes: the journal may, the log cannot hold all.
    const said = await killed(args, Infinity, 'ulimit -f 200; exec "$@"');
    const known = writtenIn(said);
    expect(said.at(-1)).toContain('EFBIG');
    expect(known.size).toBeGreaterThan(400);
    expect((await idsInFiles(folder)).length).toBeLessThan(known.size);
    const log = await openAuditLog(folder, short);
    await log.close();
    const ids = await idsInFiles(folder);
    expect(ids.length).toBeGreaterThanOrEqual(known.size);
    for (const [index, id] of known) expect(ids[index]).toBe(id);
  });
});

describe('a machine that stops', () => {
  test('may lose of the log what was not brought to the disk: the journal makes up for it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            size: fc.integer({ min: 1, max: 12 }),
            long: fc.constantFrom(0, 0, 0, 0, 0, 40_000),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        fc.nat(),
        fc.constantFrom('', '\0\0\0\0', 'torn', '\n\n', '{"index":'),
        async (batches, cut, garbage) => {
          const run = await mkdtemp(path.join(folder, 'run-'));
          const [original, copy] = [path.join(run, 'original'), path.join(run, 'copy')];
          const log = await openAuditLog(original, short);
          const ids: string[] = [];
          for (const [round, { size, long }] of batches.entries()) {
            const together = Array.from(
              { length: size },
              (_, index) => `${round}-${index}${'x'.repeat(long)}`,
            );
            await Promise.all(together.map((id) => log.write(entry(id))));
            ids.push(...together);
          }
          // Nothing is under way while it is copied.
          await log.carried();
          await cp(original, copy, { recursive: true });
          await log.close();
          await rm(path.join(copy, 'lock'));
          const sure = lastMark(await readFile(path.join(copy, 'journal')));
          if (sure === null) throw new Error('no mark');
          const file = path.join(copy, sure.file);
          const { size } = await stat(file);
          await truncate(file, sure.bytes + (cut % (size - sure.bytes + 1)));
          appendFileSync(file, garbage);
          const again = await openAuditLog(copy, short);
          expect(await again.write(entry('next'))).toBe(ids.length);
          await again.close();
          expect(await idsInFiles(copy)).toEqual([...ids, 'next']);
          await rm(run, { recursive: true });
        },
      ),
      { numRuns: 40 },
    );
  });
});
