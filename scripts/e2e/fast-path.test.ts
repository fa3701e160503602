import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openToy, type Toy } from './toy.ts';

let release = (): void => undefined;
/** Requests that the department was left with, and those that it was told to forget. */
const left = { asked: 0, ended: 0 };
const deadlineMs = 1_000;
let toy: Toy;
beforeAll(async () => {
  toy = await openToy(
    {
      books: {
        typeDefs:
          'type Query { title: String slow: String never: String echo(text: String): String long: String }',
        resolvers: {
          Query: {
            title: () => '沈阳',
            slow: () => new Promise((resolve) => (release = () => { resolve('late'); })),
            echo: (_: unknown, { text }: { text: string }) => text,
            long: () => 'x'.repeat(3_000_000),
          },
        },
        misbehave: ({ query }, response) => {
          if (!query.includes('never')) return false;
          left.asked += 1;
          response.on('close', () => (left.ended += 1));
          return true;
        },
      },
    },
    { deadlineMs },
  );
});
afterAll(() => toy.close());

const sockets: Socket[] = [];
afterAll(() => {
  for (const socket of sockets) socket.destroy();
});

interface Wire {
  readonly socket: Socket;
  readonly said: () => string;
}

async function dial(): Promise<Wire> {
  const { hostname, port } = new URL(toy.url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  sockets.push(socket);
  let said = '';
  socket.on('data', (bytes) => (said += bytes.toString('latin1')));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { socket, said: () => said };
}

/** Answers on a wire, one after the other; each has a length. */
function answersOf(said: string): { readonly head: string; readonly body: string }[] {
  const answers: { head: string; body: string }[] = [];
  for (let rest = said; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    const head = rest.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (end < 0 || rest.length < end + 4 + length) break;
    answers.push({
      head,
      body: Buffer.from(rest.slice(end + 4, end + 4 + length), 'latin1').toString(),
    });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 500) throw new Error('It never came to be so.');
    await wait(10);
  }
}

/** What is told of an answer whichever way it was made; the numbers of records and requests differ in any case. */
function gist({ head, body }: { readonly head: string; readonly body: string }): unknown {
  const [status = '', ...fields] = head.split('\r\n');
  const read = fields.map((field): [string, string] => {
    const [name = '', ...value] = field.split(': ');
    return [name.toLowerCase(), value.join(': ')];
  });
  const varies = new Set(['date', 'request-id', 'audit-record', 'ratelimit']);
  return {
    status,
    fields: Object.fromEntries(read.map(([name, value]) => [name, varies.has(name) ? '' : value])),
    body,
  };
}

/** Node writes the name of this field with a capital letter. */
const wasAhead = (head: string): boolean => head.includes('\r\ndate: ');

function post(body: string, ...fields: readonly string[]): Buffer {
  const length = Buffer.byteLength(body);
  const head = ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json'];
  return Buffer.from([...head, `content-length: ${length}`, ...fields, '', body].join('\r\n'));
}

const ask = '{"query":"{ title }"}';
const chunked = `${ask.length.toString(16)}\r\n${ask}\r\n0\r\n\r\n`;

