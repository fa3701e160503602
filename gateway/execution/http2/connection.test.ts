import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { onePair, outcome, told } from '../testing/http2-pair.ts';
import { answer, data, head, ok, type RawPeer } from '../testing/http2-server.ts';
import { until } from '../testing/until.ts';
import { errorCode, flag, fourBytes, frame, frameType, setting, settingsFrame } from './frames.ts';

const open = onePair();
afterEach(() => {
  jest.restoreAllMocks();
});

describe('a connection', () => {
  const answered = (stream: number): string => answer(stream, 'good');
  test.each([
    [
      'a frame that is too large',
      () => `\0\x40\x01${'\0'.repeat(6)}`,
      errorCode.frameSize,
      'a frame is too large',
    ],
    [
      'data of no stream',
      () => data(0, 'x'),
      errorCode.protocol,
      'a frame does not say to which stream it belongs',
    ],
    [
      'an answer that nobody asked for',
      (id: number) => answered(id + 2),
      errorCode.protocol,
      'it answers what nobody asked',
    ],
    ['an answer of its own', () => answered(2), errorCode.protocol, 'it answers what nobody asked'],
    [
      'a promise',
      (id: number) => frame(frameType.pushPromise, flag.endHeaders, id, `${fourBytes(2)}\x82`),
      errorCode.protocol,
      'it promises what nobody asked for',
    ],
    [
      'what goes on with no head',
      (id: number) => frame(frameType.continuation, flag.endHeaders, id, ok),
      errorCode.protocol,
      'a block of fields is not where it must be',
    ],
    [
      'a head that another stream goes on with',
      (id: number) => head(id, ok, 0) + frame(frameType.continuation, flag.endHeaders, id + 2, ''),
      errorCode.protocol,
      'a block of fields is not where it must be',
    ],
    [
      'a head that something comes into',
      (id: number) => head(id, ok, 0) + data(id, ''),
      errorCode.protocol,
      'a block of fields is not where it must be',
    ],
    [
      'a head without end',
      (id: number) =>
        head(id, ok, 0) + frame(frameType.continuation, 0, id, 'x'.repeat(9_000)).repeat(2),
      errorCode.enhanceYourCalm,
      'its head is too long',
    ],
    [
      'more padding than there is',
      (id: number) => data(id, '\x05abc', flag.padded),
      errorCode.protocol,
      'a frame is longer padded than it is long',
    ],
    [
      'padding of nothing',
      (id: number) => data(id, '', flag.padded),
      errorCode.protocol,
      'a frame is longer padded than it is long',
    ],
    [
      'half a setting',
      () => frame(frameType.settings, 0, 0, '\0\x03\0\0'),
      errorCode.frameSize,
      'a frame has not the length that it must have',
    ],
    [
      'settings of a stream',
      () => frame(frameType.settings, 0, 1, ''),
      errorCode.protocol,
      'a frame of the connection is one of a stream',
    ],
    [
      'an acknowledgement that says something',
      () => frame(frameType.settings, flag.ack, 0, 'x'),
      errorCode.frameSize,
      'a frame has not the length that it must have',
    ],
    [
      'a window of more than can be counted',
      () => settingsFrame([[setting.initialWindowSize, 2 ** 31]]),
      errorCode.flowControl,
      'it takes more than can be counted',
    ],
    [
      'a window that is widened so',
      () => frame(frameType.windowUpdate, 0, 0, fourBytes(2 ** 31 - 1)),
      errorCode.flowControl,
      'it takes more than can be counted',
    ],
    [
      'a head in too many parts',
      (id: number) => head(id, ok, 0) + frame(frameType.continuation, 0, id, '').repeat(9),
      errorCode.enhanceYourCalm,
      'its head is too long',
    ],
    [
      'a reset of what was never sent',
      (id: number) => frame(frameType.resetStream, 0, id + 2, fourBytes(8)),
      errorCode.protocol,
      'it answers what nobody asked',
    ],
    [
      'a window of what was never sent',
      (id: number) => frame(frameType.windowUpdate, 0, id + 2, fourBytes(8)),
      errorCode.protocol,
      'it answers what nobody asked',
    ],
    [
      'that it promises',
      () => settingsFrame([[setting.enablePush, 1]]),
      errorCode.protocol,
      'a setting has a value that it may not have',
    ],
    [
      'a size of frames that may not be',
      () => settingsFrame([[setting.maxFrameSize, 1]]),
      errorCode.protocol,
      'a setting has a value that it may not have',
    ],
    [
      'a window that is widened by nothing',
      () => frame(frameType.windowUpdate, 0, 0, fourBytes(0)),
      errorCode.protocol,
      'it widens a window by nothing',
    ],
    [
      'a short ping',
      () => frame(frameType.ping, 0, 0, '1234'),
      errorCode.frameSize,
      'a frame has not the length that it must have',
    ],
    [
      'a short reset',
      (id: number) => frame(frameType.resetStream, 0, id, '12'),
      errorCode.frameSize,
      'a frame has not the length that it must have',
    ],
    [
      'a short farewell',
      () => frame(frameType.goAway, 0, 0, '1234'),
      errorCode.frameSize,
      'a frame has not the length that it must have',
    ],
    [
      'pings without end',
      () => frame(frameType.ping, 0, 0, '12345678').repeat(11_000),
      errorCode.enhanceYourCalm,
      'it sends much and answers nothing',
    ],
    [
      'empty data without end',
      (id: number) => head(id) + data(id, '', 0).repeat(11_000),
      errorCode.enhanceYourCalm,
      'it sends much and answers nothing',
    ],
  ])('that gives %s ends, and the next takes over', async (_, wrong, code, message) => {
    const { ask, frames, sockets } = await open((peer, stream) => {
      peer.send(peer.index === 0 ? wrong(stream) : answered(stream));
    });
    const asked = ask();
    expect(await outcome(asked)).toBe(`failed: ${message}`);
    expect(await outcome(ask())).toBe('good');
    expect(asked.ends()).toBe(1);
    expect(sockets).toHaveLength(2);
    await until(() => told(frames, frameType.goAway).length > 0);
    expect(told(frames, frameType.goAway)).toEqual([code]);
  });

  test('takes what says nothing to it', async () => {
    const { ask, sockets, frames } = await open((peer, stream) => {
      peer.send(
        frame(0x42, 0xff, 0, 'unknown') +
          frame(frameType.priority, 0, stream, '12345') +
          frame(frameType.ping, 0, 0, 'echo me!') +
          frame(frameType.ping, flag.ack, 0, 'not me!!') +
          frame(frameType.settings, 0, 0, '\x12\x34\0\0\0\x01') +
          frame(frameType.windowUpdate, 0, stream, fourBytes(5)) +
          frame(
            frameType.headers,
            flag.endHeaders | flag.padded | flag.priority,
            stream,
            `\x02\0\0\0\0\0${ok}..`,
          ) +
          data(stream, '\x03good...', flag.padded) +
          data(stream, '', flag.endStream),
      );
    });
    expect(await Promise.all([ask(), ask()].map(outcome))).toEqual(['good', 'good']);
    await until(() => frames.filter(({ type }) => type === frameType.ping).length >= 2);
    expect(sockets).toHaveLength(1);
    const pongs = frames.filter(({ type, flags }) => type === frameType.ping && flags === flag.ack);
    expect(pongs.map(({ payload }) => payload)).toEqual(['echo me!', 'echo me!']);
  });

  test('sends all that is asked in one turn of the event loop together', async () => {
    const { ask, sockets } = await open((peer, stream) => {
      peer.send(answered(stream));
    });
    await ask().answer;
    let reads = 0;
    sockets[0]?.on('data', () => (reads += 1));
    await Promise.all(Array.from({ length: 8 }, () => ask().answer));
    expect(reads).toBe(1);
  });

  test('that the other side leaves says what it has not looked at, which nothing was done with', async () => {
    const left: RawPeer[] = [];
    const { ask } = await open((peer, stream, nth) => {
      if (nth === 2) {
        left.push(peer);
        peer.send(frame(frameType.goAway, 0, 0, fourBytes(1) + fourBytes(0)));
      } else if (peer.index > 0) peer.send(answered(stream));
    });
    const [first, second] = [ask(), ask()];
    await expect(second.answer).rejects.toThrow('the other side goes away');
    expect(await outcome(ask())).toBe('good');
    left[0]?.send(answered(1));
    expect(await outcome(first)).toBe('good');
  });

  test('takes back what it allowed of a request, and allows it again', async () => {
    const window = (size: number): string => settingsFrame([[setting.initialWindowSize, size]]);
    const peers: RawPeer[] = [];
    const { ask, frames } = await open(
      (peer, stream) => {
        peer.send(answered(stream));
      },
      (peer) => {
        peers.push(peer);
        peer.send(window(100));
      },
    );
    const asked = ask({ body: 'x'.repeat(300) });
    const sum = (): number => {
      const bodies = frames.filter(({ type }) => type === frameType.data);
      return bodies.reduce((all, { payload }) => all + payload.length, 0);
    };
    /** Waits until so much has come, and whether more does. */
    const sent = async (text: string, atLeast: number): Promise<number> => {
      peers[0]?.send(text);
      await until(() => sum() >= atLeast);
      await wait(20);
      return sum();
    };
    expect(await sent('', 100)).toBe(100);
    expect(await sent(window(20), 100)).toBe(100);
    expect(await sent(frame(frameType.windowUpdate, 0, 1, fourBytes(70)), 100)).toBe(100);
    expect(await sent(frame(frameType.windowUpdate, 0, 1, fourBytes(60)), 150)).toBe(150);
    expect(await sent(window(1_000), 300)).toBe(300);
    expect(await outcome(asked)).toBe('good');
  });
});
