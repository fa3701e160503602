let last = { at: NaN, text: '' };

/** The time now (RFC 3339, milliseconds, UTC). It is written once for each millisecond: a busy log asks ten times. */
export function timeText(): string {
  const at = Date.now();
  if (at !== last.at) last = { at, text: new Date(at).toISOString() };
  return last.text;
}
