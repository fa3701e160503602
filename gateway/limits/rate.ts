import { LRUCache } from 'lru-cache';
import type { Principal } from '../../policies/index.ts';
import { RequestRefused } from '../errors.ts';

/** How much one principal may ask. */
export interface RateLimits {
  /** Requests a second in the long run. */
  readonly perSecond: number;
  /** Requests at once after a rest. */
  readonly burst: number;
  /** Requests under way at the same time. */
  readonly concurrent: number;
}

/** Limits for a principal of a department, and for one address of the public. */
export type Rates = Readonly<Record<Principal['kind'], RateLimits>>;

/** Limits that a person never meets. */
export const defaultRates = {
  department: { perSecond: 500, burst: 1_000, concurrent: 200 },
  public: { perSecond: 50, burst: 200, concurrent: 20 },
} as const satisfies Rates;

/**
 * Counts a request in.
 * @returns a function that counts it out
 * @throws RequestRefused `RATE_LIMITED` with the seconds after which to try again
 */
export type Admit = (who: string, limits: RateLimits) => () => void;

interface Bucket {
  tokens: number;
  filledAt: number;
  underWay: number;
}

/** A token bucket and a count for each principal; those that have been quiet longest are forgotten. */
export function createAdmission(clock: () => number = Date.now): Admit {
  const buckets = new LRUCache<string, Bucket>({ max: 50_000 });
  return (who, { perSecond, burst, concurrent }) => {
    const now = clock();
    const bucket = buckets.get(who) ?? { tokens: burst, filledAt: now, underWay: 0 };
    buckets.set(who, bucket);
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    if (bucket.underWay >= concurrent) {
      throw limited(`more than ${concurrent} of your requests are under way`, 1);
    }
    if (bucket.tokens < 1) {
      const seconds = Math.ceil((1 - bucket.tokens) / perSecond);
      throw limited(`more than ${perSecond} requests a second`, seconds);
    }
    bucket.tokens -= 1;
    bucket.underWay += 1;
    return () => {
      bucket.underWay -= 1;
    };
  };
}

function limited(why: string, seconds: number): RequestRefused {
  return new RequestRefused(
    'RATE_LIMITED',
    `Too much at once: ${why}. Try again in ${seconds} s.`,
    {},
    seconds,
  );
}
