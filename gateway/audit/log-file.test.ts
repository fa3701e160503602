import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-log-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what could be added in part only is gone before anything else is added', async () => {
  const name = '0000000000000000.ndjson';
  const file = path.join(folder, name);
  let isFull = false;
  jest.unstable_mockModule('./write-whole.ts', () => ({
    writeWhole: async (_: number, bytes: Buffer) => {
      await appendFile(file, isFull ? bytes.subarray(0, bytes.length / 2) : bytes);
      if (isFull) throw new Error('ENOSPC: no space left on device, write');
    },
  }));
  const { LogFile } = await import('./log-file.ts');
  let isOurs = true;
  const place = { file: name, bytes: 0, records: 0, entry: 0 };
  const log = await LogFile.open(folder, place, () => Promise.resolve(isOurs));
  await log.append(Buffer.from('{"a":1}\n'), 1, 1);
  isFull = true;
  await expect(log.append(Buffer.from('{"b":2}\n'), 1, 2)).rejects.toThrow('ENOSPC');
  expect(await readFile(file, 'utf8')).toBe('{"a":1}\n');
  // It cannot be seen to whom the file belongs: nothing is cut off, and nothing added.
  isOurs = false;
  await expect(log.append(Buffer.from('{"b":2}\n'), 1, 2)).rejects.toThrow('ENOSPC');
  isFull = false;
  await expect(log.append(Buffer.from('{"b":2}\n'), 1, 2)).rejects.toThrow('another process');
  isOurs = true;
  await log.append(Buffer.from('{"b":2}\n'), 1, 2);
  expect(await readFile(file, 'utf8')).toBe('{"a":1}\n{"b":2}\n');
  expect(log.place).toEqual({ file: name, bytes: 16, records: 2, entry: 2 });
  await log.close();
});
