import type { PgTable } from 'drizzle-orm/pg-core';
import { instantAt } from '../synthetic/days.ts';
import { logisticsCode } from '../synthetic/enterprises.ts';
import type { FlowCase } from '../synthetic/flow.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { kilograms, money } from '../synthetic/money.ts';
import { blockSize } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import { summaryDay } from '../synthetic/summary.ts';
import { after } from '../synthetic/days.ts';
import { declarationLines, declarations, inventoryLists, listLines } from './tables.ts';

type Rows = (readonly [PgTable, Readonly<Record<string, unknown>>])[];

const transportCodes = { SEA: '2', RAIL: '3', ROAD: '4', AIR: '5', MAIL: '6' } as const;

/** The inventory list of a retail case, or the declaration of another. */
export function caseRows(index: number): Rows {
  const flow = flowCase(index);
  if (flow.invtNo !== null) return listRows(flow, flow.invtNo);
  return flow.entryNo === null ? [] : declarationRows(flow.entryNo, [flow], flow.declaredAt);
}

/** The summary declaration of the retail exports of a block. */
export function summaryRows(block: number): Rows {
  const flows = Array.from({ length: blockSize }, (_, position) =>
    flowCase(block * blockSize + position),
  ).filter(({ invtNo, entryNo }) => invtNo !== null && entryNo !== null);
  const [first] = flows;
  if (first?.entryNo == null) return [];
  return declarationRows(first.entryNo, flows, instantAt(summaryDay(block), 9));
}

function listRows(flow: FlowCase, invtNo: string): Rows {
  const isReleased = flow.releasedAt !== null;
  const { waybill } = flow;
  const list: typeof inventoryLists.$inferInsert = {
    invtNo,
    ebpCode: flow.ebpCode,
    orderNo: flow.orderNo,
    entryNo: flow.entryNo,
    sellerUscc: flow.seller.uscc,
    logisticsCode: logisticsCode(waybill?.operator ?? 1),
    logisticsNo: waybill?.logisticsNo ?? `SYW${flow.orderNo.slice(-9)}`,
    direction: flow.isImport ? 'IMPORT' : 'EXPORT',
    tradeMode: flow.mode,
    transportMode: transportCodes[waybill?.transport ?? 'ROAD'],
    customsOffice: '0801',
    port: waybill?.transport === 'AIR' ? 'CNSHE' : 'CNDLC',
    country: flow.country,
    status: isReleased ? (flow.entryNo === null ? 'RELEASED' : 'CLOSED') : 'INSPECTION',
    declaredAt: flow.declaredAt,
    releasedAt: flow.releasedAt,
    inspected: flow.inspected,
    grossWeight: kilograms(flow.weightGrams * 1.04),
    declaredValue: money(flow.goodsValue),
    taxAssessed: money(flow.taxTotal),
    buyerToken: flow.buyerToken,
  };
  return [
    [inventoryLists, list],
    ...linesOf([flow]).map((line) => [listLines, { invtNo, ...line }] as const),
  ];
}

function declarationRows(entryNo: string, flows: readonly FlowCase[], acceptedAt: string): Rows {
  const [first] = flows;
  if (first === undefined) return [];
  const random = stream('declaration', first.index);
  const released = after(acceptedAt, random.int(60, 7200));
  const declaration: typeof declarations.$inferInsert = {
    entryNo,
    declarantUscc: first.seller.uscc,
    direction: first.isImport ? 'IMPORT' : 'EXPORT',
    tradeMode: first.mode,
    transportMode: transportCodes[first.waybill?.transport ?? 'ROAD'],
    state: random.chance(0.93) ? 'CLOSED' : 'RELEASED',
    partnerCountry: first.country,
    acceptedAt,
    releasedAt: released,
    closedAt: after(released, random.int(1, 6) * 86_400),
    declaredValue: money(flows.reduce((sum, { goodsValue }) => sum + goodsValue, 0)),
    grossWeight: kilograms(flows.reduce((sum, { weightGrams }) => sum + weightGrams * 1.04, 0)),
    riskScore: random.int(0, 100),
  };
  return [
    [
      declarations,
      declaration.state === 'CLOSED' ? declaration : { ...declaration, closedAt: null },
    ],
    ...linesOf(flows).map((line) => [declarationLines, { entryNo, ...line }] as const),
  ];
}

function linesOf(flows: readonly FlowCase[]): Omit<typeof listLines.$inferInsert, 'invtNo'>[] {
  return flows
    .flatMap(({ lines, isImport, country }) =>
      lines.map((line) => ({ ...line, origin: isImport ? country : 'CN' })),
    )
    .map(({ goods, quantity, unitPrice, origin }, position) => ({
      goodsNo: position + 1,
      hsCode: goods.hsCode,
      declaredName: goods.name,
      origin,
      declaredQuantity: String(quantity),
      declaredPrice: money(unitPrice),
    }));
}
