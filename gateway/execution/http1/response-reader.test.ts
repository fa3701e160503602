import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ResponseReader } from './response-reader.ts';

interface Read {
  readonly status: number;
  readonly fields: readonly string[];
  readonly body: string;
  readonly isDone: boolean;
  readonly restMs: number;
  /** Bytes that came after the response. */
  readonly surplus: number;
}

/** Reads a response that comes in these parts. */
function read(parts: readonly Buffer[], hasEnded = false): Read {
  let status = 0;
  let fields: readonly string[] = [];
  const chunks: Buffer[] = [];
  const reader = new ResponseReader({
    onHeaders: (code, given) => {
      [status, fields] = [code, given];
    },
    onData: (chunk) => chunks.push(Buffer.from(chunk)),
    onComplete: () => undefined,
  });
  let surplus = 0;
  for (const part of parts) {
    // What has been read is written over by what comes next.
    const place = Buffer.from(part);
    surplus += reader.isDone ? part.length : part.length - reader.read(place);
    place.fill(0);
  }
  if (hasEnded) reader.end();
  const body = Buffer.concat(chunks).toString();
  return { status, fields, body, isDone: reader.isDone, restMs: reader.restMs, surplus };
}

const lines = (...given: readonly string[]): string => `${given.join('\r\n')}\r\n\r\n`;
const whole = (text: string): Read => read([Buffer.from(text)]);
const ok = 'HTTP/1.1 200 OK';

