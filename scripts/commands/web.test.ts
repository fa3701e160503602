import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpz } from '../testing/cpz.ts';

const program = fileURLToPath(new URL('../cpz.mjs', import.meta.url));

let data: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cpz-web-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

describe('cpz web', () => {
  test.each(['nonsense', 'ftp://127.0.0.1'])(
    'refuses the gateway %s in one line',
    async (address) => {
      const { code, err } = await cpz('web', '--gateway', address, '--data', data);
      expect(code).toBe(2);
      expect(err).toContain('--gateway takes an address such as https://example.cn');
      expect(err.trim().split('\n')).toHaveLength(1);
    },
  );

  test('refuses to start with a file that is no key, and names it', async () => {
    const file = path.join(data, 'no-key.json');
    await writeFile(file, '{}');
    const { code, err } = await cpz('web', '--port', '0', '--key', file, '--data', data);
    expect(code).not.toBe(0);
    expect(err).toContain(`${file} is no private Ed25519 key`);
  });

  test('ends at once when it is told to, though a browser keeps a connection that it never used', async () => {
    const args = [program, 'web', '--port', '0', '--data', data];
    const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
    const ready = await new Promise<string>((resolve) => {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const [, url] = /"url":"([^"]+)"/.exec(said) ?? [];
        if (url !== undefined) resolve(url);
      });
    });
    const { hostname, port } = new URL(ready);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    await once(socket, 'connect');
    const told = performance.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(performance.now() - told).toBeLessThan(10_000);
  }, 60_000);
});
