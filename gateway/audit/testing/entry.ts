import type { AuditRecord } from '../record.ts';

/** A record of a department's answer. */
export const entry = (requestId: string): AuditRecord => ({
  time: '2026-01-01T00:00:00.000Z',
  requestId,
  principal: {
    kind: 'department',
    subject: 'somebody',
    department: 'tax',
    roles: [],
    purpose: 'REFUND_REVIEW',
  },
  operation: { hash: 'h', name: null },
  facts: { released: [], masked: [], denied: [], agreements: [] },
  subjects: [],
  table: 't',
  outcome: 'ANSWERED',
});