/** Bytes in as many parts as there are places to cut them. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  at.sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('a response', () => {
  test('is the same in whatever parts it comes', () => {
    const body = '{"data":{"名称":"沈阳","x":"\\r\\n0\\r\\n\\r\\n"}}';
    const bytes = Buffer.from(body);
    const { length } = bytes;
    // The cut is inside a character.
    const [one, two] = [bytes.subarray(0, 11), bytes.subarray(11)];
    const chunked = Buffer.concat([
      Buffer.from(lines(ok, 'Transfer-Encoding: Chunked', 'content-type: application/json')),
      ...[one, two].flatMap((part) => [
        Buffer.from(`${part.length.toString(16).toUpperCase()};a="b"\r\n`),
        part,
        Buffer.from('\r\n'),
      ]),
      Buffer.from('0\r\nx-trailer: 1\r\n\r\n'),
    ]);
    const early = lines('HTTP/1.1 103 Early Hints', 'link: </a>');
    const sized = Buffer.from(
      `${early}${lines(ok, `Content-Length:  ${length} `, 'x: a:b')}${body}`,
    );
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 12 }), (places) => {
        expect(read(cut(sized, places))).toMatchObject({
          ...{ status: 200, body, isDone: true, surplus: 0, restMs: 30_000 },
          fields: ['content-length', String(length), 'x', 'a:b'],
        });
        expect(read(cut(chunked, places))).toMatchObject({
          ...{ status: 200, body, isDone: true, surplus: 0, restMs: 30_000 },
        });
      }),
    );
  });

  test('ends with the connection when it does not say how long it is', () => {
    const text = `${lines('HTTP/1.0 200 OK')}{}`;
    expect(whole(text)).toMatchObject({ body: '{}', isDone: false, restMs: 0 });
    expect(read([Buffer.from(text)], true)).toMatchObject({ body: '{}', isDone: true });
    expect(read([Buffer.from(`${lines(ok, 'content-length: 3')}{}`)], true).isDone).toBe(false);
  });

  test('has no body where there can be none', () => {
    expect(whole(lines('HTTP/1.1 204 No Content'))).toMatchObject({ isDone: true, body: '' });
    expect(whole(lines(ok, 'content-length: 0'))).toMatchObject({ isDone: true, body: '' });
  });

  test('says what came after it', () => {
    expect(whole(`${lines(ok, 'content-length: 2')}{}HTTP/1.1 200 OK`).surplus).toBe(15);
    const chunks = lines(ok, 'transfer-encoding: chunked');
    expect(whole(`${chunks}2\r\n{}\r\n0\r\n\r\nmore`).surplus).toBe(4);
  });

  test('says how long its connection may rest', () => {
    const rest = (version: string, ...fields: string[]): number =>
      whole(lines(`${version} 200 OK`, 'content-length: 0', ...fields)).restMs;
    expect(rest('HTTP/1.1')).toBe(30_000);
    expect(rest('HTTP/1.1', 'Keep-Alive: timeout=5, max=100')).toBe(4_000);
    expect(rest('HTTP/1.1', 'keep-alive: max=9,timeout=1')).toBe(0);
    expect(rest('HTTP/1.1', 'keep-alive: timeout=600')).toBe(30_000);
    expect(rest('HTTP/1.1', 'connection: x, CLOSE')).toBe(0);
    expect(rest('HTTP/1.1', 'connection: x', 'connection: close')).toBe(0);
    expect(rest('HTTP/1.0', 'connection: keep-alive')).toBe(0);
  });
});

describe('is refused', () => {
  const unsure = 'it does not say for sure how long it is';
  const noField = 'a line of its head is no field';
  test.each([
    ['another protocol', 'HTTP/2 200 OK\r\n\r\n', 'it does not begin as HTTP/1.1 does'],
    ['a status of two digits', lines('HTTP/1.1 20 OK'), 'it does not begin as HTTP/1.1 does'],
    ['anything', 'hello\r\n\r\n', 'it does not begin as HTTP/1.1 does'],
    ['an upgrade', lines('HTTP/1.1 101 Switching Protocols'), 'it changes the protocol'],
    ['length and chunks', lines(ok, 'content-length: 1', 'transfer-encoding: chunked'), unsure],
    ['chunks and length', lines(ok, 'transfer-encoding: chunked', 'content-length: 1'), unsure],
    ['two lengths', lines(ok, 'content-length: 1', 'content-length: 1'), unsure],
    ['a list of lengths', lines(ok, 'content-length: 1, 1'), unsure],
    ['a length below nothing', lines(ok, 'content-length: -1'), unsure],
    ['a length in hexadecimal', lines(ok, 'content-length: 0x1'), unsure],
    ['another coding', lines(ok, 'transfer-encoding: gzip, chunked'), unsure],
    ['a space before the colon', lines(ok, 'content-length : 1'), noField],
    ['a folded line', lines(ok, 'x: a', ' b'), noField],
    ['a line feed alone', lines(ok, 'x: a\ncontent-length: 1'), noField],
    ['a carriage return alone', lines(ok, 'x: a\rcontent-length: 1'), noField],
    ['a zero byte', lines(ok, 'x: a\0b'), noField],
    ['a line without a name', lines(ok, ': a'), noField],
    ['a line without a colon', lines(ok, 'x'), noField],
    ['a head without end', `${ok}\r\nx: ${'a'.repeat(20_000)}`, 'its head is too long'],
    ['a chunk without a size', chunked('\r\n'), 'a chunk has no size'],
    ['a size that is none', chunked('-2\r\n{}\r\n'), 'a chunk has no size'],
    ['a size beyond all', chunked('fffffffff\r\n'), 'a chunk has no size'],
    ['a chunk that goes on', chunked('2\r\n{}}\r\n'), 'a chunk is longer than it says'],
    ['a size without end', chunked(`2;${'a'.repeat(2_000)}`), 'a line of its body is too long'],
    ['trailers without end', chunked(`0\r\n${'a: b\r\n'.repeat(40)}`), 'it has too many trailers'],
  ])('%s', (_name, text, message) => {
    expect(() => whole(text)).toThrow(message);
    // Byte by byte as well.
    expect(() => read([...Buffer.from(text)].map((byte) => Buffer.of(byte)))).toThrow(message);
  });
});

function chunked(body: string): string {
  return `${lines(ok, 'transfer-encoding: chunked')}${body}`;
}
