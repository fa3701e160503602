import { afterEach } from '@jest/globals';
import { type Asked, http2Client } from './http2-client.ts';
import { type Frame, type RawPeer, rawHttp2Server, serverGreeting } from './http2-server.ts';
import { flag, frameType } from '../http2/frames.ts';

/** A server that does as it is told, and connections to it. */
export type Pair = Awaited<ReturnType<typeof rawHttp2Server>> &
  ReturnType<typeof http2Client> & {
    /** All that came, over whichever connection. */
    readonly frames: readonly Frame[];
    /** Ends both. */
    readonly end: () => void;
  };

/** Opens a server that greets, and does as it is told with each request whose end has come. */
export async function openPair(
  onRequest: (peer: RawPeer, stream: number, nth: number) => void,
  onConnection = (peer: RawPeer): void => {
    peer.send(serverGreeting);
  },
): Promise<Pair> {
  const frames: Frame[] = [];
  let requests = 0;
  const server = await rawHttp2Server(onConnection, (peer, given) => {
    frames.push(given);
    const isEnd = given.type === frameType.data && (given.flags & flag.endStream) !== 0;
    if (isEnd) onRequest(peer, given.stream, (requests += 1));
  });
  const client = http2Client(server.port);
  const end = (): void => {
    client.pool.destroy();
    server.close();
  };
  return { ...server, ...client, frames, end };
}

/** Gives what opens such a pair for a test, and ends it after the test. */
export function onePair(): typeof openPair {
  let pair: Pair | null = null;
  afterEach(() => {
    pair?.end();
    pair = null;
  });
  return async (...given) => (pair = await openPair(...given));
}

/** The codes that the other side was told of, of a stream or of all: the last byte of each. */
export function told(frames: readonly Frame[], type: number): number[] {
  return frames
    .filter((each) => each.type === type)
    .map(({ payload }) => payload.charCodeAt(payload.length - 1));
}

/** The body of what was answered, or why nothing was. */
export function outcome({ answer }: Asked): Promise<string> {
  return answer.then(
    ({ body }) => body,
    (error: unknown) => `failed: ${error instanceof Error ? error.message : ''}`,
  );
}
