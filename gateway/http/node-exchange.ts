import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Lifetime } from '../lifetime.ts';
import type { Answered, Endpoint } from './graphql-endpoint.ts';
import type { HttpRequest } from './request.ts';
import { shortBody } from './short-body.ts';

/**
 * Makes what serves an endpoint to requests that Node's server has read. It stands on that server itself: a framework's
 * hooks, replies and readers of bodies would cost an eighth of a request.
 * @param deadlineMs after which an answer is not waited for any more
 * @param onFailed told why an answer could not be sent
 */
export function serveFromNode(
  endpoint: Endpoint,
  deadlineMs: number,
  onFailed: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const ending = new Lifetime();
    const underWay = underWayOver(request.socket);
    let onSent: (() => void) | null = null;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      underWay.delete(end);
      if (!response.writableFinished) ending.abort();
      onSent?.();
    };
    underWay.add(end);
    response.once('close', end);
    const timer = setTimeout(() => {
      ending.abort();
    }, deadlineMs);
    endpoint(asked(request), ending)
      .finally(() => {
        clearTimeout(timer);
      })
      .then((answered) => {
        onSent = answered.onSent;
        if (isOver || response.destroyed) onSent();
        else send(response, answered);
      })
      .catch((error: unknown) => {
        onFailed(error);
        response.destroy();
      });
  };
}

/** By connection, what is to be told of its end. */
const connections = new WeakMap<Socket, Set<() => void>>();

/**
 * Requests of a connection whose answers have not left. Node tells a response that its connection has closed only when its
 * turn had come: those that were sent before the answers to others would never hear of it.
 */
function underWayOver(socket: Socket): Set<() => void> {
  const known = connections.get(socket);
  if (known !== undefined) return known;
  const underWay = new Set<() => void>();
  connections.set(socket, underWay);
  socket.once('close', () => {
    for (const end of underWay) end();
  });
  return underWay;
}

function asked(request: IncomingMessage): HttpRequest {
  const { method = '', url = '', headers, rawHeaders, socket } = request;
  const isNamed = headers.authorization !== undefined;
  const givesTokenTwice = isNamed && isGivenTwice('authorization', rawHeaders);
  return { method, url, headers, givesTokenTwice, socket, body: request };
}

function isGivenTwice(name: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? '';
    if (raw.length === name.length && raw.toLowerCase() === name) times += 1;
  }
  return times > 1;
}

function send(response: ServerResponse, { status, fields, body, isLast }: Answered): void {
  response.writeHead(status, isLast ? [...fields, 'connection', 'close'] : [...fields]);
  const short = shortBody(body);
  if (short === null) response.end(body);
  else response.end(short, 'latin1');
}
