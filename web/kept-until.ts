/** A page that is made anew for each visitor. */
export const notKept = 0;

/**
 * Until when a page may be shown again: not beyond the first of the instants at which something on it ends. Without
 * any it is a matter of `http/keep.ts` alone.
 */
export function keptWhile(ends: readonly (string | null)[] = []): number {
  return Math.min(Infinity, ...ends.flatMap((end) => (end === null ? [] : [Date.parse(end)])));
}
