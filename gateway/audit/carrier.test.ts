import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Carrier } from './carrier.ts';
import type { Place } from './journal/layout.ts';
import { LogFile } from './log-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-carrier-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a log that could not be brought to the disk is not believed to be there later', async () => {
  const place = { file: '0000000000000000.ndjson', bytes: 0, records: 0, entry: 0 };
  const file = await LogFile.open(folder, place, () => Promise.resolve(true));
  const carrier = new Carrier(file, () => Promise.resolve(), 1_000);
  const mark = jest.fn<(upTo: Place) => Promise<void>>().mockResolvedValue();
  carrier.add(Buffer.from('{}\n'), 1, 7);
  await carrier.settle(mark);
  expect(mark).toHaveBeenCalledWith({ ...place, bytes: 3, records: 1, entry: 7 });
  jest.spyOn(file, 'sync').mockRejectedValueOnce(new Error('EIO: i/o error, fdatasync'));
  carrier.add(Buffer.from('{}\n'), 1, 7);
  await expect(carrier.settle(mark)).rejects.toThrow('EIO');
  await expect(carrier.settle(mark)).rejects.toThrow('start the gateway again');
  carrier.add(Buffer.from('{}\n'), 1, 7);
  await expect(carrier.carry()).rejects.toThrow('start the gateway again');
  await expect(carrier.settle(mark)).rejects.toThrow('start the gateway again');
  expect(mark).toHaveBeenCalledTimes(1);
  await carrier.close();
});
