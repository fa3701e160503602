import { boolean, integer, numeric, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../kit/columns.ts';

const logistics = pgSchema('logistics');
const transportModes = { enum: ['SEA', 'RAIL', 'ROAD', 'AIR', 'MAIL'] } as const;

/** The zone's logistics operators. */
export const operators = logistics.table('operators', {
  logisticsCode: text('logistics_code').primaryKey(),
  uscc: text('uscc').notNull().unique(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  modes: text('modes', transportModes).array().notNull(),
  onTimeRate: numeric('on_time_rate').notNull(),
});

/** Consignments on their way. */
export const waybills = logistics.table(
  'waybills',
  {
    logisticsCode: text('logistics_code').notNull(),
    logisticsNo: text('logistics_no').notNull(),
    ebpCode: text('ebp_code').notNull(),
    orderNo: text('order_no').notNull(),
    mode: text('mode', transportModes).notNull(),
    status: text('status', {
      enum: ['ACCEPTED', 'IN_TRANSIT', 'HELD', 'DELIVERED', 'RETURNED'],
    }).notNull(),
    weight: numeric('weight').notNull(),
    packages: integer('packages').notNull(),
    freightCharge: numeric('freight_charge').notNull(),
    containerNo: text('container_no'),
    acceptedAt: instant('accepted_at').notNull(),
    deliveredAt: instant('delivered_at'),
    country: text('country').notNull(),
    consigneeToken: text('consignee_token').notNull(),
  },
  (table) => [primaryKey({ columns: [table.logisticsCode, table.logisticsNo] })],
);

/** What happened to a consignment, in order. */
export const trackingEvents = logistics.table(
  'tracking_events',
  {
    logisticsCode: text('logistics_code').notNull(),
    logisticsNo: text('logistics_no').notNull(),
    sequence: integer('sequence').notNull(),
    code: text('code').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    place: text('place').notNull(),
    measuredWeight: numeric('measured_weight'),
  },
  (table) => [primaryKey({ columns: [table.logisticsCode, table.logisticsNo, table.sequence] })],
);

/** Warehouses and places under customs supervision. */
export const warehouses = logistics.table('warehouses', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  operatorCode: text('operator_code').notNull(),
  bonded: boolean('bonded').notNull(),
  monthlyThroughput: integer('monthly_throughput').notNull(),
});
