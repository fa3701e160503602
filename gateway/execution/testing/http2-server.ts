import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { namedField } from '../http2/field-block.ts';
import { FrameReader } from '../http2/frame-reader.ts';
import { flag, frame, frameType, settingsFrame } from '../http2/frames.ts';

/** A frame that came. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: string;
}

/** The other side of a connection, which sends what it is told to. */
export interface RawPeer {
  readonly socket: Socket;
  /** How many connections came before. */
  readonly index: number;
  /** Sends bytes, each a character. */
  readonly send: (text: string) => void;
}

const prefaceLength = 24;

/** What a server begins with. */
export const serverGreeting = settingsFrame([]) + frame(frameType.settings, 1, 0, '');

/** A server of HTTP/2 that does nothing by itself but listen. */
export async function rawHttp2Server(
  onConnection: (peer: RawPeer) => void,
  onFrame: (peer: RawPeer, given: Frame) => void,
): Promise<{
  readonly port: number;
  readonly sockets: readonly Socket[];
  readonly close: () => void;
}> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    const peer: RawPeer = {
      socket,
      index: sockets.push(socket) - 1,
      send: (text) => {
        if (!socket.destroyed) socket.write(text, 'latin1');
      },
    };
    const reader = new FrameReader((type, flags, stream, payload) => {
      onFrame(peer, { type, flags, stream, payload: payload.toString('latin1') });
    });
    let preface = prefaceLength;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const skipped = Math.min(preface, bytes.length);
      preface -= skipped;
      reader.read(bytes.subarray(skipped));
    });
    onConnection(peer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** The status 200, as a block of fields. */
export const ok = '\x88';

/** A head, as a frame. */
export function head(stream: number, block = ok, flags: number = flag.endHeaders): string {
  return frame(frameType.headers, flags, stream, block);
}

/** A part of a body, the last unless the flags say otherwise, as a frame. */
export function data(stream: number, body: string, flags: number = flag.endStream): string {
  return frame(frameType.data, flags, stream, body);
}

/** A whole answer. */
export function answer(stream: number, body: string): string {
  return head(stream, ok + contentLength(body.length)) + data(stream, body);
}

/** The length of a body, as a block of fields. */
export function contentLength(bytes: number): string {
  return namedField(28, String(bytes));
}

/** A whole answer in JSON that holds nothing. */
export function emptyJson(stream: number): string {
  return (
    head(stream, ok + namedField(31, 'application/json') + contentLength(2)) + data(stream, '{}')
  );
}
