/** Cents as a decimal text with two places. */
export function money(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.abs(Math.round(cents));
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** Grams as kilograms with three places. */
export function kilograms(grams: number): string {
  return (Math.round(grams) / 1000).toFixed(3);
}
