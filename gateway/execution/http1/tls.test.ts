import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certificate } from '../testing/certificate.ts';
import { createOpener } from '../opener.ts';
import { Http1Pool } from './pool.ts';
import { createRequestWriter } from './request-text.ts';

/** In a process of its own: in this one it could not answer while a request is still being sent. */
const program = `
  const counts = { sockets: 0, resumed: 0 };
  const server = require('node:https').createServer(
    { key: process.env.KEY, cert: process.env.CERT },
    (request, response) => {
      request.resume();
      request.on('end', () => {
        if (request.url === '/close') response.setHeader('connection', 'close');
        response.end('{}');
      });
    },
  );
  server.on('secureConnection', (socket) => {
    counts.sockets += 1;
    if (socket.isSessionReused()) counts.resumed += 1;
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('message', () => process.send({ ...counts }));
`;

const { key, cert } = certificate;
let child: ChildProcess;
let port: number;
beforeAll(async () => {
  child = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { KEY: key, CERT: cert },
  });
  [port] = (await once(child, 'message')) as [number];
});
afterAll(() => {
  child.kill();
});

interface Counts {
  readonly sockets: number;
  readonly resumed: number;
}

async function counts(): Promise<Counts> {
  child.send('counts');
  const [counted] = (await once(child, 'message')) as [Counts];
  return counted;
}

/** Asks so many times, so many at once, over at most eight connections. */
async function ask(path: string, times: number, atOnce: number): Promise<Counts> {
  const before = await counts();
  const pool = new Http1Pool(
    createOpener({ host: '127.0.0.1', port }, { ca: cert }, ['http/1.1']),
    8,
  );
  const write = createRequestWriter(new URL(`https://127.0.0.1:${port}${path}`));
  const request = write({ common: [], headers: [], body: 'x'.repeat(1_500) });
  let left = times;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      pool.dispatch(request, {
        onConnect: () => undefined,
        onHeaders: () => undefined,
        onData: () => undefined,
        onComplete: resolve,
        onError: reject,
      });
    });
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await one();
    }),
  );
  pool.destroy();
  const after = await counts();
  return { sockets: after.sockets - before.sockets, resumed: after.resumed - before.resumed };
}

describe('connections over TLS', () => {
  test('are kept, however many requests wait for one', async () => {
    expect((await ask('/', 2_000, 32)).sockets).toBe(8);
  });

  test('resume the session of the one before', async () => {
    expect(await ask('/close', 10, 1)).toEqual({ sockets: 10, resumed: 9 });
  });
});
