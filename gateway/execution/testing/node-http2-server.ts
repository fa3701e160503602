import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type SessionOptions,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/** Answers a request that has come whole. */
export type Answer = (
  stream: ServerHttp2Stream,
  body: string,
  headers: IncomingHttpHeaders,
) => void;

/** Node's own server of HTTP/2, without TLS. */
export interface NodeHttp2Server {
  readonly port: number;
  readonly sessions: readonly ServerHttp2Session[];
  /** Takes no more connections. */
  readonly close: () => void;
  /** Ends those that there are, too. */
  readonly end: () => void;
}

/** Starts a server. */
export async function nodeHttp2Server(
  answer: Answer,
  options: SessionOptions = {},
): Promise<NodeHttp2Server> {
  const sessions: ServerHttp2Session[] = [];
  const server = createServer(options);
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => {
    const parts: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      answer(stream, Buffer.concat(parts).toString(), headers);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    server.close();
  };
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    close,
    end: () => {
      for (const session of sessions) session.destroy();
      close();
    },
  };
}

/** Gives a request's body back. */
export const echo: Answer = (stream, body) => {
  if (stream.destroyed) return;
  stream.respond({ ':status': 200, 'content-length': Buffer.byteLength(body) });
  stream.end(body);
};
