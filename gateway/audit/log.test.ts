import { appendFileSync, writeFileSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openAuditLog } from './log.ts';
import { entry } from './testing/entry.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-audit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => path.join(folder, '0000000000000000.ndjson');
const ids = async (): Promise<unknown[]> =>
  (await readFile(file(), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { index, requestId } = JSON.parse(line) as Record<string, unknown>;
      return [index, requestId];
    });

describe('the audit log', () => {
  test('holds a record on disk when it says so, in the order of their positions', async () => {
    const log = await openAuditLog(folder);
    const written = await Promise.all(['a', 'b', 'c'].map((id) => log.write(entry(id))));
    expect(written).toEqual([0, 1, 2]);
    expect(await ids()).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
    await log.close();
  });

  test('goes on where it ended, and cuts off a line that a crash tore', async () => {
    const before = await openAuditLog(folder);
    await before.write(entry('a'));
    await before.close();
    await appendFile(file(), '{"index":1,"requ');
    const log = await openAuditLog(folder);
    expect(await log.write(entry('b'))).toBe(1);
    expect(await ids()).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
    await log.close();
  });

  test('writes what is counted without being waited for', async () => {
    const log = await openAuditLog(folder);
    expect([log.count(entry('a')), log.count(entry('b'))]).toEqual([0, 1]);
    await log.close();
    expect(await ids()).toHaveLength(2);
  });

  test('takes nothing more once it is closed', async () => {
    const log = await openAuditLog(folder);
    await log.close();
    await expect(log.write(entry('a'))).rejects.toThrow('takes no more');
  });

  test('takes nothing more, and cuts nothing off, when another process has taken its folder', async () => {
    const log = await openAuditLog(folder);
    await log.write(entry('a'));
    writeFileSync(path.join(folder, 'lock'), '{"pid":1}');
    appendFileSync(file(), '{"index":1,"requestId":"of the other"}\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_100);
    await expect(log.write(entry('b'))).rejects.toThrow('another process has taken');
    await expect(log.write(entry('c'))).rejects.toThrow('takes no more');
    expect(log.isWritable()).toBe(false);
    await log.close();
    // By now it would be the other's.
    expect(await readdir(folder)).toContain('journal');
    expect(await ids()).toEqual([
      [0, 'a'],
      [1, 'of the other'],
    ]);
  });
});
