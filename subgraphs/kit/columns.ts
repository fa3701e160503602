import { customType } from 'drizzle-orm/pg-core';

/**
 * A `timestamptz` column read as RFC 3339 in UTC without idle fractions, such as
 * `2025-06-18T02:30:00Z`, whichever driver delivers it; what is written is passed on as it stands.
 */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (value) => new Date(value).toISOString().replace('.000Z', 'Z'),
});
