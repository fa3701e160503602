/** China has one time zone and no summer time. */
const offsetMs = 8 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** The calendar day in Asia/Shanghai at an instant. */
export function dayAt(instantMs: number): string {
  return new Date(instantMs + offsetMs).toISOString().slice(0, 10);
}

/** When the day in Asia/Shanghai ends in which an instant lies: periods of publication end with a day. */
export function endOfDay(instantMs: number): number {
  return (Math.floor((instantMs + offsetMs) / dayMs) + 1) * dayMs - offsetMs;
}
