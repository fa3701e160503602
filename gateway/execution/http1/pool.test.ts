import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { until } from '../testing/until.ts';
import { Http1Pool } from './pool.ts';
import { createOpener } from '../opener.ts';
import { createRequestWriter } from './request-text.ts';

type Answer = (socket: Socket, request: string, connection: number) => void;

let server: Server | null = null;
let pool: Http1Pool | null = null;
const sockets: Socket[] = [];

afterEach(() => {
  pool?.destroy();
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

/** A server that answers each request of one piece, and a pool of connections to it. */
async function open(answer: Answer, most = 8): Promise<Http1Pool> {
  server = createServer((socket) => {
    const connection = sockets.push(socket) - 1;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      answer(socket, bytes.toString(), connection);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return (pool = new Http1Pool(
    createOpener({ host: '127.0.0.1', port }, null, ['http/1.1']),
    most,
  ));
}

interface Sent {
  readonly body: Promise<string>;
  readonly abort: () => void;
}

function send(text: string, isOver = false): Sent {
  let abort = (): void => undefined;
  let body = '';
  const answered = new Promise<string>((resolve, reject) => {
    pool?.dispatch(
      { text, encoding: 'utf8' },
      {
        onConnect: (given) => {
          abort = given;
          if (isOver) given();
        },
        onHeaders: () => undefined,
        onData: (chunk) => (body += chunk.toString()),
        onComplete: () => {
          resolve(body);
        },
        onError: reject,
      },
    );
  });
  answered.catch(() => undefined);
  return {
    body: answered,
    abort: () => {
      abort();
    },
  };
}

const ok = (body: string, ...fields: readonly string[]): string =>
  ['HTTP/1.1 200 OK', `content-length: ${Buffer.byteLength(body)}`, ...fields, '', body].join(
    '\r\n',
  );
const echo: Answer = (socket, request, connection) => {
  socket.write(ok(`${connection} ${request}`));
};

describe('connections', () => {
  test('carry one request at a time, and the next when its answer is there', async () => {
    await open(echo);
    expect(await Promise.all([send('a').body, send('b').body])).toEqual(['0 a', '1 b']);
    await wait(5);
    expect(await send('c').body).toMatch(/^[01] c$/);
    expect(sockets).toHaveLength(2);
  });

  test('are no more than allowed; who waits is served in turn', async () => {
    await open(echo, 2);
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(texts.map((text) => send(text).body));
    expect(answers.map((answer) => answer.slice(2))).toEqual(texts);
    expect(sockets).toHaveLength(2);
  });

  test('are not used again when the server closes them, or says that it will', async () => {
    await open((socket, request, connection) => {
      if (connection === 0) socket.end(ok('0'));
      else if (connection === 1) socket.write(ok('1', 'connection: close'));
      else if (connection === 2) socket.write(ok('2', 'keep-alive: timeout=1'));
      else echo(socket, request, connection);
    }, 1);
    for (const expected of ['0', '1', '2', '3 x', '3 x']) {
      expect(await send('x').body).toBe(expected);
      await wait(20);
    }
  });

  test('rest no longer than the server says, less a second', async () => {
    await open((socket, request, connection) => {
      socket.write(ok(`${connection} ${request}`, 'keep-alive: timeout=2'));
    }, 1);
    expect(await send('a').body).toBe('0 a');
    expect(await send('b').body).toBe('0 b');
    await wait(1_100);
    expect(await send('c').body).toBe('1 c');
  });

  test('that end before the answer does fail the request, and no other', async () => {
    await open((socket, request, connection) => {
      if (request === 'end') socket.end(ok('{}').slice(0, -1));
      else if (request === 'reset') socket.resetAndDestroy();
      else echo(socket, request, connection);
    });
    const [ended, reset, good] = [send('end'), send('reset'), send('good')];
    await expect(ended.body).rejects.toThrow('the other side closed it');
    await expect(reset.body).rejects.toThrow(/ECONNRESET/);
    expect(await good.body).toBe('2 good');
  });

  test('to nobody fail', async () => {
    await open(echo);
    server?.close();
    await expect(send('a').body).rejects.toThrow(/ECONNREFUSED/);
  });

  test('fail what is under way and what waits when they are closed', async () => {
    await open(() => undefined, 1);
    const [sent, waiting] = [send('a'), send('b')];
    pool?.destroy();
    for (const { body } of [sent, waiting, send('c')])
      await expect(body).rejects.toThrow('the connections are closed');
  });
});

describe('an answer', () => {
  test('that nobody asked for is not the answer to the next request', async () => {
    await open((socket, request, connection) => {
      if (connection > 0) echo(socket, request, connection);
      else socket.write(ok('first') + ok('poison'));
    }, 1);
    expect(await send('a').body).toBe('first');
    expect(await send('b').body).toBe('1 b');
  });

  test('that comes while the connection rests ends it', async () => {
    await open((socket, request, connection) => {
      echo(socket, request, connection);
      if (connection === 0) setTimeout(() => socket.write(ok('poison')), 10);
    }, 1);
    expect(await send('a').body).toBe('0 a');
    await wait(50);
    expect(await send('b').body).toBe('1 b');
  });

  test('that is whole when the server ends is not kept waiting by what is unsent', async () => {
    await open((socket) => {
      socket.pause().end('HTTP/1.0 200 OK\r\n\r\nearly');
    }, 1);
    expect(await send('a'.repeat(30_000_000)).body).toBe('early');
  });

  test('to a request that is not sent whole ends the connection', async () => {
    await open((socket, request, connection) => {
      if (connection > 0) echo(socket, request, connection);
      else socket.pause().write(ok('early'));
    }, 1);
    expect(await send('a'.repeat(30_000_000)).body).toBe('early');
    expect(await send('b').body).toBe('1 b');
  });

  test('that is malformed ends its connection', async () => {
    await open((socket, request, connection) => {
      if (connection > 0) echo(socket, request, connection);
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab');
    }, 1);
    await expect(send('a').body).rejects.toThrow('it does not say for sure how long it is');
    expect(await send('b').body).toBe('1 b');
  });

  test.each([
    ['given up', 'onHeaders', ['onHeaders']],
    ['given up', 'onData', ['onHeaders', 'onData']],
    ['closed', 'onHeaders', ['onHeaders', 'onError']],
    ['closed', 'onComplete', ['onHeaders', 'onData', 'onComplete']],
  ] as const)(
    'that is %s while it is read, in %s, is told of no more',
    async (what, where, expected) => {
      const opened = await open((socket) => {
        socket.write(ok('{}'));
      });
      const told: string[] = [];
      let abort = (): void => undefined;
      const tell = (name: string) => (): void => {
        told.push(name);
        if (name !== where) return;
        if (what === 'closed') opened.destroy();
        else abort();
      };
      opened.dispatch(
        { text: 'a', encoding: 'utf8' },
        {
          onConnect: (given) => {
            abort = given;
          },
          onHeaders: tell('onHeaders'),
          onData: tell('onData'),
          onComplete: tell('onComplete'),
          onError: tell('onError'),
        },
      );
      await until(() => told.length >= expected.length);
      await wait(20);
      expect(told).toEqual(expected);
    },
  );
});

describe('a request', () => {
  test('that is given up ends its connection, and not one that has gone on to another', async () => {
    const ended: number[] = [];
    await open((socket, request, connection) => {
      socket.on('close', () => ended.push(connection));
      if (request !== 'never') echo(socket, request, connection);
    }, 1);
    const first = send('a');
    expect(await first.body).toBe('0 a');
    const never = send('never');
    await wait(20);
    first.abort();
    await wait(20);
    expect(ended).toEqual([]);
    never.abort();
    expect(await send('b').body).toBe('1 b');
  });

  test('that nobody waits for any more is not sent', async () => {
    const seen: string[] = [];
    await open((socket, request, connection) => {
      seen.push(request);
      echo(socket, request, connection);
    }, 1);
    const first = send('a');
    send('over', true);
    expect(await first.body).toBe('0 a');
    expect(await send('b').body).toBe('0 b');
    expect(seen).toEqual(['a', 'b']);
  });

  test('is written with its length in bytes, and no field that could be taken for two', () => {
    const write = createRequestWriter(new URL('http://[::1]:4001/graphql?a=b'));
    const common = ['x', '1'];
    const head =
      'POST /graphql?a=b HTTP/1.1\r\nhost: [::1]:4001\r\nconnection: keep-alive\r\nx: 1\r\n';
    expect(write({ common, headers: ['y', '2'], body: '{"a":"沈阳"}' })).toEqual({
      text: `${head}y: 2\r\ncontent-length: 14\r\n\r\n{"a":"沈阳"}`,
      encoding: 'utf8',
    });
    expect(write({ common, headers: [], body: '{}' })).toEqual({
      text: `${head}content-length: 2\r\n\r\n{}`,
      encoding: 'latin1',
    });
    // Each is one byte in Latin 1, and two as the body says its length.
    expect(write({ common, headers: [], body: 'é' }).encoding).toBe('utf8');
    for (const value of ['a\r\nb: c', 'a\nb', 'a\0', '沈', 'é']) {
      const fields = ['x', value];
      const refused = 'The field x holds what cannot be sent.';
      expect(() => write({ common: [], headers: fields, body: '' })).toThrow(refused);
      expect(() => write({ common: fields, headers: [], body: '' })).toThrow(refused);
    }
  });
});
