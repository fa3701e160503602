import { asc } from 'drizzle-orm';
import type { RequestContext, Resolver, Resolvers } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import {
  eventsOf,
  operatorOf,
  operatorOfEnterprise,
  warehouseOf,
  type WarehouseRow,
  waybillListing,
  waybillOf,
  waybillOfOrder,
  type WaybillRow,
  type WaybillSearch,
} from './store.ts';
import { operators, warehouses } from './tables.ts';

type Root = unknown;
type OrderKey = Pick<WaybillRow, 'ebpCode' | 'orderNo'>;
type WaybillKey = Pick<WaybillRow, 'logisticsCode' | 'logisticsNo'>;

const waybill: Resolver<Root, WaybillKey> = (_root, { logisticsCode, logisticsNo }, context) =>
  waybillOf(logisticsCode, logisticsNo, context);

const waybills: Resolver<Root, WaybillSearch & PageArguments> = (_root, args, context, info) =>
  readPage(waybillListing(args), args, context, info);

const listOperators: Resolver<Root> = (_root, _args, { db }) =>
  db.select().from(operators).orderBy(asc(operators.logisticsCode));

const listWarehouses: Resolver<Root> = (_root, _args, { db }) =>
  db.select().from(warehouses).orderBy(asc(warehouses.code));

/** How logistics resolve their contract. */
export const resolvers: Resolvers = {
  Query: { waybill, waybills, logisticsOperators: listOperators, warehouses: listWarehouses },
  Enterprise: {
    __resolveReference: (key: { readonly uscc: string }) => key,
    logisticsOperator: (
      { uscc }: { readonly uscc: string },
      _args: object,
      context: RequestContext,
    ) => operatorOfEnterprise(uscc, context),
  },
  LogisticsOperator: {
    __resolveReference: (
      { logisticsCode }: { readonly logisticsCode: string },
      context: RequestContext,
    ) => operatorOf(logisticsCode, context),
  },
  Waybill: {
    __resolveReference: ({ logisticsCode, logisticsNo }: WaybillKey, context: RequestContext) =>
      waybillOf(logisticsCode, logisticsNo, context),
    operator: ({ logisticsCode }: WaybillRow, _args: object, context: RequestContext) =>
      operatorOf(logisticsCode, context),
    order: ({ ebpCode, orderNo }: WaybillRow): OrderKey => ({ ebpCode, orderNo }),
    events: ({ logisticsCode, logisticsNo }: WaybillRow, _args: object, context: RequestContext) =>
      eventsOf(logisticsCode, logisticsNo, context),
  },
  Warehouse: {
    __resolveReference: ({ code }: { readonly code: string }, context: RequestContext) =>
      warehouseOf(code, context),
    operator: ({ operatorCode }: WarehouseRow, _args: object, context: RequestContext) =>
      operatorOf(operatorCode, context),
  },
  Order: {
    __resolveReference: (key: OrderKey) => key,
    waybill: ({ ebpCode, orderNo }: OrderKey, _args: object, context: RequestContext) =>
      waybillOfOrder(ebpCode, orderNo, context),
  },
};
