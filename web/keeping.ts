/** How long a page may be shown to others after it was asked for. */
export interface Keeping {
  readonly forMs: number;
  /** An instant beyond which it may not be shown again, in milliseconds. */
  readonly until: number;
}

/** A page that is made anew for each visitor. */
export const notKept: Keeping = { forMs: 0, until: 0 };

/** A page on which no entry of the credit base stands. */
export const keptForHalfAMinute: Keeping = { forMs: 30_000, until: Infinity };

/**
 * How long a page with entries of the credit base is kept. Nobody knows beforehand when an entry is repaired or
 * withdrawn: within a second it is gone from all pages, and from all caches that obey `max-age`. Ends that are known
 * are kept to the instant.
 * @param ends the instants at which something on the page ends
 */
export function keptWithEntries(ends: readonly (string | null)[]): Keeping {
  const until = Math.min(
    Infinity,
    ...ends.flatMap((end) => (end === null ? [] : [Date.parse(end)])),
  );
  return { forMs: 1_000, until };
}
