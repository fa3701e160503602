import type { AuditLog } from '../audit/log.ts';
import { type AuditRecord, answeredRecord } from '../audit/record.ts';
import { RequestRefused } from '../errors.ts';
import type { Recorded, Shaped } from './stages.ts';

/**
 * Puts an answer on record. A department's is held until the record is on disk; the public's leaves at once, counted.
 * @throws RequestRefused `AUDIT_UNAVAILABLE` when the record of a department's answer cannot be written
 */
export async function record(shaped: Shaped, log: AuditLog): Promise<Recorded> {
  const { principal } = shaped.authorized.parsed.identified;
  const entry = answeredRecord(shaped);
  if (principal.kind === 'public') return { answer: shaped.answer, record: log.count(entry) };
  return { answer: shaped.answer, record: await durably(entry, log) };
}

/** Writes a record and waits until it is on disk. */
export async function durably(entry: AuditRecord, log: AuditLog): Promise<number> {
  try {
    return await log.write(entry);
  } catch {
    throw new RequestRefused(
      'AUDIT_UNAVAILABLE',
      'The audit log cannot be written, so nothing is released. Try again later.',
      {},
      30,
    );
  }
}
