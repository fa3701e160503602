import { and, asc, eq } from 'drizzle-orm';
import { lookup, pairGroupLookup, pairLookup } from '../kit/lookup.ts';
import type { Listing } from '../kit/page.ts';
import { operators, trackingEvents, warehouses, waybills } from './tables.ts';

export const operatorOf = lookup(operators, operators.logisticsCode);
export const operatorOfEnterprise = lookup(operators, operators.uscc);
export const waybillOf = pairLookup(waybills, [waybills.logisticsCode, waybills.logisticsNo]);
export const waybillOfOrder = pairLookup(waybills, [waybills.ebpCode, waybills.orderNo]);
export const eventsOf = pairGroupLookup(
  trackingEvents,
  [trackingEvents.logisticsCode, trackingEvents.logisticsNo],
  asc(trackingEvents.sequence),
);
export const warehouseOf = lookup(warehouses, warehouses.code);

export type WarehouseRow = typeof warehouses.$inferSelect;
export type WaybillRow = typeof waybills.$inferSelect;

/** What to look for among waybills. */
export interface WaybillSearch {
  readonly status?: WaybillRow['status'] | null;
  readonly mode?: WaybillRow['mode'] | null;
}

/** Waybills, newest first. */
export function waybillListing({ status, mode }: WaybillSearch): Listing {
  return {
    table: waybills,
    where: and(
      status == null ? undefined : eq(waybills.status, status),
      mode == null ? undefined : eq(waybills.mode, mode),
    ),
    order: [waybills.acceptedAt, waybills.logisticsCode, waybills.logisticsNo],
    direction: 'descending',
  };
}
