import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { Keeping } from '../keeping.ts';
import { endOfDay } from './today.ts';

/** A page as it was made. */
export interface Made {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly keeping: Keeping;
}

/** Content codings that the pages are held in, the smallest first. */
export const codings = ['br', 'gzip', 'identity'] as const;

/** A page that is ready to be sent. */
export interface Ready {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<(typeof codings)[number], Buffer>>;
  /** A digest of everything that the answer depends on: its own bytes. */
  readonly digest: string;
  /** Until when it may be shown; null when only once. */
  readonly freshUntil: number | null;
}

/** Gives the page of a key: the one kept, or one made now. Who asks for the same at once gets the same. */
export type Keep = (key: string, make: () => Promise<Made>) => Promise<Ready>;

const mostBytes = 64 * 1024 * 1024;
const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/**
 * Keeps pages for a short while; see `keeping.ts`.
 * INVARIANT: no page outlives the day on which it was asked for, nor the first instant at which something on it ends.
 */
export function createKeep(clock: () => number = Date.now): Keep {
  const kept = new LRUCache<string, Ready>({
    maxSize: mostBytes,
    sizeCalculation: ({ bodies }) =>
      codings.reduce((sum, coding) => sum + bodies[coding].length, 512),
  });
  const underWay = new Map<string, Promise<Ready>>();
  return (key, make) => {
    const found = kept.get(key);
    if (found !== undefined && (found.freshUntil ?? 0) > clock()) return Promise.resolve(found);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const began = clock();
    const making = make()
      .then(async (made) => {
        const ready = await prepare(
          made,
          Math.min(began + made.keeping.forMs, endOfDay(began), made.keeping.until),
        );
        if (ready.freshUntil !== null) kept.set(key, ready);
        return ready;
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, making);
    return making;
  };
}

/** Compresses once what is sent many times. */
export async function prepare(made: Omit<Made, 'keeping'>, freshUntil: number): Promise<Ready> {
  const { status, headers, body } = made;
  const identity = Buffer.from(body);
  const [gzipped, brotli] = await Promise.all([
    compressGzip(identity),
    compressBrotli(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ]);
  return {
    status,
    headers,
    bodies: { br: brotli, gzip: gzipped, identity },
    digest: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    freshUntil: freshUntil > 0 ? freshUntil : null,
  };
}
