import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { onePair, outcome } from '../testing/http2-pair.ts';
import { answer } from '../testing/http2-server.ts';
import { frame, frameType } from './frames.ts';

const open = onePair();
afterEach(() => {
  jest.restoreAllMocks();
});

const answered = (stream: number): string => answer(stream, 'good');

describe('a connection', () => {
  test('over which nothing comes while a request is waited for in vain is left', async () => {
    const { ask, sockets } = await open((peer, stream) => {
      if (peer.index > 0) peer.send(answered(stream));
    });
    const first = ask();
    await wait(30);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => now + 1_100);
    first.abort();
    expect(await outcome(ask())).toBe('good');
    await wait(20);
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });

  test('over which something comes meanwhile is not left', async () => {
    const { ask, sockets } = await open((peer, stream, nth) => {
      const send = (): void => {
        peer.send(nth === 1 ? frame(frameType.ping, 0, 0, 'working!') : answered(stream));
      };
      if (nth === 1) setTimeout(send, 20);
      else send();
    });
    const first = ask();
    await wait(60);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => now + 1_100);
    first.abort();
    expect(await outcome(ask())).toBe('good');
    expect(sockets).toHaveLength(1);
  });

  test('over which nothing comes is left, however short each request is waited for', async () => {
    const { ask, sockets } = await open((peer, stream) => {
      if (peer.index > 0) peer.send(answered(stream));
    });
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now');
    for (const after of [0, 600, 1_200]) {
      clock.mockImplementation(() => now + after);
      const asked = ask();
      await wait(30);
      asked.abort();
    }
    expect(await outcome(ask())).toBe('good');
    expect(sockets).toHaveLength(2);
  });
});
