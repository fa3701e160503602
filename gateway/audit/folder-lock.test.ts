import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => path.join(folder, 'lock');
/** Leaves a lock of a process beside this one, or of another. */
async function leave(holder: object): Promise<void> {
  await rm(file(), { force: true });
  const lock = await lockFolder(folder);
  const mine = JSON.parse(await readFile(file(), 'utf8')) as object;
  await lock.release();
  await writeFile(file(), JSON.stringify({ ...mine, started: null, ...holder }));
}
const pid = async (): Promise<unknown> =>
  (JSON.parse(await readFile(file(), 'utf8')) as { pid: unknown }).pid;

/** The number of a process that has ended. */
async function ended(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('a folder that is locked', () => {
  test('is refused to anybody else, with who has it and what to do, until it is released', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(
      `${folder} is in use by process ${process.pid} on ${hostname()}. One gateway writes one audit log: ` +
        'give this one another folder with --audit, or stop the other.',
    );
    expect(lock.isLost()).toBe(false);
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  test('goes to one of several that want it at once', async () => {
    await leave({ pid: await ended() });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const got = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(got).toHaveLength(1);
    expect(await pid()).toBe(process.pid);
    await got[0]?.release();
  });

  test('is taken over from a process that has ended, though another has its number', async () => {
    for (const left of [
      { pid: await ended(), started: '1' },
      { pid: process.pid, started: '1' },
    ]) {
      await leave(left);
      const lock = await lockFolder(folder);
      expect(await pid()).toBe(process.pid);
      await lock.release();
    }
  });

  test('is taken over from one that was killed, before its parent has taken note', async () => {
    // The shell starts a process, ends it, and becomes one that takes no note of it.
    const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; kill -9 $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(shell.stdout, 'data')) as [Buffer];
    await wait(200);
    await leave({ pid: Number(line.toString()) });
    const lock = await lockFolder(folder);
    expect(await pid()).toBe(process.pid);
    await lock.release();
    shell.kill('SIGKILL');
  });

  test('on another host is taken over when that shows no sign of life', async () => {
    await leave({ pid: 1, host: 'elsewhere' });
    const timer = setInterval(() => void utimes(file(), new Date(), new Date()), 500);
    try {
      await expect(lockFolder(folder)).rejects.toThrow('is in use by process 1 on elsewhere');
    } finally {
      clearInterval(timer);
    }
    await wait(600);
    const lock = await lockFolder(folder);
    expect(await pid()).toBe(process.pid);
    await lock.release();
  }, 20_000);

  test('is not taken from another container, whose processes have numbers of their own', async () => {
    await leave({ pid: process.pid, numbering: 'another', started: '1' });
    const timer = setInterval(() => void utimes(file(), new Date(), new Date()), 500);
    try {
      await expect(lockFolder(folder)).rejects.toThrow(`is in use by process ${process.pid} on`);
    } finally {
      clearInterval(timer);
    }
  }, 20_000);

  test('is looked at again by who stood still, before it writes', async () => {
    const lock = await lockFolder(folder);
    expect(lock.confirm()).toBe(true);
    writeFileSync(file(), '{"pid":1}');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_100);
    expect(lock.isLost()).toBe(false);
    expect(await lock.confirm()).toBe(false);
    await lock.release();
  });

  test('is held no more when another has taken it, and again when somebody only tidied up', async () => {
    const lock = await lockFolder(folder);
    await rm(file());
    await wait(1_500);
    expect(lock.isLost()).toBe(false);
    expect(await pid()).toBe(process.pid);
    await writeFile(file(), '{"pid":1}');
    await wait(1_500);
    expect(lock.isLost()).toBe(true);
    expect(await lock.confirm()).toBe(false);
    await lock.release();
    expect(await pid()).toBe(1);
  });
});
