import { generateKeyPairSync } from 'node:crypto';
import {
  appendFile,
  cp,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type AuditLog, openAuditLog } from '../log.ts';
import { recordLine } from '../record.ts';
import { idsInFiles } from '../testing/contents.ts';
import { entry } from '../testing/entry.ts';
import { verifyLog } from '../verify-log.ts';
import { Journal } from './journal.ts';
import { marksBytes, pageBytes } from './layout.ts';

const short = { half: 4 * pageBytes, file: 8 * 1024 };

let folder: string;
let left: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-damage-'));
  left = path.join(folder, 'left');
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** What a running gateway would leave if it were killed now. */
async function leave(log: AuditLog, running: string): Promise<void> {
  await log.carried();
  await cp(running, left, { recursive: true });
  await rm(path.join(left, 'lock'));
}

/** A log that was killed with so many records, all of them in its file and none of them marked. */
async function killedWith(count: number): Promise<string> {
  const running = path.join(folder, 'running');
  const log = await openAuditLog(running);
  for (let id = 0; id < count; id += 1) await log.write(entry(`${id}`));
  await leave(log, running);
  await log.close();
  return path.join(left, '0000000000000000.ndjson');
}

async function verdict(): Promise<readonly string[]> {
  const { publicKey } = generateKeyPairSync('ed25519');
  return (await verifyLog(left, { name: 'test', key: publicKey })).faults;
}

async function overwrite(file: string, at: number, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(bytes, 0, bytes.length, at);
  await handle.close();
}

describe('a log that is damaged', () => {
  test('is not gone on from when it is shorter than its journal knows; nothing is changed', async () => {
    const running = path.join(folder, 'running');
    const log = await openAuditLog(running, { ...short, file: 1024 * 1024 });
    for (let id = 0; id < 100; id += 1) await log.write(entry(`${id}`));
    await leave(log, running);
    await log.close();
    const file = path.join(left, '0000000000000000.ndjson');
    const journal = await readFile(path.join(left, 'journal'));
    await truncate(file, 1_000);
    await writeFile(path.join(left, 'journal'), journal.fill(0, marksBytes));
    await expect(openAuditLog(left)).rejects.toThrow('those between are gone');
    expect((await readFile(file)).length).toBe(1_000);
    expect((await verdict())[0]).toContain('those between are gone');
    await rm(file);
    await expect(openAuditLog(left)).rejects.toThrow('The audit log ends before record 0');
    expect(await readdir(left)).not.toContain(path.basename(file));
    expect((await verdict())[0]).toContain('those between are gone');
  });

  test('keeps what is whole in it where the journal is damaged', async () => {
    await killedWith(5);
    // Each record has an entry in a page of its own.
    await overwrite(path.join(left, 'journal'), marksBytes + 2 * pageBytes + 300, Buffer.from('!'));
    await overwrite(path.join(left, 'journal'), marksBytes + 4 * pageBytes + 300, Buffer.from('!'));
    expect(await verdict()).toEqual([]);
    await (await openAuditLog(left)).close();
    expect(await idsInFiles(left)).toEqual(['0', '1', '2', '3', '4']);
  });

  test('keeps what was added to it by who knew of no journal', async () => {
    const file = await killedWith(3);
    await appendFile(file, recordLine(3, entry('3')) + recordLine(4, entry('4')));
    await (await openAuditLog(left)).close();
    expect(await idsInFiles(left)).toEqual(['0', '1', '2', '3', '4']);
  });

  test('is verified by its journal where the disk has lost of it what was not marked', async () => {
    const file = await killedWith(40);
    await overwrite(file, 0, Buffer.alloc(4096));
    expect(await verdict()).toEqual([]);
    await (await openAuditLog(left)).close();
    expect(await idsInFiles(left)).toHaveLength(40);
  });
});

describe('a disk that fails once', () => {
  test('while the journal is told of the next file adds nothing to it', async () => {
    const running = path.join(folder, 'running');
    const log = await openAuditLog(running, short);
    const ids: string[] = [];
    const mark: Journal['mark'] = Reflect.get(Journal.prototype, 'mark');
    let failures = 0;
    jest.spyOn(Journal.prototype, 'mark').mockImplementation(async function (this: Journal, place) {
      if (place.bytes === 0 && failures++ === 0) throw new Error('EIO');
      await mark.call(this, place);
    });
    for (let round = 0; round < 120; round += 1) {
      await log.write(entry(`${round}`));
      ids.push(`${round}`);
      if (round % 7 !== 0) continue;
      await leave(log, running);
      await (await openAuditLog(left, short)).close();
      expect(await idsInFiles(left)).toEqual(ids);
      await rm(left, { recursive: true });
    }
    await log.close();
    expect(
      (await readdir(running)).filter((name) => name.endsWith('.ndjson')).length,
    ).toBeGreaterThan(2);
    expect(await idsInFiles(running)).toEqual(ids);
  });

  test('while the log is closed leaves its folder to the next', async () => {
    const log = await openAuditLog(left);
    await log.write(entry('a'));
    const close: Journal['close'] = Reflect.get(Journal.prototype, 'close');
    jest.spyOn(Journal.prototype, 'close').mockImplementationOnce(async function (this: Journal) {
      await close.call(this, false);
      throw new Error('EIO');
    });
    await expect(log.close()).rejects.toThrow('EIO');
    const again = await openAuditLog(left);
    expect(await again.write(entry('b'))).toBe(1);
    await again.close();
  });
});

test('a journal that is another process’s by now is not removed', async () => {
  const log = await openAuditLog(left);
  await log.write(entry('a'));
  // Whoever takes a folder over makes a journal of its own.
  const journal = path.join(left, 'journal');
  await writeFile(`${journal}.other`, 'of the other');
  await rm(journal);
  await writeFile(journal, 'of the other');
  await log.close();
  expect(await readFile(journal, 'utf8')).toBe('of the other');
});
