import { and, asc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { lookup, pairGroupLookup, pairLookup } from '../kit/lookup.ts';
import type { Listing } from '../kit/page.ts';
import { nameHolds } from './name-search.ts';
import { enterprises, orderLines, orders, parks, platforms } from './tables.ts';

export const enterpriseOf = lookup(enterprises, enterprises.uscc);
export const parkOf = lookup(parks, parks.code);
export const platformOf = lookup(platforms, platforms.platformId);
export const platformOfCode = lookup(platforms, platforms.ebpCode);
export const orderOf = pairLookup(orders, [orders.ebpCode, orders.orderNo]);
export const linesOf = pairGroupLookup(
  orderLines,
  [orderLines.ebpCode, orderLines.orderNo],
  asc(orderLines.lineNo),
);

export type EnterpriseRow = typeof enterprises.$inferSelect;
export type OrderRow = typeof orders.$inferSelect;
export type ParkRow = typeof parks.$inferSelect;
export type PlatformRow = typeof platforms.$inferSelect;

/** What to look for among enterprises. */
export interface EnterpriseSearch {
  readonly name?: string | null;
  readonly category?: EnterpriseRow['categories'][number] | null;
}

/** What to look for among orders. */
export interface OrderFilter {
  readonly placedFrom?: string | null;
  readonly placedBefore?: string | null;
  readonly direction?: OrderRow['direction'] | null;
  readonly seller?: string | null;
  readonly minActualPaid?: string | null;
}

/** Enterprises by code. */
export function enterpriseListing({ name, category }: EnterpriseSearch): Listing {
  return byCode(
    and(
      name == null ? undefined : nameHolds(name),
      category == null ? undefined : sql`${enterprises.categories} @> ARRAY[${category}]::text[]`,
    ),
  );
}

/** Enterprises of one park by code. */
export function tenantListing(park: string): Listing {
  return byCode(eq(enterprises.parkCode, park));
}

/** Orders, newest first. */
export function orderListing(filter: OrderFilter): Listing {
  const { placedFrom, placedBefore, direction, seller, minActualPaid } = filter;
  return {
    table: orders,
    where: and(
      placedFrom == null ? undefined : gte(orders.placedAt, placedFrom),
      placedBefore == null ? undefined : lt(orders.placedAt, placedBefore),
      direction == null ? undefined : eq(orders.direction, direction),
      seller == null ? undefined : eq(orders.sellerUscc, seller),
      minActualPaid == null ? undefined : gte(orders.actualPaid, minActualPaid),
    ),
    order: [orders.placedAt, orders.ebpCode, orders.orderNo],
    direction: 'descending',
  };
}

function byCode(where: SQL | undefined): Listing {
  return { table: enterprises, where, order: [enterprises.uscc], direction: 'ascending' };
}
