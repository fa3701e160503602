import { Http2Pool } from '../http2/pool.ts';
import { createRequestWriter } from '../http2/request-block.ts';
import { createOpener } from '../opener.ts';

/** What came of a request. */
export interface Received {
  readonly status: number;
  readonly fields: readonly string[];
  readonly body: string;
}

/** A request under way. */
export interface Asked {
  readonly answer: Promise<Received>;
  readonly abort: () => void;
  /** How often it was told that it is over; it may be once. */
  readonly ends: () => number;
}

/** What is asked. */
export interface Asking {
  readonly body?: string;
  readonly path?: string;
  readonly headers?: readonly string[];
  /** Whether nobody waits for it when its turn comes. */
  readonly isOver?: boolean;
}

/** What the tests reject with where the other side speaks another protocol. */
export const notSpoken = 'sent elsewhere';

/** Connections to a port of this machine, and what asks over them. */
export function http2Client(
  port: number,
  most = 8,
): {
  readonly pool: Http2Pool;
  readonly ask: (asking?: Asking) => Asked;
  readonly unspoken: () => number;
} {
  let unspoken = 0;
  const opener = createOpener({ host: '127.0.0.1', port }, null, ['h2', 'http/1.1']);
  const pool = new Http2Pool(opener, most, () => (unspoken += 1));
  const ask = ({ body = '{}', path = '/', headers = [], isOver = false }: Asking = {}): Asked => {
    const write = createRequestWriter(new URL(`http://127.0.0.1:${port}${path}`));
    let abort = (): void => undefined;
    let ends = 0;
    const answer = new Promise<Received>((resolve, reject) => {
      let received = { status: 0, fields: [] as readonly string[] };
      const parts: Buffer[] = [];
      const handler = {
        onConnect: (given: () => void) => {
          abort = given;
          if (isOver) given();
        },
        onHeaders: (status: number, fields: readonly string[]) => {
          received = { status, fields };
        },
        onData: (part: Buffer) => parts.push(part),
        onComplete: () => {
          ends += 1;
          resolve({ ...received, body: Buffer.concat(parts).toString() });
        },
        onError: (error: Error) => {
          ends += 1;
          reject(error);
        },
      };
      pool.dispatch(
        write({ common: ['content-type', 'application/json'], headers, body }),
        handler,
        () => {
          reject(new Error(notSpoken));
        },
      );
    });
    answer.catch(() => undefined);
    return {
      answer,
      abort: () => {
        abort();
      },
      ends: () => ends,
    };
  };
  return { pool, ask, unspoken: () => unspoken };
}
