import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { type ConnectionTimes, FastConnection } from './fast-connection.ts';
import type { Answered, Endpoint } from './graphql-endpoint.ts';

/** Connections on the fast path. */
export interface FastPath {
  /** Ends each, at once or with the answer under way, and those that still come. */
  readonly end: () => void;
  /** Ends what is left of them, answers under way among them. */
  readonly destroy: () => void;
}

/**
 * Serves an endpoint ahead of Node's own reading of HTTP, whose streams and events cost a sixth of a request. Only what
 * leaves nothing to interpret is served so: a POST to `/graphql` that comes whole and at once, with each field given once.
 * A connection over which anything else comes, malformed or merely unusual, is the server's from then on, with every
 * byte of it: only then do those learn of it who listen for the server's connections now.
 * @param onFailed told why an answer could not be sent
 */
export function serveAhead(
  server: Server,
  endpoint: Endpoint,
  times: ConnectionTimes,
  onFailed: (error: unknown) => void,
): FastPath {
  const readers = server.listeners('connection') as ((socket: Socket) => void)[];
  const connections = new Set<FastConnection>();
  let isEnding = false;
  const keepAlive = `connection: keep-alive\r\nkeep-alive: timeout=${Math.floor(times.restMs / 1_000)}\r\n\r\n`;
  const close = 'connection: close\r\n\r\n';
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const connection = new FastConnection(socket, times, {
      onRequest: (request, ending) => {
        const fail = (error: unknown): void => {
          onFailed(error);
          socket.destroy();
        };
        endpoint(request, ending).then((answered) => {
          try {
            connection.send(headOf(answered) + (answered.isLast ? close : keepAlive), answered);
          } catch (error) {
            answered.onSent();
            fail(error);
          }
        }, fail);
      },
      onUnusual: () => {
        connections.delete(connection);
        for (const reader of readers) reader.call(server, socket);
      },
      onClosed: () => connections.delete(connection),
    });
    connections.add(connection);
    if (isEnding) connection.end();
  });
  return {
    end: () => {
      isEnding = true;
      for (const connection of connections) connection.end();
    },
    destroy: () => {
      for (const { socket } of connections) socket.destroy();
    },
  };
}

const sendable = /^[\t\x20-\x7e]*$/;

/** An answer's head, but for what becomes of the connection. */
function headOf({ status, fields }: Answered): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [name = '', value = ''] = [fields[index], fields[index + 1]];
    if (!sendable.test(value)) throw new Error(`The field ${name} holds what cannot be sent.`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}date: ${dateText()}\r\n`;
}

let dateSecond = 0;
let dateLine = '';

/** Now, to the second (RFC 9110, section 6.6.1). */
function dateText(): string {
  const now = Math.floor(Date.now() / 1_000);
  if (now !== dateSecond) {
    dateSecond = now;
    dateLine = new Date(now * 1_000).toUTCString();
  }
  return dateLine;
}
