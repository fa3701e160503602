import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { onePair, outcome } from '../testing/http2-pair.ts';
import { answer, type RawPeer, serverGreeting } from '../testing/http2-server.ts';
import { until } from '../testing/until.ts';
import { fourBytes, frame, frameType, mostWindow, setting, settingsFrame } from './frames.ts';

const open = onePair();

const good = (peer: RawPeer, stream: number): void => {
  peer.send(answer(stream, 'good'));
};
const streams = (most: number): string => settingsFrame([[setting.maxConcurrentStreams, most]]);
const window = (size: number): string => settingsFrame([[setting.initialWindowSize, size]]);
const more = (stream: number, by: number): string =>
  frame(frameType.windowUpdate, 0, stream, fourBytes(by));
const away = (last: number): string =>
  frame(frameType.goAway, 0, 0, fourBytes(last) + fourBytes(0));
const greet =
  (text: string) =>
  (peer: RawPeer): void => {
    peer.send(text);
  };

describe('requests', () => {
  test('wait where the other side takes none, until it does', async () => {
    const peers: RawPeer[] = [];
    const { ask, frames } = await open(good, (peer) => {
      peers.push(peer);
      peer.send(streams(0));
    });
    const asked = ask();
    await wait(30);
    expect(frames.filter(({ stream }) => stream > 0)).toEqual([]);
    peers[0]?.send(streams(1));
    expect(await outcome(asked)).toBe('good');
  });

  test('that wait in vain fail with their connection, and it is not opened for them again', async () => {
    const { ask, sockets } = await open(good, (peer) => {
      peer.send(streams(0));
      setTimeout(() => peer.socket.destroy(), 20);
    });
    expect(await outcome(ask())).toBe('failed: the other side closed it');
    await wait(20);
    expect(sockets).toHaveLength(1);
  });

  test('that wait while others are under way go over the next connection when that one ends', async () => {
    const { ask, sockets } = await open(
      (peer, stream) => {
        if (peer.index === 0) peer.socket.destroy();
        else good(peer, stream);
      },
      greet(streams(1)),
    );
    const asked = [ask(), ask()];
    expect(await Promise.all(asked.map(outcome))).toEqual([
      expect.stringMatching(/^failed: /),
      'good',
    ]);
    expect(sockets).toHaveLength(2);
  });

  test('that wait go over the next connection when one ends that took some', async () => {
    const { ask } = await open(
      (peer, stream) => {
        if (peer.index === 0) {
          peer.send(streams(0));
          setTimeout(() => peer.socket.destroy(), 40);
        }
        good(peer, stream);
      },
      greet(streams(1)),
    );
    expect(await Promise.all([ask(), ask()].map(outcome))).toEqual(['good', 'good']);
  });

  test('that wait go over the next connection when the other side leaves', async () => {
    const left: (() => void)[] = [];
    const { ask } = await open(
      (peer, stream) => {
        if (peer.index > 0) good(peer, stream);
        else {
          peer.send(away(stream));
          left.push(() => {
            good(peer, stream);
          });
        }
      },
      greet(streams(1)),
    );
    const [first, second] = [ask(), ask()];
    expect(await outcome(second)).toBe('good');
    expect(first.ends()).toBe(0);
    left[0]?.();
    expect(await outcome(first)).toBe('good');
  });

  test('are no more than allowed over all connections together', async () => {
    const under: { readonly peer: RawPeer; readonly stream: number }[] = [];
    const { ask } = await open((peer, stream, nth) => {
      under.push({ peer, stream });
      // Of none that may be under way it says that it is not looked at.
      if (nth === 4) peer.send(away(mostWindow));
    });
    const asked = Array.from({ length: 4 }, () => ask());
    await until(() => under.length === 4);
    asked.push(...Array.from({ length: 6 }, () => ask()));
    for (const expected of [8, 9, 10]) {
      await until(() => under.length >= expected);
      await wait(20);
      expect(under).toHaveLength(expected);
      const answered = under[expected - 8];
      if (answered !== undefined) good(answered.peer, answered.stream);
    }
    for (const { peer, stream } of under.slice(3)) good(peer, stream);
    expect(await Promise.all(asked.map(outcome))).toEqual(asked.map(() => 'good'));
  });

  test('that are given up while they wait are never sent', async () => {
    const under: { readonly peer: RawPeer; readonly stream: number }[] = [];
    const { ask } = await open(
      (peer, stream) => {
        under.push({ peer, stream });
      },
      greet(streams(1)),
    );
    const [first, second] = [ask(), ask()];
    await until(() => under.length === 1);
    second.abort();
    const [only] = under;
    if (only !== undefined) good(only.peer, only.stream);
    expect(await outcome(first)).toBe('good');
    await wait(30);
    expect([under.length, second.ends()]).toEqual([1, 0]);
  });

  test('that are not sent when the connections are closed never are', async () => {
    const { ask, pool, frames } = await open(good);
    expect(await outcome(ask())).toBe('good');
    const unsent = ask();
    pool.destroy();
    expect(await outcome(unsent)).toBe('failed: the connections are closed');
    await wait(30);
    expect(frames.filter(({ type }) => type === frameType.headers)).toHaveLength(1);
    expect(frames.at(-1)?.type).toBe(frameType.goAway);
  });
});

describe('a side that does not read', () => {
  const wide = window(mostWindow) + more(0, mostWindow - 70_000);

  test('gets no other request until it does, and then before it has answered', async () => {
    const peers: RawPeer[] = [];
    const { ask, sockets, frames } = await open(
      (peer, stream, nth) => {
        // The second is long, and never answered.
        if (nth !== 2) good(peer, stream);
      },
      (peer) => {
        peers.push(peer);
        peer.send(wide);
      },
    );
    expect(await outcome(ask())).toBe('good');
    peers[0]?.socket.pause();
    ask({ body: 'x'.repeat(8_000_000) });
    await wait(20);
    const last = ask();
    await wait(20);
    peers[0]?.socket.resume();
    expect(await outcome(last)).toBe('good');
    expect(sockets).toHaveLength(1);
    const heads = frames.flatMap(({ type }, at) => (type === frameType.headers ? [at] : []));
    const ofLong = frames.findLastIndex(
      ({ type, stream }) => type === frameType.data && stream === 3,
    );
    expect(heads.at(-1)).toBeGreaterThan(ofLong);
  });

  test('is left when a request is given up that it has not read', async () => {
    const peers: RawPeer[] = [];
    const { ask, sockets } = await open(good, (peer) => {
      peers.push(peer);
      peer.send(wide);
    });
    expect(await outcome(ask())).toBe('good');
    peers[0]?.socket.pause();
    const long = ask({ body: 'x'.repeat(8_000_000) });
    await wait(30);
    long.abort();
    expect(await outcome(ask())).toBe('good');
    expect(sockets).toHaveLength(2);
  });
});

test('what comes for a request that is over counts as nothing', async () => {
  const { ask, sockets } = await open((peer, stream) => {
    good(peer, stream);
    if (peer.index === 0) peer.send(frame(frameType.data, 0, stream, 'x').repeat(11_000));
  }, greet(serverGreeting));
  expect(await outcome(ask())).toBe('good');
  await until(() => sockets.every(({ destroyed }) => destroyed));
  expect(sockets).toHaveLength(1);
});
