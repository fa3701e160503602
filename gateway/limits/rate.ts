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

/** Requests that may be under way for all principals together: more than a machine has to do at once. */
export const defaultConcurrent = 2_000;

/** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10). */
export interface QuotaHeaders {
  readonly 'ratelimit-policy': string;
  readonly ratelimit: string;
}

/** What a principal has left after a request was counted in. */
export interface Quota {
  /** `RATE_LIMITED` or `OVERLOADED` with the seconds after which to try again; null when the request may go on. */
  readonly refusal: RequestRefused | null;
  readonly headers: QuotaHeaders;
  /** Counts the request out; called again it does nothing. */
  readonly leave: () => void;
  /** Undoes that it was counted, for what proves to be nothing to count. */
  readonly giveBack: () => void;
}

/** What is counted: a request of a kind of principal, or a token to be verified, by the limits of the public. */
type Counted = Principal['kind'] | 'token';

/** Counts a request in, or a token. */
export type Admit = (who: string, what: Counted) => Quota;

/** Who may go on, and how many have. */
export interface Admission {
  readonly admit: Admit;
  /** Requests under way now. */
  readonly underWay: Readonly<Record<Principal['kind'], number>>;
}

interface Bucket {
  tokens: number;
  filledAt: number;
  underWay: number;
}

/**
 * A token bucket and a count for each principal; those that have been quiet longest are forgotten. The public together
 * has half of what may be under way at most, so that it keeps no department out.
 * @param concurrent requests under way at the same time, of all principals
 */
export function createAdmission(
  rates: Rates,
  concurrent: number,
  clock: () => number = Date.now,
): Admission {
  const underWay = { public: 0, department: 0 };
  /** A token is verified in any case: its bearer may be of a department, which the public must not keep out. */
  const isFull = (what: Counted): boolean =>
    (what !== 'token' && underWay.public + underWay.department >= concurrent) ||
    (what === 'public' && 2 * underWay.public >= concurrent);
  const buckets = new LRUCache<string, Bucket>({ max: 50_000 });
  const policies = new WeakMap<RateLimits, string>();
  const policyOf = (limits: RateLimits): string => {
    let policy = policies.get(limits);
    if (policy === undefined) {
      policy = `"requests";q=${limits.burst};w=${Math.ceil(limits.burst / limits.perSecond)}`;
      policies.set(limits, policy);
    }
    return policy;
  };
  const admit: Admit = (who, what) => {
    const limits = rates[what === 'token' ? 'public' : what];
    const { perSecond, burst, concurrent: most } = limits;
    const now = clock();
    const known = buckets.get(who);
    const bucket = known ?? { tokens: burst, filledAt: now, underWay: 0 };
    if (known === undefined) buckets.set(who, bucket);
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    const quota = (refusal: RequestRefused | null, leave: () => void): Quota => ({
      refusal,
      headers: {
        'ratelimit-policy': policyOf(limits),
        ratelimit: `"requests";r=${Math.floor(bucket.tokens)};t=${Math.ceil((burst - bucket.tokens) / perSecond)}`,
      },
      leave,
      giveBack: refusal === null ? giveBack : nothing,
    });
    const giveBack = (): void => {
      bucket.tokens = Math.min(burst, bucket.tokens + 1);
    };
    if (bucket.underWay >= most) {
      return quota(limited(`more than ${most} of your requests are under way`, 1), nothing);
    }
    if (bucket.tokens < 1) {
      const seconds = Math.ceil((1 - bucket.tokens) / perSecond);
      return quota(limited(`more than ${perSecond} requests a second`, seconds), nothing);
    }
    if (isFull(what)) return quota(overloaded(), nothing);
    bucket.tokens -= 1;
    bucket.underWay += 1;
    if (what !== 'token') underWay[what] += 1;
    let isUnderWay = true;
    return quota(null, () => {
      if (!isUnderWay) return;
      isUnderWay = false;
      bucket.underWay -= 1;
      if (what !== 'token') underWay[what] -= 1;
    });
  };
  return { admit, underWay };
}

const nothing = (): void => undefined;

/**
 * The network by which an address of the public is counted: a subscriber of IPv6 has 2^64 addresses, so that the first
 * half stands for all of them.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '');
  while (groups.length + after.length < 8) groups.push('0');
  return `${[...groups, ...after].slice(0, 4).join(':')}::/64`;
}

function limited(why: string, seconds: number): RequestRefused {
  return new RequestRefused(
    'RATE_LIMITED',
    `Too much at once: ${why}. Try again in ${seconds} s.`,
    {},
    seconds,
  );
}

function overloaded(): RequestRefused {
  return new RequestRefused(
    'OVERLOADED',
    'The gateway has as many requests under way as it takes, of whoever asks. Try again in 1 s.',
    {},
    1,
  );
}
