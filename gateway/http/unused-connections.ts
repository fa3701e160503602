import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Ends, as the server closes, connections that never carried a request. Browsers open some ahead; Node counts them as
 * busy, and would wait a minute for what they never send.
 */
export function endUnusedConnections(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  let isClosing = false;
  app.server.on('connection', (socket) => {
    if (isClosing) socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  app.addHook('preClose', (done) => {
    isClosing = true;
    for (const socket of unused) socket.destroy();
    done();
  });
}
