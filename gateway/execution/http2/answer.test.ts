import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { onePair, outcome, told } from '../testing/http2-pair.ts';
import {
  answer,
  contentLength,
  data,
  head,
  ok,
  type RawPeer,
  serverGreeting,
} from '../testing/http2-server.ts';
import { until } from '../testing/until.ts';
import { namedField } from './field-block.ts';
import { createRequestWriter } from './request-block.ts';
import { errorCode, flag, fourBytes, frame, frameType } from './frames.ts';

const open = onePair();

describe('an answer', () => {
  const length = contentLength;
  const both = flag.endHeaders | flag.endStream;
  test.each([
    ['without a head', (id: number) => data(id, 'x'), 'it has no head'],
    ['without a status', (id: number) => head(id, '\x82'), 'it has no status'],
    ['with a status that is none', (id: number) => head(id, '\x08\x0220'), 'it has no status'],
    ['that changes the protocol', (id: number) => head(id, '\x08\x03101'), 'it has no status'],
    ['with two statuses', (id: number) => head(id, ok + ok), 'its head holds what is no field'],
    [
      'with a capital letter in a name',
      (id: number) => head(id, `${ok}\0\x01X\x01y`),
      'its head holds what is no field',
    ],
    [
      'with a line in a value',
      (id: number) => head(id, `${ok}\0\x01x\x04a\r\nb`),
      'its head holds what is no field',
    ],
    [
      'with what belongs to a connection',
      (id: number) => head(id, `${ok}\0\x0aconnection\x05close`),
      'its head holds what is no field',
    ],
    [
      'with a field that nobody has given',
      (id: number) => head(id, `${ok}\xbe`),
      'it names a field that it has not given',
    ],
    [
      'with two lengths',
      (id: number) => head(id, ok + length(1) + length(2)),
      'it does not say for sure how long it is',
    ],
    [
      'with a length that is none',
      (id: number) => head(id, `${ok}${namedField(28, '+1')}`),
      'it does not say for sure how long it is',
    ],
    [
      'longer than it says',
      (id: number) => head(id, ok + length(2)) + data(id, 'abc'),
      'it is longer than it says',
    ],
    [
      'shorter than it says',
      (id: number) => head(id, ok + length(4)) + data(id, 'abc'),
      'it is shorter than it says',
    ],
    [
      'of nothing, where it says that there is something',
      (id: number) => head(id, ok + length(4), both),
      'it is shorter than it says',
    ],
    ['with two heads', (id: number) => head(id) + head(id), 'it has two heads'],
    [
      'to which more may be sent: nothing',
      (id: number) => frame(frameType.windowUpdate, 0, id, fourBytes(0)),
      'it widens a window by nothing',
    ],
    ['that does not begin', (id: number) => head(id, '\x08\x03103').repeat(9), 'it does not begin'],
    [
      'of more fields than may be',
      (id: number) => head(id, ok + '\x90'.repeat(400)),
      'its head is too long',
    ],
    [
      'that ends before it begins',
      (id: number) => head(id, '\x08\x03103', both),
      'it ends before it begins',
    ],
  ])('%s fails, and no other', async (_, wrong, message) => {
    const { ask, frames, sockets } = await open((peer, stream, nth) => {
      peer.send(nth === 1 ? wrong(stream) : answer(stream, 'good'));
    });
    const asked = ask();
    expect(await Promise.all([asked, ask()].map(outcome))).toEqual([`failed: ${message}`, 'good']);
    expect(await outcome(ask())).toBe('good');
    expect([asked.ends(), sockets.length]).toEqual([1, 1]);
    await until(() => told(frames, frameType.resetStream).length > 0);
    expect(told(frames, frameType.resetStream)).toEqual([errorCode.protocol]);
  });

  test('that comes after the request was given up reaches nobody', async () => {
    let seen = 0;
    const { ask, sockets } = await open((peer, stream, nth) => {
      seen = nth;
      if (nth === 2) peer.send(answer(stream - 2, 'late') + answer(stream, 'good'));
    });
    const first = ask();
    await until(() => seen === 1);
    first.abort();
    expect(await outcome(ask())).toBe('good');
    expect([first.ends(), sockets.length]).toEqual([0, 1]);
  });

  test('that comes twice reaches its request once', async () => {
    const { ask, sockets } = await open((peer, stream) => {
      peer.send(answer(stream, 'good') + answer(stream, 'poison'));
    });
    expect([await outcome(ask()), await outcome(ask())]).toEqual(['good', 'good']);
    expect(sockets).toHaveLength(1);
  });

  test('that is given up while it is read is told of no more', async () => {
    const { pool, port } = await open((peer, stream) => {
      peer.send(answer(stream, 'good'));
    });
    const write = createRequestWriter(new URL(`http://127.0.0.1:${port}/`));
    const told: string[] = [];
    let abort = (): void => undefined;
    pool.dispatch(
      write({ common: [], headers: [], body: '{}' }),
      {
        onConnect: (given) => {
          abort = given;
        },
        onHeaders: () => told.push('head'),
        onData: () => {
          told.push('data');
          abort();
        },
        onComplete: () => told.push('end'),
        onError: () => told.push('error'),
      },
      () => undefined,
    );
    await until(() => told.length >= 2);
    await wait(20);
    expect(told).toEqual(['head', 'data']);
  });

  test('before its request is sent whole ends the request', async () => {
    const peers: RawPeer[] = [];
    const { ask, frames } = await open(
      () => undefined,
      (peer) => {
        peers.push(peer);
        peer.send(serverGreeting);
      },
    );
    const asked = ask({ body: 'x'.repeat(200_000) });
    await until(() => frames.some(({ type }) => type === frameType.data));
    peers[0]?.send(answer(1, 'early'));
    expect(await outcome(asked)).toBe('early');
    await until(() => frames.some(({ type }) => type === frameType.resetStream));
    expect(told(frames, frameType.resetStream)).toEqual([errorCode.none]);
  });

  test('may come byte by byte', async () => {
    const { ask } = await open((peer, stream) => {
      peer.send(head(stream) + data(stream, 'x', 0).repeat(11_000) + data(stream, ''));
    });
    expect(await outcome(ask())).toBe('x'.repeat(11_000));
  });

  test('is the same however it is cut', async () => {
    const block = ok + length(40_000);
    const body = 'b'.repeat(40_000);
    const { ask } = await open((peer, stream) => {
      const text =
        head(stream, block.slice(0, 2), 0) +
        frame(frameType.continuation, flag.endHeaders, stream, block.slice(2)) +
        data(stream, body.slice(0, 16_384), 0) +
        data(stream, body.slice(16_384, 30_000), 0) +
        data(stream, body.slice(30_000));
      cut(peer, text);
    });
    let cuts: readonly number[] = [];
    const cut = (peer: RawPeer, text: string): void => {
      let at = 0;
      const next = (rest: readonly number[]): void => {
        const [length = text.length, ...more] = rest;
        peer.send(text.slice(at, at + length));
        at += length;
        if (at < text.length) setImmediate(next, more);
      };
      next(cuts);
    };
    const pieces = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 20_000 })),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (given) => {
        cuts = given;
        expect(await outcome(ask())).toBe(body);
      }),
      { numRuns: 60 },
    );
  });

  test('of any frames tells each request of one end at most, and leaves the next to be asked', async () => {
    let mischief: string | null = null;
    const { ask } = await open((peer, stream) => {
      peer.send(mischief ?? answer(stream, 'good'));
    });
    const anyFrame = fc
      .record({
        type: fc.integer({ min: 0, max: 10 }),
        flags: fc.constantFrom(0, 1, 4, 5, 8, 0x20, 0xff),
        stream: fc.constantFrom(0, 1, 2, 3, 5, 7, 9, 11, 101, 2 ** 31 - 1),
        payload: fc.oneof(
          fc.constantFrom(
            '',
            ok,
            ok + length(3),
            'abc',
            fourBytes(0),
            fourBytes(1),
            fourBytes(2 ** 31 - 1),
          ),
          fc.string({
            unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
            maxLength: 40,
          }),
        ),
      })
      .map(({ type, flags, stream, payload }) => frame(type, flags, stream, payload));
    await fc.assert(
      fc.asyncProperty(fc.array(anyFrame, { maxLength: 12 }), async (frames) => {
        mischief = frames.join('');
        const asked = [ask(), ask()];
        await wait(4);
        for (const { abort } of asked) abort();
        await wait(1);
        for (const { ends } of asked) expect(ends()).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
    mischief = null;
    expect(await outcome(ask())).toBe('good');
  });
});
