import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { LogFile } from '../log-file.ts';
import { openAuditLog } from '../log.ts';
import { idsInFiles, idsOnDisk } from '../testing/contents.ts';
import { entry } from '../testing/entry.ts';
import { headBytes, lastMark, markPage, marksBytes, pageBytes, writeHead } from './layout.ts';
import { readJournal } from './read.ts';

const short = { half: 4 * pageBytes, file: 24 * 1024 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a log that cannot be added to', () => {
  test('is made up for when it can, and refuses records when the journal has no room for more', async () => {
    const log = await openAuditLog(folder, short);
    const known: string[] = [];
    const write = async (round: string): Promise<boolean> => {
      const ids = Array.from({ length: 10 }, (_, index) => `${round}-${index}`);
      const outcomes = await Promise.allSettled(ids.map((id) => log.write(entry(id))));
      const isWritten = outcomes.every(({ status }) => status === 'fulfilled');
      if (isWritten) known.push(...ids);
      expect(isWritten || outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      return isWritten;
    };
    try {
      for (let round = 0; round < 3; round += 1) {
        jest
          .spyOn(LogFile.prototype, 'append')
          .mockRejectedValue(new Error('ENOSPC: no space left on device, write'));
        let tries = 0;
        while (await write(`${round}-${tries}`)) tries += 1;
        expect(tries).toBeGreaterThan(5);
        expect(log.isWritable()).toBe(false);
        expect(await write(`${round}-refused`)).toBe(false);
        // One that reaches into both halves would write over what is in the journal only.
        await expect(log.write(entry('x'.repeat(40_000)))).rejects.toThrow('ENOSPC');
        jest.restoreAllMocks();
        expect(await write(`${round}-again`)).toBe(true);
        expect(log.isWritable()).toBe(true);
      }
    } finally {
      jest.restoreAllMocks();
    }
    expect(await log.carried()).toBe(known.length);
    expect(await idsInFiles(folder)).toEqual(known);
    await log.close();
  });
});

