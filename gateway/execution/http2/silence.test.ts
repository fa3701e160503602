import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { onePair, outcome } from '../testing/http2-pair.ts';
import { answer, type Frame } from '../testing/http2-server.ts';
import { until } from '../testing/until.ts';
import { frame, frameType } from './frames.ts';

const open = onePair();
afterEach(() => {
  jest.restoreAllMocks();
});

const answered = (stream: number): string => answer(stream, 'good');
const bodies = (frames: readonly Frame[]): number =>
  frames.filter(({ type }) => type === frameType.data).length;

describe('a connection', () => {
  test('over which nothing comes while a request is waited for in vain is left', async () => {
    const { ask, sockets, frames } = await open((peer, stream) => {
      if (peer.index > 0) peer.send(answered(stream));
    });
    const first = ask();
    await until(() => bodies(frames) === 1);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => now + 1_100);
    first.abort();
    expect(await outcome(ask())).toBe('good');
    await until(() => sockets[0]?.destroyed === true);
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });

  test('over which something comes meanwhile is not left', async () => {
    const { ask, sockets, frames } = await open((peer, stream, nth) => {
      peer.send(nth === 1 ? frame(frameType.ping, 0, 0, 'working!') : answered(stream));
    });
    const first = ask();
    await until(() => frames.some(({ type }) => type === frameType.ping));
    const now = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => now + 1_100);
    first.abort();
    expect(await outcome(ask())).toBe('good');
    expect(sockets).toHaveLength(1);
  });

  test('over which nothing comes is left, however short each request is waited for', async () => {
    const { ask, sockets, frames } = await open((peer, stream) => {
      if (peer.index > 0) peer.send(answered(stream));
    });
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now');
    for (const [nth, after] of [0, 600, 1_200].entries()) {
      clock.mockImplementation(() => now + after);
      const asked = ask();
      await until(() => bodies(frames) === nth + 1);
      asked.abort();
    }
    expect(await outcome(ask())).toBe('good');
    expect(sockets).toHaveLength(2);
  });
});
