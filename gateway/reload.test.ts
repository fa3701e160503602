import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type StopWatching, watchFiles } from './reload.ts';

let folder: string;
let stop: StopWatching;
let calls: number;
const at = (name: string): string => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-watch-'));
  calls = 0;
});
afterEach(async () => {
  stop();
  await rm(folder, { recursive: true, force: true });
});

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300));
}

async function watching(name: string): Promise<void> {
  stop = watchFiles([at(name)], 20, () => {
    calls += 1;
  });
  await rest();
  expect(calls).toBe(0);
}

describe('watching', () => {
  test('a file tells when it is written, and when another takes its place again and again', async () => {
    await writeFile(at('a.bundle'), '1');
    await watching('a.bundle');
    await writeFile(at('a.bundle'), '2 2');
    await rest();
    expect(calls).toBe(1);
    for (const round of [2, 3]) {
      await writeFile(at('draft'), `round ${round}`);
      await rename(at('draft'), at('a.bundle'));
      await rest();
      expect(calls).toBe(round);
    }
    await rm(at('a.bundle'));
    await rest();
    await writeFile(at('a.bundle'), 'back again');
    await rest();
    expect(calls).toBe(4);
  });

  test('a file does not tell of its neighbours', async () => {
    await writeFile(at('a.bundle'), '1');
    await watching('a.bundle');
    await writeFile(at('b.bundle'), '1');
    await rest();
    expect(calls).toBe(0);
  });

  test('a symbolic link tells when it is turned', async () => {
    for (const name of ['one', 'two']) {
      await mkdir(at(name));
      await writeFile(path.join(at(name), 'a.bundle'), name);
    }
    await symlink('one', at('now'));
    await symlink('now/a.bundle', at('a.bundle'));
    await watching('a.bundle');
    await symlink('two', at('next'));
    await rename(at('next'), at('now'));
    await rest();
    expect(calls).toBe(1);
  });

  test('a folder tells what changes deep inside, also after it was replaced as a whole', async () => {
    await mkdir(at('policies/agreements/tax'), { recursive: true });
    await watching('policies');
    await writeFile(at('policies/agreements/tax/a.yaml'), 'a');
    await rest();
    expect(calls).toBe(1);
    await mkdir(at('draft/agreements/tax'), { recursive: true });
    await rename(at('policies'), at('before'));
    await rename(at('draft'), at('policies'));
    await rest();
    const replaced = calls;
    expect(replaced).toBeGreaterThan(1);
    await writeFile(at('policies/agreements/tax/b.yaml'), 'b');
    await rest();
    expect(calls).toBeGreaterThan(replaced);
  });
});
