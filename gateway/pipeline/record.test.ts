import { describe, expect, test } from '@jest/globals';
import type { AuditLog } from '../audit/log.ts';
import { durably } from './record.ts';

describe('a record that cannot be written', () => {
  test('keeps the answer back, and says that another try makes sense', async () => {
    const full: AuditLog = {
      write: () => Promise.reject(new Error('ENOSPC: no space left on device')),
      count: () => 0,
      expect: () => () => undefined,
      isWritable: () => false,
      carried: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    };
    await expect(durably({} as never, full)).rejects.toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
      status: 503,
      retryAfterSeconds: 30,
    });
  });
});
