import type { RecordRow } from './store.ts';

/** Where the disclosure of a record stands at an instant. */
export function disclosureState(
  { publishedFrom, endsAt, endedBy, endedAt }: RecordRow,
  now: Date,
): 'NOT_PUBLISHED' | 'PENDING' | 'DISCLOSED' | 'EXPIRED' | 'REPAIRED' | 'WITHDRAWN' | 'CORRECTED' {
  const hasPassed = (instant: string | null): boolean =>
    instant !== null && Date.parse(instant) <= now.getTime();
  // What came first ended it.
  const expiredFirst =
    endsAt !== null && (endedAt === null || Date.parse(endsAt) < Date.parse(endedAt));
  if (!expiredFirst && endedBy !== null && hasPassed(endedAt)) return endedBy;
  if (hasPassed(endsAt)) return 'EXPIRED';
  if (publishedFrom === null) return 'NOT_PUBLISHED';
  return hasPassed(publishedFrom) ? 'DISCLOSED' : 'PENDING';
}

/** Whether a record was disclosed after its last day, or was to be and is not. */
export function disclosedLate({ disclosureDueOn, disclosedOn }: RecordRow, today: string): boolean {
  return disclosureDueOn !== null && (disclosedOn ?? today) > disclosureDueOn;
}
