import { boolean, date, integer, numeric, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../kit/columns.ts';

const customs = pgSchema('customs');
const directions = { enum: ['IMPORT', 'EXPORT'] } as const;
const modes = {
  enum: ['M0110', 'M1039', 'M1210', 'M1239', 'M9610', 'M9710', 'M9810'],
} as const;

/** What customs hold about each enterprise, its registration (备案) first. */
export const enterprises = customs.table('enterprises', {
  uscc: text('uscc').primaryKey(),
  customsCode: text('customs_code').notNull().unique(),
  kind: text('kind').notNull(),
  registeredOn: date('registered_on').notNull(),
  validUntil: date('valid_until'),
  aeoCertificateNo: text('aeo_certificate_no'),
  inspectionRate: numeric('inspection_rate'),
  openInvestigations: integer('open_investigations').notNull(),
});

/** Credit categories over time; the row without `validTo` is in force. */
export const categoryPeriods = customs.table(
  'category_periods',
  {
    uscc: text('uscc').notNull(),
    category: text('category', {
      enum: [
        'SENIOR_CERTIFIED',
        'CERTIFIED',
        'GENERAL_CERTIFIED',
        'GENERAL',
        'REGULAR',
        'DISCREDITED',
        'SERIOUSLY_DISCREDITED',
      ],
    }).notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
    scheme: text('scheme').notNull(),
    decisionNo: text('decision_no').notNull(),
  },
  (table) => [primaryKey({ columns: [table.uscc, table.validFrom] })],
);

/** Penalty decisions. */
export const penalties = customs.table('penalties', {
  decisionNo: text('decision_no').primaryKey(),
  uscc: text('uscc').notNull(),
  ground: text('ground', {
    enum: ['STATISTICS', 'SUPERVISION_ORDER', 'LICENCE', 'TAX', 'FX_OR_REFUND'],
  }).notNull(),
  fine: numeric('fine').notNull(),
  decidedOn: date('decided_on').notNull(),
  publishedOn: date('published_on'),
  publicationEndsOn: date('publication_ends_on'),
});

/** Customs declarations of retail parcels. */
export const inventoryLists = customs.table('inventory_lists', {
  invtNo: text('invt_no').primaryKey(),
  ebpCode: text('ebp_code').notNull(),
  orderNo: text('order_no').notNull(),
  entryNo: text('entry_no'),
  sellerUscc: text('seller_uscc').notNull(),
  logisticsCode: text('logistics_code').notNull(),
  logisticsNo: text('logistics_no').notNull(),
  direction: text('direction', directions).notNull(),
  tradeMode: text('trade_mode', modes).notNull(),
  transportMode: text('transport_mode').notNull(),
  customsOffice: text('customs_office').notNull(),
  port: text('port').notNull(),
  country: text('country').notNull(),
  status: text('status', {
    enum: ['STORED', 'REJECTED', 'REVIEW', 'INSPECTION', 'RETURNED', 'RELEASED', 'CLOSED'],
  }).notNull(),
  declaredAt: instant('declared_at').notNull(),
  releasedAt: instant('released_at'),
  inspected: boolean('inspected').notNull(),
  grossWeight: numeric('gross_weight').notNull(),
  declaredValue: numeric('declared_value').notNull(),
  taxAssessed: numeric('tax_assessed').notNull(),
  buyerToken: text('buyer_token').notNull(),
});

/** Declarations of goods to customs. */
export const declarations = customs.table('declarations', {
  entryNo: text('entry_no').primaryKey(),
  declarantUscc: text('declarant_uscc').notNull(),
  direction: text('direction', directions).notNull(),
  tradeMode: text('trade_mode', modes).notNull(),
  transportMode: text('transport_mode').notNull(),
  state: text('state', {
    enum: [
      'DRAFT',
      'DECLARED',
      'ACCEPTED',
      'REVIEW',
      'INSPECTION',
      'TAXED',
      'RELEASED',
      'CLOSED',
      'AMENDED',
      'CANCELLED',
      'REJECTED',
      'DETAINED',
      'RETURNED',
    ],
  }).notNull(),
  partnerCountry: text('partner_country').notNull(),
  acceptedAt: instant('accepted_at').notNull(),
  releasedAt: instant('released_at'),
  closedAt: instant('closed_at'),
  declaredValue: numeric('declared_value').notNull(),
  grossWeight: numeric('gross_weight').notNull(),
  riskScore: integer('risk_score').notNull(),
});

const goods = {
  goodsNo: integer('goods_no').notNull(),
  hsCode: text('hs_code').notNull(),
  declaredName: text('declared_name').notNull(),
  origin: text('origin').notNull(),
  declaredQuantity: numeric('declared_quantity').notNull(),
  declaredPrice: numeric('declared_price').notNull(),
};

/** Goods of inventory lists. */
export const listLines = customs.table(
  'list_lines',
  { invtNo: text('invt_no').notNull(), ...goods },
  (table) => [primaryKey({ columns: [table.invtNo, table.goodsNo] })],
);

/** Goods of declarations. */
export const declarationLines = customs.table(
  'declaration_lines',
  { entryNo: text('entry_no').notNull(), ...goods },
  (table) => [primaryKey({ columns: [table.entryNo, table.goodsNo] })],
);
