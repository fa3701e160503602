import { date, integer, numeric, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../kit/columns.ts';

const commerce = pgSchema('commerce');

/** The Bureau of Commerce's directory of enterprises. */
export const enterprises = commerce.table('enterprises', {
  uscc: text('uscc').primaryKey(),
  name: text('name').notNull(),
  nameLatin: text('name_latin').notNull(),
  status: text('status', { enum: ['ACTIVE', 'SUSPENDED', 'CANCELLED'] }).notNull(),
  categories: text('categories', {
    enum: [
      'ECOMMERCE_ENTERPRISE',
      'PLATFORM',
      'LOGISTICS',
      'COMPREHENSIVE_SERVICE',
      'PAYMENT',
      'WAREHOUSE',
      'CUSTOMS_BROKER',
      'FOREIGN_SELLER',
      'DOMESTIC_AGENT',
    ],
  })
    .array()
    .notNull(),
  ownership: text('ownership', {
    enum: ['STATE', 'PRIVATE', 'FOREIGN_INVESTED', 'COLLECTIVE', 'SOLE_TRADER'],
  }).notNull(),
  division: text('division').notNull(),
  registeredOn: date('registered_on').notNull(),
  parkCode: text('park_code'),
  legalRepresentative: text('legal_representative').notNull(),
  contactTelephone: text('contact_telephone').notNull(),
  address: text('address').notNull(),
  nameSearch: text('name_search').notNull(),
  namePairs: text('name_pairs').array().notNull(),
});

/** Platforms filed with the Bureau of Commerce. */
export const platforms = commerce.table('platforms', {
  platformId: text('platform_id').primaryKey(),
  ebpCode: text('ebp_code').notNull().unique(),
  name: text('name').notNull(),
  kind: text('kind', { enum: ['COMPREHENSIVE', 'MATCHING', 'RETAIL'] }).notNull(),
  functions: text('functions', {
    enum: [
      'MARKETING',
      'CLEARANCE',
      'FINANCE',
      'LOGISTICS',
      'CREDIT_INSURANCE',
      'FX_SETTLEMENT',
      'TAX_REFUND',
      'CREDIT_ASSESSMENT',
    ],
  })
    .array()
    .notNull(),
  filedOn: date('filed_on').notNull(),
  operatorUscc: text('operator_uscc').notNull(),
  orderValue: numeric('order_value').notNull(),
});

/** The zone's parks. */
export const parks = commerce.table('parks', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  division: text('division').notNull(),
  openedOn: date('opened_on').notNull(),
});

/** Orders as the public service platform received them. */
export const orders = commerce.table(
  'orders',
  {
    ebpCode: text('ebp_code').notNull(),
    orderNo: text('order_no').notNull(),
    sellerUscc: text('seller_uscc').notNull(),
    direction: text('direction', { enum: ['IMPORT', 'EXPORT'] }).notNull(),
    placedAt: instant('placed_at').notNull(),
    goodsValue: numeric('goods_value').notNull(),
    freight: numeric('freight').notNull(),
    discount: numeric('discount').notNull(),
    taxTotal: numeric('tax_total').notNull(),
    actualPaid: numeric('actual_paid').notNull(),
    currency: text('currency').notNull(),
    buyerToken: text('buyer_token').notNull(),
    addressToken: text('address_token').notNull(),
  },
  (table) => [primaryKey({ columns: [table.ebpCode, table.orderNo] })],
);

/** What was ordered, line by line. */
export const orderLines = commerce.table(
  'order_lines',
  {
    ebpCode: text('ebp_code').notNull(),
    orderNo: text('order_no').notNull(),
    lineNo: integer('line_no').notNull(),
    itemName: text('item_name').notNull(),
    hsCode: text('hs_code').notNull(),
    country: text('country').notNull(),
    quantity: numeric('quantity').notNull(),
    unitPrice: numeric('unit_price').notNull(),
    totalPrice: numeric('total_price').notNull(),
  },
  (table) => [primaryKey({ columns: [table.ebpCode, table.orderNo, table.lineNo] })],
);
