import { volumes } from './profile.ts';

/**
 * Indexes of enterprises in which something is planted: those named for the smallest profile, then so many spread
 * over what each larger one adds.
 */
function sown(small: readonly number[], medium: number, large: number): readonly number[] {
  const spread = (from: number, to: number, count: number): number[] =>
    Array.from(
      { length: count },
      (_, each) => from + Math.floor(((each + 0.5) * (to - from)) / count),
    );
  return [
    ...small,
    ...spread(volumes.small.enterprises, volumes.medium.enterprises, medium),
    ...spread(volumes.medium.enterprises, volumes.large.enterprises, large),
  ];
}

const misfits = new Map(sown([25, 37], 18, 130).map((index, position) => [index, position]));
const late = new Set(sown([21, 33], 13, 105));
const sharing = sown([40], 3, 21);
const sharingSize = 6;
const repaired = new Set(sown([15, 44], 13, 105));
const expired = new Set(sown([16, 48], 13, 105));
const objecting = new Set(sown([18], 7, 52));
const seriouslyDiscredited = new Set(sown([57], 5, 40));

/** Enterprises whose money does not fit their goods: funds to goods of 0.3 or 2.1; null for all others. */
export function fundsToGoods(index: number): number | null {
  const position = misfits.get(index);
  if (position === undefined) return null;
  return position % 2 === 0 ? 0.3 : 2.1;
}

/** Enterprises whose penalty was published later than seven working days after it was decided. */
export function isPublishedLate(index: number): boolean {
  return late.has(index);
}

/** Enterprises with a penalty that was repaired before its publication would have ended. */
export function hasRepairedPenalty(index: number): boolean {
  return repaired.has(index);
}

/** Enterprises with a penalty whose publication has ended by itself. */
export function hasExpiredPenalty(index: number): boolean {
  return expired.has(index);
}

/** Enterprises that object to the notice of an entry in a negative list. */
export function objectsToNotice(index: number): boolean {
  return objecting.has(index);
}

/** Enterprises that are seriously discredited with customs, whatever would be drawn. */
export function isSeriouslyDiscredited(index: number): boolean {
  return seriouslyDiscredited.has(index);
}

/** The first of the six enterprises that share an address with this one; null for who shares none. */
export function sharedAddressOf(index: number): number | null {
  return sharing.find((first) => index >= first && index < first + sharingSize) ?? null;
}