/** Requests as they are sent, and whether Node is not needed to read them. */
const requests: Readonly<Record<string, readonly [isAhead: boolean, request: Buffer]>> = {
  usual: [true, post(ask)],
  'with fields that say nothing': [
    true,
    post(ask, 'accept: */*', 'X-Empty:', 'connection: Keep-Alive'),
  ],
  'with spaces around a value': [true, post(ask, 'accept:  \t application/json \t ')],
  'with a name that is a trap': [true, post(ask, '__proto__: {}', 'constructor: x')],
  'in another type': [true, post(ask, 'accept: application/graphql-response+json')],
  'with a wrong token': [true, post(ask, 'authorization: Bearer x.y.z')],
  'in no JSON': [true, post('{"query":')],
  'in bytes that are no UTF-8': [true, post('{"query":"{ title }","operationName":"\\ud800"}')],
  'of a form': [true, Buffer.from(String(post(ask)).replace('application/json', 'text/plain'))],
  'that is compressed, it says': [true, post(ask, 'content-encoding: gzip')],
  'with two tokens': [false, post(ask, 'authorization: Bearer a', 'Authorization: Bearer b')],
  'with a field twice': [false, post(ask, 'x: 1', 'x: 2')],
  'that is the last': [false, post(ask, 'connection: close')],
  'of the old protocol': [false, Buffer.from(String(post(ask)).replace('HTTP/1.1', 'HTTP/1.0'))],
  'to an absolute address': [
    false,
    Buffer.from(String(post(ask)).replace('/graphql', 'http://x/graphql')),
  ],
  'with a query': [false, Buffer.from(String(post(ask)).replace('/graphql', '/graphql?x=1'))],
  'to nowhere': [false, Buffer.from(String(post(ask)).replace('/graphql', '/graphqlx'))],
  'without a host': [false, Buffer.from(String(post(ask)).replace('host: x\r\n', ''))],
  'with two lengths': [false, post(ask, `content-length: ${ask.length}`)],
  'with two lengths that differ': [false, post(ask, 'content-length: 3')],
  'with a signed length': [false, Buffer.from(String(post(ask)).replace('length: ', 'length: +'))],
  'with a length in words': [
    false,
    Buffer.from(String(post(ask)).replace(/length: \d+/, 'length: ten')),
  ],
  'with a space before a colon': [false, post(ask, 'x : 1')],
  'with a folded line': [false, post(ask, 'x: 1\r\n y')],
  'with a bare line feed': [false, post(ask, 'x: 1\ny: 2')],
  'with a bare carriage return': [false, post(ask, 'x: 1\ry: 2')],
  'with a control character': [false, post(ask, 'x: \u0000')],
  'with a line without a name': [false, post(ask, ': 1')],
  'with characters beyond ASCII': [false, post(ask, 'x: é')],
  'in chunks': [
    false,
    Buffer.from(String(post(chunked)).replace(/content-length: \d+/, 'transfer-encoding: chunked')),
  ],
  'in chunks and with a length': [false, post(ask, 'transfer-encoding: chunked')],
  'that waits to be told to go on': [false, post(ask, 'expect: 100-continue')],
  'with seventy fields': [
    false,
    post(ask, ...Array.from({ length: 70 }, (_, index) => `x-${index}: 1`)),
  ],
  'by GET': [
    false,
    Buffer.from('GET /graphql?query=%7B%20title%20%7D HTTP/1.1\r\nhost: x\r\n\r\n'),
  ],
  'that is none': [false, Buffer.from('\u0016\u0003\u0001\r\n\r\n')],
};

describe('a request that comes at once is answered as one that Node has read', () => {
  test.each(Object.entries(requests))('%s', async (_, [isAhead, request]) => {
    const [whole, parts] = [await dial(), await dial()];
    whole.socket.write(request);
    parts.socket.write(request.subarray(0, 2));
    await wait(20);
    parts.socket.write(request.subarray(2));
    const ended = [whole, parts].map(({ socket, said }) =>
      until(
        () => answersOf(said()).some(({ head }) => !head.includes(' 100 ')) || socket.destroyed,
      ),
    );
    await Promise.all(ended);
    const [first, second] = [answersOf(whole.said()), answersOf(parts.said())];
    expect(first.map(gist)).toEqual(second.map(gist));
    expect(first.map(({ head }) => wasAhead(head))).toEqual(first.map(() => isAhead));
    expect(second.some(({ head }) => wasAhead(head))).toBe(false);
  });
});

