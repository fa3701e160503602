/** Enterprises whose money does not fit their goods: funds to goods of 0.3 or 2.1; null for all others. */
export function fundsToGoods(index: number): number | null {
  if (index === 25 || (index >= 60 && index % 120 === 1)) return 0.3;
  return index === 37 || (index >= 60 && index % 120 === 61) ? 2.1 : null;
}

/** Enterprises whose penalty was published later than seven working days after it was decided. */
export function isPublishedLate(index: number): boolean {
  return index === 21 || index === 33 || (index >= 60 && index % 92 === 11);
}
