import { Pool } from 'undici';
import type { Exchange } from './exchange.ts';
import { createOpener } from './http1/opener.ts';
import { Http1Pool } from './http1/pool.ts';
import { createRequestWriter } from './http1/request-text.ts';

/** How subgraphs are connected to. */
export interface Connections {
  /**
   * Whether HTTP/2 is offered. For subgraphs that speak it, over TLS: any other is asked over few connections, one
   * request after the other.
   */
  readonly http2?: boolean;
  /** Certificates of the authorities that subgraphs' certificates may be of, PEM, instead of those that Node has with it. */
  readonly ca?: string;
}

/** What is sent. */
export interface Sent {
  readonly body: string;
  /** Headers that many requests have in common, names and values in turn; the same list each time. */
  readonly common: readonly string[];
  /** The others, names and values in turn. */
  readonly headers: readonly string[];
  /** Whether sending it twice does no harm. */
  readonly isRepeatable: boolean;
}

/** Connections to one subgraph. */
export interface Transport {
  readonly dispatch: (sent: Sent, exchange: Exchange) => void;
  readonly destroy: () => Promise<void>;
}

/** HTTP/1.1 over connections of our own; where HTTP/2 is offered, undici's. Opens none before the first request. */
export function createTransport(url: URL, most: number, connections: Connections): Transport {
  return connections.http2 === true
    ? overUndici(url, most, connections)
    : overHttp1(url, most, connections);
}

function overHttp1(url: URL, most: number, { ca }: Connections): Transport {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port || (isSecure ? 443 : 80));
  const tls = isSecure ? (ca === undefined ? {} : { ca }) : null;
  const pool = new Http1Pool(createOpener({ host, port }, tls), most);
  const write = createRequestWriter(url);
  return {
    dispatch: (sent, exchange) => {
      pool.dispatch(write(sent), exchange);
    },
    destroy: () => {
      pool.destroy();
      return Promise.resolve();
    },
  };
}

function overUndici(url: URL, most: number, { ca }: Connections): Transport {
  const path = url.pathname + url.search;
  const pool = new Pool(url.origin, {
    // One connection of HTTP/2 carries many requests; more of them would only cost handshakes.
    connections: Math.min(most, 4),
    allowH2: true,
    ...(ca === undefined ? {} : { connect: { ca } }),
    pipelining: 100,
    keepAliveTimeout: 30_000,
    // The exchange ends at the request's own deadline; a timer of undici's for each would only cost.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    dispatch: ({ common, headers: own, body, isRepeatable }, exchange) => {
      const headers = [...common, ...own];
      // What may be sent twice shares a connection of HTTP/2; anything else has it to itself.
      const request = { path, method: 'POST', headers, body, idempotent: isRepeatable } as const;
      pool.dispatch(request, exchange);
    },
    destroy: () => pool.destroy(),
  };
}
