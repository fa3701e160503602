import { once } from 'node:events';
import { createServer } from 'node:net';
import { PolicyFileError, TrustFileError } from '../policies/index.ts';
import { Failure } from './failure.ts';

/**
 * What to tell a user when a server could not start: that it could not listen, or which file or setting is wrong. A
 * fault of the program is given back as it is.
 */
export function listenFailure(error: unknown, port: number): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof PolicyFileError) return new Failure(error.message, 65);
  if (error instanceof TrustFileError) return new Failure(error.message, 78);
  const code = 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new Failure(
        `Port ${port} is in use. End what listens there, or name another port.`,
        69,
      );
    case 'EACCES':
      if (!('path' in error)) {
        return new Failure(`Port ${port} needs more rights than you have.`, 77);
      }
      break;
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return new Failure(`There is no such address to listen on here (${error.message}).`, 68);
  }
  // What a file or a setting lacks is said by an Error of no other kind; the system's own have a code.
  if (code !== null || error.constructor === Error) return new Failure(error.message, 78);
  return error;
}

/**
 * Says at once that a port cannot be listened on, where seconds of work come before listening.
 * @throws Failure as `listenFailure` words it
 */
export async function expectFreePort(port: number, host = '127.0.0.1'): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, port);
  }
  server.close();
  await once(server, 'close');
}