describe('a connection', () => {
  test('is Node’s from the first unusual request on, and nothing of it is lost', async () => {
    const { socket, said } = await dial();
    for (const request of [post(ask), requests['in chunks']?.[1], post(ask)])
      socket.write(request ?? '');
    await until(() => answersOf(said()).length === 3);
    const answers = answersOf(said());
    expect(answers.map(({ body }) => body)).toEqual(Array(3).fill('{"data":{"title":"沈阳"}}'));
    socket.write(post(ask));
    await until(() => answersOf(said()).length === 4);
    expect(wasAhead(answersOf(said())[3]?.head ?? '')).toBe(false);
  });

  test('that is cut anywhere, with requests of any kind in any number, answers each in its turn', async () => {
    const kinds = ['usual', 'in chunks', 'by GET', 'in no JSON', 'with a field twice'];
    const sent = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.string()), {
      minLength: 1,
      maxLength: 6,
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sent, cuts, async (chosen, lengths) => {
        const all: Buffer[] = [];
        const expected: string[] = [];
        for (const [kind, text] of chosen) {
          const asksEcho = kind === 'usual';
          const query = 'query ($text: String) { echo(text: $text) }';
          const [, request] = requests[kind] ?? [];
          all.push(
            asksEcho
              ? post(JSON.stringify({ query, variables: { text } }))
              : (request ?? Buffer.of()),
          );
          expected.push(
            asksEcho
              ? JSON.stringify({ data: { echo: text } })
              : kind === 'in no JSON'
                ? 'BAD_USER_INPUT'
                : '{"data":{"title":"沈阳"}}',
          );
        }
        const { socket, said } = await dial();
        let rest = Buffer.concat(all);
        for (const length of lengths) {
          socket.write(rest.subarray(0, length));
          rest = rest.subarray(length);
          await wait(1);
        }
        socket.write(rest);
        await until(() => answersOf(said()).length >= expected.length);
        const bodies = answersOf(said()).map(({ body }) => body);
        bodies.forEach((body, index) => {
          expect(body).toContain(expected[index]);
        });
        socket.destroy();
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('whose client goes takes its question to the department with it', async () => {
    for (const end of ['destroy', 'end'] as const) {
      const before = left.asked;
      const { socket } = await dial();
      socket.write(post('{"query":"{ never }"}'));
      await until(() => left.asked > before);
      expect(left.ended).toBe(before);
      socket[end]();
      await until(() => left.ended === left.asked);
    }
  });

  test('is answered within the deadline, which begins anew with each of its requests', async () => {
    const { socket, said } = await dial();
    for (let asked = 1; asked <= 3; asked += 1) {
      await wait(deadlineMs / 2);
      socket.write(post(ask));
      await until(() => answersOf(said()).length === asked);
    }
    const began = performance.now();
    socket.write(post('{"query":"{ never }"}'));
    await until(() => answersOf(said()).length === 4);
    expect(answersOf(said())[3]?.body).toContain('SUBGRAPH_UNAVAILABLE');
    expect(Math.abs(performance.now() - began - deadlineMs)).toBeLessThan(deadlineMs / 2);
  });

  test('whose client reads nothing is answered no further', async () => {
    const { socket } = await dial();
    socket.pause();
    for (let sent = 0; sent < 20; sent += 1) socket.write(post('{"query":"{ long }"}'));
    await wait(500);
    expect(socket.bytesRead).toBeLessThan(20 * 3_000_000);
  });
});

test('an answer under way is sent before the gateway closes, and its connection ends with it', async () => {
  const { socket, said } = await dial();
  const before = release;
  socket.write(post('{"query":"{ slow }"}'));
  const resting = await dial();
  resting.socket.write(post(ask));
  await until(() => answersOf(resting.said()).length === 1 && release !== before);
  const closed = [socket, resting.socket].map((each) => once(each, 'close'));
  const closing = toy.gateway.close();
  await closed[1];
  expect(said()).toBe('');
  release();
  await Promise.all([closing, ...closed]);
  const [answer] = answersOf(said());
  expect(answer?.head).toContain('\r\nconnection: close');
  expect(answer?.body).toBe('{"data":{"slow":"late"}}');
});
