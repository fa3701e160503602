import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecurely, createSecureContext } from 'node:tls';

/** Where a subgraph listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Whom a subgraph's certificate may be of. */
export interface Tls {
  /** Certificates of authorities, PEM, instead of those that Node has with it. */
  readonly ca?: string;
}

/** Opens sockets to one subgraph. */
export interface Opener {
  /** The socket's event with which it is known to lead to the subgraph: before it, nothing may be sent. */
  readonly ready: 'connect' | 'secureConnect';
  /** What comes is lent: it must be read, or copied, before the function returns. */
  readonly open: (onBytes: (bytes: Buffer) => void) => Socket;
}

/** What has come is read before anything else comes, so that all sockets can share one place for it. */
const arrived = Buffer.allocUnsafeSlow(64 * 1024);

function reading(onBytes: (bytes: Buffer) => void): OnReadOpts {
  return {
    buffer: arrived,
    callback: (length) => {
      onBytes(arrived.subarray(0, length));
      return true;
    },
  };
}

const keepAliveProbeMs = 60_000;

/** What is spoken over a socket, by the names of RFC 7301; the first that the subgraph knows too. */
export type Protocols = readonly ['http/1.1'] | readonly ['h2', 'http/1.1'];

/** Makes what opens sockets, for TLS or, where `tls` is null, without. */
export function createOpener(address: Address, tls: Tls | null, protocols: Protocols): Opener {
  return tls === null ? plain(address) : secure(address, tls, protocols);
}

function plain({ host, port }: Address): Opener {
  return {
    ready: 'connect',
    open: (onBytes) => prepared(connect({ host, port, onread: reading(onBytes) })),
  };
}

/** Certificates are read once, and a session is resumed, which saves the subgraph its signature. */
function secure({ host, port }: Address, tls: Tls, protocols: Protocols): Opener {
  const secureContext = createSecureContext(tls);
  // A name goes with the greeting, an address does not (RFC 6066, section 3).
  const servername = isIP(host) === 0 ? host : '';
  const ALPNProtocols = [...protocols];
  let known: Buffer | null = null;
  return {
    ready: 'secureConnect',
    open: (onBytes) => {
      const onread = reading(onBytes);
      const session = known === null ? {} : { session: known };
      const socket = connectSecurely({
        ...{ host, port, onread, secureContext, servername, ALPNProtocols },
        ...session,
      });
      socket.on('session', (given: Buffer) => {
        // The name is not looked at again where a session is resumed.
        if (socket.authorized) known = given;
      });
      return prepared(socket);
    },
  };
}

/** A request waits for no other packet, and a side that is gone without a word is found out. */
function prepared(socket: Socket): Socket {
  return socket.setNoDelay(true).setKeepAlive(true, keepAliveProbeMs);
}
