import { networkOf } from '../limits/rate.ts';
import type { Identified } from './stages.ts';

/** Who is counted for a request: a principal of a department, or one network of the public. */
export function askerOf({ principal, arrived }: Identified): string {
  return principal.kind === 'public'
    ? `public ${networkOf(arrived.address)}`
    : `${principal.department} ${principal.subject}`;
}
