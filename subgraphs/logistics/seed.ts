import type { Department } from '../kit/department.ts';
import { after, closing } from '../synthetic/days.ts';
import { enterprise, logisticsCode, operators as operatorNames } from '../synthetic/enterprises.ts';
import { fill } from '../synthetic/fill.ts';
import { wholeTable } from '../synthetic/filling.ts';
import type { FlowCase, Waybill } from '../synthetic/flow.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { kilograms, money } from '../synthetic/money.ts';
import { plantingOf } from '../synthetic/planted.ts';
import { volumes } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import { operators, trackingEvents, warehouses, waybills } from './tables.ts';

/** Fills the tables of logistics. */
export const seed: Department['seed'] = (database, profile, progress) =>
  fill(
    database,
    'logistics',
    profile,
    [
      wholeTable(operators, operatorNames.map(operatorRow)),
      wholeTable(warehouses, warehouseNames.map(warehouseRow)),
      { count: volumes[profile].flowCases, rowsOf: waybillRows },
    ],
    progress,
  );

function operatorRow(
  { name, nameEn, modes }: (typeof operatorNames)[number],
  index: number,
): typeof operators.$inferInsert {
  return {
    logisticsCode: logisticsCode(index),
    uscc: enterprise(index).uscc,
    name,
    nameEn,
    modes: [...modes],
    onTimeRate: String(stream('operator', index).int(88, 99) / 100),
  };
}

const warehouseNames = [
  ['沈阳综合保税区近海园区一号库', 0, true],
  ['沈阳综合保税区近海园区二号库', 4, true],
  ['沈阳综合保税区桃仙园区一号库', 2, true],
  ['桃仙机场跨境电商监管场所', 2, false],
  ['沈阳东站国际物流监管场所', 3, false],
  ['沈阳港内陆港堆场', 4, false],
  ['国际邮件互换局', 1, false],
  ['浑南跨境电商监管仓', 0, false],
] as const;

function warehouseRow(
  [name, operator, bonded]: (typeof warehouseNames)[number],
  index: number,
): typeof warehouses.$inferInsert {
  return {
    code: `SYWH${String(index + 1).padStart(2, '0')}`,
    name,
    operatorCode: logisticsCode(operator),
    bonded,
    monthlyThroughput: stream('warehouse', index).int(4_000, 90_000),
  };
}

type WaybillRows = (
  | readonly [typeof waybills, typeof waybills.$inferInsert]
  | readonly [typeof trackingEvents, typeof trackingEvents.$inferInsert]
)[];

function waybillRows(index: number): WaybillRows {
  const flow = flowCase(index);
  const { waybill } = flow;
  if (waybill === null) return [];
  const key = {
    logisticsCode: logisticsCode(waybill.operator),
    logisticsNo: waybill.logisticsNo,
  };
  const row: typeof waybills.$inferInsert = {
    ...key,
    ebpCode: flow.ebpCode,
    orderNo: flow.orderNo,
    mode: waybill.transport,
    status: statusOf(flow, waybill),
    weight: kilograms(flow.weightGrams),
    packages: 1,
    freightCharge: money(waybill.freight),
    containerNo: waybill.containerNo,
    acceptedAt: waybill.acceptedAt,
    deliveredAt: waybill.deliveredAt,
    country: flow.country,
    consigneeToken: waybill.consigneeToken,
  };
  return [
    [waybills, row],
    ...eventsOf(flow, waybill).map((event) => [trackingEvents, { ...key, ...event }] as const),
  ];
}

function statusOf(
  { fate, releasedAt }: FlowCase,
  { deliveredAt }: Waybill,
): (typeof waybills.$inferInsert)['status'] {
  if (fate === 'RETURNED') return 'RETURNED';
  if (releasedAt === null) return 'HELD';
  return deliveredAt === null ? 'IN_TRANSIT' : 'DELIVERED';
}

/** Codes and places of a way out of China, by mode; a way in has its places the other way round. */
const ways = {
  MAIL: [
    ['EMA', 'CNSHE'],
    ['EMB', 'CNSHE'],
    ['EMC', 'CNSHE'],
    ['EMD', null],
    ['EMI', null],
  ],
  AIR: [
    ['RCS', 'CNSHE'],
    ['DEP', 'CNSHE'],
    ['ARR', null],
    ['DLV', null],
  ],
  RAIL: [
    ['GATE_IN', 'CNSHE'],
    ['LOADED', 'CNSHE'],
    ['BORDER_OUT', 'CNMLX'],
    ['ARRIVED', null],
    ['GATE_OUT', null],
  ],
  SEA: [
    ['GATE_IN', 'CNSHE'],
    ['LOADED', 'CNDLC'],
    ['DEPARTED', 'CNDLC'],
    ['ARRIVED', null],
    ['DISCHARGED', null],
  ],
  ROAD: [
    ['GATE_IN', 'CNSHE'],
    ['DEPARTED', 'CNSHE'],
    ['ARRIVED', 'CNSHE'],
    ['GATE_OUT', 'CNSHE'],
  ],
} as const;

/** Every step until delivery; what is held or returned has come no further than the first. */
function eventsOf(
  flow: FlowCase,
  { transport, acceptedAt, dueAt, deliveredAt }: Waybill,
): Omit<typeof trackingEvents.$inferInsert, 'logisticsCode' | 'logisticsNo'>[] {
  const way = ways[transport];
  const isStopped = flow.releasedAt === null || flow.fate === 'RETURNED';
  const until = isStopped ? acceptedAt : (deliveredAt ?? closing);
  const span = (Date.parse(dueAt) - Date.parse(acceptedAt)) / 1000;
  const random = stream('events', flow.index);
  const last = way.length - 1;
  return way
    .map(([code], position) => {
      const place = way[flow.isImport ? last - position : position]?.[1] ?? null;
      const share = position === last ? (plantingOf(flow.index)?.weighedFactor ?? 1) : 1;
      const weighed = flow.weightGrams * share * (0.995 + random.next() / 100);
      return {
        sequence: position + 1,
        code,
        occurredAt: after(acceptedAt, (span * position) / last),
        place: place ?? `${flow.country}XXX`,
        measuredWeight: position === 0 || position === last ? kilograms(weighed) : null,
      };
    })
    .filter(({ occurredAt }) => occurredAt <= until);
}
