import type { Department } from '../kit/department.ts';
import {
  ebpCode,
  enterprise,
  firstPlatform,
  platformOperator,
  type SyntheticEnterprise,
} from '../synthetic/enterprises.ts';
import { fill } from '../synthetic/fill.ts';
import { wholeTable } from '../synthetic/filling.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { money } from '../synthetic/money.ts';
import { parks as parkNames } from '../synthetic/names.ts';
import { volumes } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import { nameKeys } from './name-search.ts';
import { enterprises, orderLines, orders, parks, platforms } from './tables.ts';

/** Fills the Bureau of Commerce's tables. */
export const seed: Department['seed'] = (database, profile, progress) => {
  const volume = volumes[profile];
  return fill(
    database,
    'commerce',
    profile,
    [
      wholeTable(parks, parkNames),
      { count: volume.platforms, rowsOf: (index) => [[platforms, platformRow(index)]] },
      { count: volume.enterprises, rowsOf: (index) => [[enterprises, enterpriseRow(index)]] },
      { count: volume.flowCases, rowsOf: orderRows },
    ],
    progress,
  );
};

const platformFunctions = [
  'MARKETING',
  'CLEARANCE',
  'FINANCE',
  'LOGISTICS',
  'CREDIT_INSURANCE',
  'FX_SETTLEMENT',
  'TAX_REFUND',
  'CREDIT_ASSESSMENT',
] as const;

function platformRow(index: number): typeof platforms.$inferInsert {
  const random = stream('platform', index);
  const operator = platformOperator(index);
  const kind = (['COMPREHENSIVE', 'MATCHING', 'RETAIL'] as const)[index % 3] ?? 'RETAIL';
  return {
    platformId: `PT${String(index + 1).padStart(4, '0')}`,
    ebpCode: ebpCode(index),
    name: `${operator.name.replace('有限公司', '')}平台`,
    kind,
    functions:
      kind === 'COMPREHENSIVE'
        ? [...platformFunctions]
        : platformFunctions.filter(() => random.chance(0.5)),
    filedOn: operator.registeredOn > '2019-01-01' ? operator.registeredOn : '2019-06-30',
    operatorUscc: operator.uscc,
    orderValue: money(random.int(8, 900) * 100_000_000),
  };
}

function enterpriseRow(index: number): typeof enterprises.$inferInsert {
  const made = enterprise(index);
  const random = stream('commerce enterprise', index);
  return {
    uscc: made.uscc,
    name: made.name,
    nameLatin: made.nameLatin,
    status: index < 20 || random.chance(0.96) ? 'ACTIVE' : random.pick(['SUSPENDED', 'CANCELLED']),
    categories: categoriesOf(made),
    ownership: made.ownership,
    division: made.division,
    registeredOn: made.registeredOn,
    parkCode: made.parkCode,
    legalRepresentative: made.legalRepresentative,
    contactTelephone: made.contactTelephone,
    address: made.address,
    ...nameKeys(made.name, made.nameLatin),
  };
}

function categoriesOf({
  index,
  role,
}: SyntheticEnterprise): (typeof enterprises.$inferInsert)['categories'] {
  const operates = index >= firstPlatform && index < firstPlatform + volumes.large.platforms;
  const isPlatform = operates && role !== 'PLATFORM' && role !== 'COMPREHENSIVE_SERVICE';
  return isPlatform ? [role, 'PLATFORM'] : [role];
}

function orderRows(
  index: number,
): (
  | readonly [typeof orders, typeof orders.$inferInsert]
  | readonly [typeof orderLines, typeof orderLines.$inferInsert]
)[] {
  const flow = flowCase(index);
  const key = { ebpCode: flow.ebpCode, orderNo: flow.orderNo };
  const order: typeof orders.$inferInsert = {
    ...key,
    sellerUscc: flow.seller.uscc,
    direction: flow.isImport ? 'IMPORT' : 'EXPORT',
    placedAt: flow.placedAt,
    goodsValue: money(flow.goodsValue),
    freight: money(flow.freight),
    discount: money(flow.discount),
    taxTotal: money(flow.taxTotal),
    actualPaid: money(flow.actualPaid),
    currency: 'CNY',
    buyerToken: flow.buyerToken,
    addressToken: flow.addressToken,
  };
  const lines = flow.lines.map(
    ({ goods, quantity, unitPrice }, position): typeof orderLines.$inferInsert => ({
      ...key,
      lineNo: position + 1,
      itemName: goods.name,
      hsCode: goods.hsCode,
      country: flow.country,
      quantity: String(quantity),
      unitPrice: money(unitPrice),
      totalPrice: money(quantity * unitPrice),
    }),
  );
  return [[orders, order], ...lines.map((line) => [orderLines, line] as const)];
}
