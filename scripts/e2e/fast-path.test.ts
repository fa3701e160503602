import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openToy, type Toy } from './toy.ts';
import { answersOf, dial, hangUpAll, post, until, wasAhead, type WireAnswer } from './wire.ts';

let toy: Toy;
beforeAll(async () => {
  toy = await openToy({
    books: {
      typeDefs: 'type Query { title: String }',
      resolvers: { Query: { title: () => '沈阳' } },
    },
  });
});
afterAll(async () => {
  hangUpAll();
  await toy.close();
});

/** What is told of an answer whichever way it was made; the numbers of records and requests differ in any case. */
function gist({ head, body }: WireAnswer): unknown {
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

const ask = '{"query":"{ title }"}';
const chunked = `${ask.length.toString(16)}\r\n${ask}\r\n0\r\n\r\n`;

/** Requests as they are sent, and whether Node is not needed to read them. */
const requests: Readonly<Record<string, readonly [isAhead: boolean, request: Buffer]>> = {
  usual: [true, post(ask)],
  'with fields that say nothing': [
    true,
    post(ask, 'accept: */*', 'X-Empty:', 'connection: Keep-Alive'),
  ],
  'with spaces around a value': [true, post(ask, 'accept:   application/json  ')],
  'with a name that is a trap': [true, post(ask, '__proto__: {}', 'constructor: x')],
  'in another type': [true, post(ask, 'accept: application/graphql-response+json')],
  'with a wrong token': [true, post(ask, 'authorization: Bearer x.y.z')],
  'in no JSON': [true, post('{"query":')],
  'in bytes that are no UTF-8': [
    true,
    Buffer.from(
      String(post('{"query":"{ title }","operationName":"?"}')).replace('?', '\u00ff'),
      'latin1',
    ),
  ],
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
  'with tabs around a length': [
    false,
    Buffer.from(String(post(ask)).replace(/length: (\d+)/, 'length:\t$1\t')),
  ],
  'that is a proxy’s last': [false, post(ask, 'proxy-connection: close')],
  'with a long head': [false, post(ask, `x: ${'x'.repeat(9_000)}`)],
  'with a head that is too long': [false, post(ask, `x: ${'x'.repeat(20_000)}`)],
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
    const [whole, parts] = [await dial(toy.url), await dial(toy.url)];
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
