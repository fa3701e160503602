import { businessDate } from '../kit/business-date.ts';
import type { RequestContext } from '../kit/context.ts';

/** The instant of a request, and the day that it is then. */
export function momentOf({ now }: RequestContext): {
  readonly now: string;
  readonly today: string;
} {
  return { now: now.toISOString(), today: businessDate(now) };
}
