import { asc, eq } from 'drizzle-orm';
import type { RequestContext, Resolver, Resolvers } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import {
  enterpriseListing,
  enterpriseOf,
  type EnterpriseRow,
  type EnterpriseSearch,
  linesOf,
  type OrderFilter,
  orderListing,
  orderOf,
  type OrderRow,
  parkOf,
  type ParkRow,
  platformOf,
  platformOfCode,
  type PlatformRow,
  tenantListing,
} from './store.ts';
import { parks, platforms } from './tables.ts';

type Root = unknown;

const enterprise: Resolver<Root, { readonly uscc: string }> = (_root, { uscc }, context) =>
  enterpriseOf(uscc, context);

const enterprises: Resolver<Root, EnterpriseSearch & PageArguments> = (
  _root,
  args,
  context,
  info,
) => readPage(enterpriseListing(args), args, context, info);

const listPlatforms: Resolver<Root, { readonly kind?: PlatformRow['kind'] | null }> = (
  _root,
  { kind },
  { db },
) =>
  db
    .select()
    .from(platforms)
    .where(kind == null ? undefined : eq(platforms.kind, kind))
    .orderBy(asc(platforms.platformId));

const listParks: Resolver<Root> = (_root, _args, { db }) =>
  db.select().from(parks).orderBy(asc(parks.code));

const order: Resolver<Root, { readonly ebpCode: string; readonly orderNo: string }> = (
  _root,
  { ebpCode, orderNo },
  context,
) => orderOf(ebpCode, orderNo, context);

const orders: Resolver<Root, { readonly filter?: OrderFilter | null } & PageArguments> = (
  _root,
  args,
  context,
  info,
) => readPage(orderListing(args.filter ?? {}), args, context, info);

const ordersOf: Resolver<EnterpriseRow, PageArguments> = ({ uscc }, args, context, info) =>
  readPage(orderListing({ seller: uscc }), args, context, info);

const tenants: Resolver<ParkRow, PageArguments> = ({ code }, args, context, info) =>
  readPage(tenantListing(code), args, context, info);

/** How the Bureau of Commerce resolves its contract. */
export const resolvers: Resolvers = {
  Query: { enterprise, enterprises, platforms: listPlatforms, parks: listParks, order, orders },
  Enterprise: {
    __resolveReference: ({ uscc }: { readonly uscc: string }, context: RequestContext) =>
      enterpriseOf(uscc, context),
    park: ({ parkCode }: EnterpriseRow, _args: object, context: RequestContext) =>
      parkCode === null ? null : parkOf(parkCode, context),
    orders: ordersOf,
  },
  Platform: {
    __resolveReference: (
      reference: { readonly platformId: string } | { readonly ebpCode: string },
      context: RequestContext,
    ) =>
      'platformId' in reference
        ? platformOf(reference.platformId, context)
        : platformOfCode(reference.ebpCode, context),
    operator: ({ operatorUscc }: PlatformRow, _args: object, context: RequestContext) =>
      enterpriseOf(operatorUscc, context),
  },
  Park: {
    __resolveReference: ({ code }: { readonly code: string }, context: RequestContext) =>
      parkOf(code, context),
    tenants,
  },
  Order: {
    __resolveReference: (
      { ebpCode, orderNo }: Pick<OrderRow, 'ebpCode' | 'orderNo'>,
      context: RequestContext,
    ) => orderOf(ebpCode, orderNo, context),
    platform: ({ ebpCode }: OrderRow, _args: object, context: RequestContext) =>
      platformOfCode(ebpCode, context),
    seller: ({ sellerUscc }: OrderRow, _args: object, context: RequestContext) =>
      enterpriseOf(sellerUscc, context),
    lines: ({ ebpCode, orderNo }: OrderRow, _args: object, context: RequestContext) =>
      linesOf(ebpCode, orderNo, context),
  },
};
