import type { LRUCache } from 'lru-cache';
import { RequestRefused } from '../errors.ts';

/** How long an operation that is too much to plan is refused without another try. */
const refusedForMs = 60_000;

/**
 * Keeps what is being made under its key. A failure is forgotten, so that the next request tries again; but what was
 * too much to plan is so for a while, since every try costs as much as the limit allows.
 */
export function keepSuccess<Made>(
  cache: LRUCache<string, Promise<Made>>,
  key: string,
  made: Promise<Made>,
): void {
  cache.set(key, made);
  made.catch((error: unknown) => {
    const isTooComplex = error instanceof RequestRefused && error.code === 'OPERATION_TOO_COMPLEX';
    if (isTooComplex) cache.set(key, made, { ttl: refusedForMs });
    else cache.delete(key);
  });
}
