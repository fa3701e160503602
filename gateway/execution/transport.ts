import { Http1Pool } from './http1/pool.ts';
import { createRequestWriter } from './http1/request-text.ts';
import { Http2Pool } from './http2/pool.ts';
import { createRequestWriter as createHttp2Writer } from './http2/request-block.ts';
import { createOpener, type Opener, type Protocols } from './opener.ts';
import type { ResponseHandler } from './response-handler.ts';

/** How subgraphs are connected to. */
export interface Connections {
  /** Whether HTTP/2 is spoken to subgraphs that speak it, over TLS or not; to others it is HTTP/1.1. */
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
  readonly dispatch: (sent: Sent, handler: ResponseHandler) => void;
  readonly destroy: () => void;
}

/** How long after a subgraph did not speak HTTP/2 it is greeted again. */
const unspokenMs = 60_000;

/**
 * Makes what sends requests to one subgraph; opens no connection before the first.
 * @param most requests at the same time; more wait
 */
export function createTransport(url: URL, most: number, connections: Connections): Transport {
  const overHttp1 = http1(url, most, connections);
  return connections.http2 === true ? http2(url, most, connections, overHttp1) : overHttp1;
}

function http1(url: URL, most: number, connections: Connections): Transport {
  const pool = new Http1Pool(openerOf(url, connections, ['http/1.1']), most);
  const write = createRequestWriter(url);
  return {
    dispatch: (sent, handler) => {
      pool.dispatch(write(sent), handler);
    },
    destroy: () => {
      pool.destroy();
    },
  };
}

function http2(url: URL, most: number, connections: Connections, overHttp1: Transport): Transport {
  let isUnspoken = false;
  let askAgainAt = 0;
  const pool = new Http2Pool(openerOf(url, connections, ['h2', 'http/1.1']), most, () => {
    isUnspoken = true;
    askAgainAt = performance.now() + unspokenMs;
  });
  const write = createHttp2Writer(url);
  const elsewhere = (sent: Sent, handler: ResponseHandler): void => {
    overHttp1.dispatch(sent, {
      onConnect: (abort) => {
        handler.onConnect(abort);
      },
      onHeaders: (status, fields) => {
        handler.onHeaders(status, fields);
      },
      onData: (chunk) => {
        handler.onData(chunk);
      },
      onComplete: () => {
        handler.onComplete();
      },
      onError: (error) => {
        // One that was about to start, or to end, may look as if it did not speak HTTP/2: then this fails, too.
        isUnspoken = false;
        handler.onError(error);
      },
    });
  };
  /** Whether it is to be asked over HTTP/1.1; now and then it is greeted meanwhile, which no request waits for. */
  const isStillUnspoken = (): boolean => {
    if (pool.isGreeted) isUnspoken = false;
    else if (performance.now() >= askAgainAt) {
      askAgainAt = performance.now() + unspokenMs;
      pool.greet();
    }
    return isUnspoken;
  };
  return {
    dispatch: (sent, handler) => {
      if (isUnspoken && isStillUnspoken()) elsewhere(sent, handler);
      else
        pool.dispatch(write(sent), handler, () => {
          elsewhere(sent, handler);
        });
    },
    destroy: () => {
      pool.destroy();
      overHttp1.destroy();
    },
  };
}

function openerOf(url: URL, { ca }: Connections, protocols: Protocols): Opener {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port || (isSecure ? 443 : 80));
  const tls = isSecure ? (ca === undefined ? {} : { ca }) : null;
  return createOpener({ host, port }, tls, protocols);
}
