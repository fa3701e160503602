import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { notSpoken } from '../testing/http2-client.ts';
import { onePair, outcome } from '../testing/http2-pair.ts';
import type { RawPeer } from '../testing/http2-server.ts';
import { until } from '../testing/until.ts';
import { flag, frame, frameType, setting, settingsFrame } from './frames.ts';

const open = onePair();
afterEach(() => {
  jest.restoreAllMocks();
});

describe('one that does not speak HTTP/2', () => {
  test.each([
    [
      'answers as HTTP/1.1 does',
      (peer: RawPeer) => {
        peer.socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      },
    ],
    [
      'closes',
      (peer: RawPeer) => {
        peer.socket.end();
      },
    ],
    [
      'resets',
      (peer: RawPeer) => {
        peer.socket.once('data', () => peer.socket.resetAndDestroy());
      },
    ],
    [
      'begins with another frame',
      (peer: RawPeer) => {
        peer.send(frame(frameType.ping, 0, 0, '12345678'));
      },
    ],
    [
      'greets with a setting that may not be',
      (peer: RawPeer) => {
        peer.send(settingsFrame([[setting.initialWindowSize, 2 ** 31]]));
      },
    ],
    [
      'begins with the acknowledgement of what it has not seen',
      (peer: RawPeer) => {
        peer.send(frame(frameType.settings, flag.ack, 0, ''));
      },
    ],
  ])('and %s is sent nothing, and asked elsewhere', async (_, onConnection) => {
    const { ask, frames, unspoken } = await open(() => undefined, onConnection);
    expect(await Promise.all([ask(), ask()].map(outcome))).toEqual(
      Array.from({ length: 2 }, () => `failed: ${notSpoken}`),
    );
    expect(unspoken()).toBe(1);
    expect(frames.filter(({ stream }) => stream > 0)).toEqual([]);
  });

  test('and says nothing is asked elsewhere after a while', async () => {
    const { ask, sockets, unspoken } = await open(
      () => undefined,
      () => undefined,
    );
    const began = performance.now();
    expect(await outcome(ask())).toBe(`failed: ${notSpoken}`);
    expect(performance.now() - began).toBeGreaterThan(1_000);
    expect(unspoken()).toBe(1);
    await until(() => sockets.every(({ destroyed }) => destroyed));
  });

  test('or cannot be reached is not waited for without end', async () => {
    const { ask, sockets } = await open(
      () => undefined,
      () => undefined,
    );
    jest.useFakeTimers({
      doNotFake: ['setImmediate', 'nextTick', 'performance', 'queueMicrotask'],
    });
    const asked = ask();
    // Before the connection can have come about.
    jest.advanceTimersByTime(10_000);
    jest.useRealTimers();
    expect(await outcome(asked)).toBe('failed: the other side does not greet');
    await until(() => sockets.every(({ destroyed }) => destroyed));
  });
});
