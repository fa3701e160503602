import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openPair, outcome, type Pair } from '../testing/http2-pair.ts';
import { answer, type RawPeer } from '../testing/http2-server.ts';
import { until } from '../testing/until.ts';
import { fourBytes, frame, frameType, mostWindow, setting, settingsFrame } from './frames.ts';

let pair: Pair | null = null;
afterEach(() => {
  pair?.end();
});

let peers: RawPeer[] = [];

/** A side that takes so much of each body, and answers. */
async function taking(bytes: number): Promise<Pair> {
  peers = [];
  return (pair = await openPair(
    (peer, stream) => {
      peer.send(answer(stream, 'good'));
    },
    (peer) => {
      peers.push(peer);
      peer.send(window(bytes));
    },
  ));
}

const window = (size: number): string => settingsFrame([[setting.initialWindowSize, size]]);
const more = (stream: number, by: number): string =>
  frame(frameType.windowUpdate, 0, stream, fourBytes(by));

/** Bytes of bodies that came. */
const sent = (): number =>
  (pair?.frames ?? [])
    .filter(({ type }) => type === frameType.data)
    .reduce((sum, { payload }) => sum + payload.length, 0);

/** Waits until so much has come, and whether more does. */
async function sentInAll(bytes: number): Promise<number> {
  await until(() => sent() >= bytes);
  await wait(20);
  return sent();
}

describe('bodies', () => {
  test('together are no more than the other side takes', async () => {
    const { ask } = await taking(mostWindow);
    const asked = Array.from({ length: 3 }, () => ask({ body: 'x'.repeat(15_000) }));
    expect(await Promise.all(asked.map(outcome))).toEqual(['good', 'good', 'good']);
    const long = ask({ body: 'x'.repeat(40_000) });
    expect(await sentInAll(65_535)).toBe(65_535);
    peers[0]?.send(more(0, 10_000));
    expect(await sentInAll(75_535)).toBe(75_535);
    peers[0]?.send(more(0, 100_000));
    expect(await outcome(long)).toBe('good');
  });

  test('take turns: a short one does not wait for a long one', async () => {
    const { ask } = await taking(mostWindow);
    const long = ask({ body: 'x'.repeat(400_000) });
    const short = ask({ body: 'short' });
    await sentInAll(65_535);
    for (let nth = 0; nth < 2; nth += 1) peers[0]?.send(more(0, 16_384));
    expect(await outcome(short)).toBe('good');
    expect(long.ends()).toBe(0);
    peers[0]?.send(more(0, 1_000_000));
    expect(await outcome(long)).toBe('good');
  });

  test('go on only when the other side has been told that its word was heard', async () => {
    const { ask, frames } = await taking(10);
    const asked = ask({ body: 'x'.repeat(100) });
    await sentInAll(10);
    const before = frames.length;
    peers[0]?.send(window(1_000));
    expect(await outcome(asked)).toBe('good');
    expect(frames.slice(before, before + 2).map(({ type }) => type)).toEqual([
      frameType.settings,
      frameType.data,
    ]);
  });

  test('may be taken byte by byte', async () => {
    const { ask } = await taking(0);
    const asked = ask({ body: 'x'.repeat(11_000) });
    await until(() => (pair?.frames ?? []).some(({ type }) => type === frameType.headers));
    peers[0]?.send(more(1, 1).repeat(11_000));
    expect(await outcome(asked)).toBe('good');
    expect(sent()).toBe(11_000);
  });

  test('whose window cannot be counted any more fail, and no other', async () => {
    const { ask, sockets } = await taking(mostWindow);
    const [wide, other] = [ask({ body: 'x'.repeat(70_000) }), ask()];
    await sentInAll(65_535);
    peers[0]?.send(more(1, 70_000) + more(0, 10_000));
    expect(await outcome(wide)).toBe('failed: it takes more than can be counted');
    expect(await outcome(other)).toBe('good');
    expect(sockets).toHaveLength(1);
  });

  test('of nothing end their requests at once, whatever is held', async () => {
    const { ask } = await taking(0);
    const [held, empty] = [ask(), ask({ body: '' })];
    expect(await outcome(empty)).toBe('good');
    expect(held.ends()).toBe(0);
  });
});