describe('a log', () => {
  test('goes on in the next file when one is long, and holds a record that is longer than the journal', async () => {
    const log = await openAuditLog(folder, short);
    const ids: string[] = [];
    for (let round = 0; round < 60; round += 1) {
      const long = round % 20 === 10 ? 'x'.repeat(round === 10 ? 600_000 : 90_000) : '';
      const together = Array.from({ length: 10 }, (_, index) => `${round}-${index}${long}`);
      await Promise.all(together.map((id) => log.write(entry(id))));
      ids.push(...together);
    }
    expect(await log.carried()).toBe(ids.length);
    expect(await idsInFiles(folder)).toEqual(ids);
    await log.close();
    expect(
      (await readdir(folder)).filter((name) => name.endsWith('.ndjson')).length,
    ).toBeGreaterThan(3);
    const again = await openAuditLog(folder, short);
    expect(await again.write(entry('next'))).toBe(ids.length);
    await again.close();
    expect(await idsInFiles(folder)).toEqual([...ids, 'next']);
  });

  test('can be read when an answer’s record counts as written, or soon after where many came together', async () => {
    const log = await openAuditLog(folder);
    await log.write(entry('alone'));
    expect(await idsInFiles(folder)).toEqual(['alone']);
    await Promise.all(Array.from({ length: 50 }, (_, index) => log.write(entry(`${index}`))));
    expect(await idsOnDisk(folder)).toHaveLength(51);
    for (let tries = 0; (await idsInFiles(folder)).length < 51; tries += 1) {
      if (tries === 100) throw new Error('it is not carried');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await log.close();
  });
});

/** A log as a kill leaves it: some records in its file, more of them in the journal only. */
async function leaveBehind(): Promise<void> {
  const original = path.join(folder, 'running');
  const log = await openAuditLog(original);
  for (const id of ['a', 'b']) await log.write(entry(id));
  await Promise.all(Array.from({ length: 20 }, (_, index) => log.write(entry(`${index}`))));
  for (const file of ['journal', '0000000000000000.ndjson'])
    await copyFile(path.join(original, file), path.join(folder, file));
  await log.close();
  await rm(original, { recursive: true });
}

describe('a record that is longer than half of the journal', () => {
  test('is brought to the disk in the log before anything is written over it', async () => {
    const log = await openAuditLog(folder, short);
    await log.write(entry('x'.repeat(40_000)));
    jest.spyOn(LogFile.prototype, 'sync').mockRejectedValue(new Error('EIO: i/o error, fdatasync'));
    try {
      await expect(log.write(entry('next'))).rejects.toThrow('EIO');
      await log.close();
    } finally {
      jest.restoreAllMocks();
    }
    // The log may have lost it.
    await truncate(path.join(folder, '0000000000000000.ndjson'));
    const again = await openAuditLog(folder, short);
    await again.close();
    expect(await idsInFiles(folder)).toEqual(['x'.repeat(40_000)]);
  });
});

describe('a journal that is left', () => {
  test('has the mark before where the last was torn while it was written', async () => {
    const log = await openAuditLog(folder, short);
    for (let round = 0; round < 200; round += 1) await log.write(entry(`${round}`));
    const journal = await readFile(path.join(folder, 'journal'));
    await log.close();
    const last = lastMark(journal)?.records ?? 0;
    const others = [0, pageBytes].map(
      (at) => lastMark(Buffer.from(journal).fill(0, at, at + 9))?.records ?? 0,
    );
    expect(Math.max(...others)).toBe(last);
    expect(Math.min(...others)).toBeGreaterThan(0);
    expect(Math.min(...others)).toBeLessThan(last);
  });

  test('is not gone on from when records between are missing: nothing is changed', async () => {
    await leaveBehind();
    const file = path.join(folder, '0000000000000000.ndjson');
    const journal = path.join(folder, 'journal');
    // As if the log had been on disk up to its second record, and the first of the rest were cut out of the journal.
    const log = await readFile(file);
    const bytes = await readFile(journal);
    markPage(9, { file: path.basename(file), bytes: log.length, records: 2, entry: 1 }).copy(
      bytes,
      pageBytes,
    );
    await writeFile(journal, bytes);
    await truncate(file, log.indexOf(10) + 1);
    bytes.fill(0, marksBytes, marksBytes + 2 * pageBytes);
    await writeFile(journal, bytes);
    await expect(openAuditLog(folder)).rejects.toThrow(
      'ends before record 1, and by its journal it went on to record 2',
    );
    expect((await readFile(journal)).equals(bytes)).toBe(true);
    expect((await readFile(file)).length).toBe(log.indexOf(10) + 1);
    // As the message says.
    await rm(journal);
    const again = await openAuditLog(folder);
    expect(await again.write(entry('next'))).toBe(1);
    await again.close();
  });

  test('is gone on from where the next file had been begun and nothing was in it', async () => {
    await leaveBehind();
    await writeFile(path.join(folder, '0000000000000002.ndjson'), '');
    const log = await openAuditLog(folder);
    expect(await log.write(entry('next'))).toBe(22);
    await log.close();
    expect(await idsInFiles(folder)).toHaveLength(23);
  });

  test('is not thrown away when it cannot be read', async () => {
    await leaveBehind();
    const journal = path.join(folder, 'journal');
    await truncate(journal, 100);
    await expect(openAuditLog(folder)).rejects.toThrow('cannot be read');
    expect(existsSync(journal)).toBe(true);
  });

  test('is not applied to the log of another', async () => {
    await leaveBehind();
    await writeFile(path.join(folder, '0000000000000099.ndjson'), '{"index":99}\n');
    await expect(openAuditLog(folder)).rejects.toThrow(
      '0000000000000099.ndjson is not of the gateway',
    );
    expect(existsSync(path.join(folder, 'journal'))).toBe(true);
  });

  test('gives what was tried again instead of what was tried before', async () => {
    const page = (number: number, first: number, ...ids: readonly string[]): Buffer => {
      const bytes = Buffer.alloc(pageBytes);
      const body = Buffer.from(ids.map((id) => `${id}\n`).join(''));
      body.copy(bytes, headBytes);
      writeHead(bytes, body, { entry: number, first, records: ids.length });
      return bytes;
    };
    const upTo = { file: '0000000000000000.ndjson', bytes: 10, records: 5, entry: 5 };
    const journal = Buffer.concat([
      markPage(4, upTo),
      markPage(3, { ...upTo, records: 1 }),
      page(7, 6, 'failed', 'too'),
      page(8, 6, 'c', 'd'),
      page(6, 4, 'a', 'b'),
      page(3, 2, 'old', 'older'),
      page(5, 8, 'given up'),
    ]);
    await writeFile(path.join(folder, 'journal'), journal);
    const read = async (from: number): Promise<unknown> => {
      const { records, next } = (await readJournal(folder))?.after(from) ?? {
        records: [],
        next: 0,
      };
      return [records.map((record) => record.toString()), next];
    };
    expect((await readJournal(folder))?.sure).toEqual(upTo);
    expect(await read(5)).toEqual([['b', 'c', 'd'], null]);
    expect(await read(8)).toEqual([[], null]);
    expect(await read(1)).toEqual([[], 4]);
    // A page that was torn is none.
    journal.fill(1, 3 * pageBytes + headBytes, 3 * pageBytes + headBytes + 1);
    await writeFile(path.join(folder, 'journal'), journal);
    expect(await read(5)).toEqual([['b', 'failed', 'too'], null]);
  });
});
