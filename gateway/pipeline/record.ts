import type { AuditLog } from '../audit/log.ts';
import { type AuditRecord, answeredRecord } from '../audit/record.ts';
import { RequestRefused } from '../errors.ts';
import type { Recorded, Shaped } from './stages.ts';

/**
 * Puts an answer on record. A department's is held until the record is on disk; the public's leaves at once, counted.
 * Rejects with RequestRefused `AUDIT_UNAVAILABLE` when the record of a department's answer cannot be written.
 */
export function record(shaped: Shaped, log: AuditLog): Recorded | Promise<Recorded> {
  const { principal } = shaped.authorized.parsed.identified;
  const { answer } = shaped;
  const entry = answeredRecord(shaped);
  if (principal.kind === 'public') return { answer, record: log.count(entry) };
  return log.write(entry).then((index) => ({ answer, record: index }), unavailable);
}

/** Writes a record and waits until it is on disk; rejects as {@link record} does. */
export function durably(entry: AuditRecord, log: AuditLog): Promise<number> {
  return log.write(entry).catch(unavailable);
}

function unavailable(): never {
  throw new RequestRefused(
    'AUDIT_UNAVAILABLE',
    'The audit log cannot be written, so nothing is released. Try again later.',
    {},
    30,
  );
}
