import type { PgTable } from 'drizzle-orm/pg-core';
import { after, untilClosing } from '../synthetic/days.ts';
import { logisticsCode } from '../synthetic/enterprises.ts';
import type { FlowCase } from '../synthetic/flow.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { kilograms, money } from '../synthetic/money.ts';
import { blockSize } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import { closedAt, summedUpAt } from '../synthetic/summary.ts';
import { declarationLines, declarations, inventoryLists, listLines } from './tables.ts';

type Rows = (readonly [PgTable, Readonly<Record<string, unknown>>])[];

const transportCodes = { SEA: '2', RAIL: '3', ROAD: '4', AIR: '5', MAIL: '6' } as const;

/** The inventory list of a retail case, or the declaration of another. */
export function caseRows(index: number): Rows {
  const flow = flowCase(index);
  if (flow.invtNo !== null) return listRows(flow, flow.invtNo);
  return flow.entryNo === null
    ? []
    : declarationRows(flow.entryNo, [flow], flow.declaredAt, flow.releasedAt);
}

/** The summary declaration of the retail exports of a block. */
export function summaryRows(block: number): Rows {
  const flows = Array.from({ length: blockSize }, (_, position) =>
    flowCase(block * blockSize + position),
  ).filter(({ invtNo, entryNo }) => invtNo !== null && entryNo !== null);
  const [first] = flows;
  const summedUp = summedUpAt(block);
  if (first?.entryNo == null || summedUp === null) return [];
  const releasedAt = after(summedUp, stream('summary', block).int(60, 7200));
  return declarationRows(first.entryNo, flows, summedUp, untilClosing(releasedAt));
}

function listRows(flow: FlowCase, invtNo: string): Rows {
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
    status: statusOf(flow),
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

function statusOf({
  fate,
  releasedAt,
  inspected,
  entryNo,
}: FlowCase): (typeof inventoryLists.$inferInsert)['status'] {
  if (fate !== 'NORMAL') return fate;
  if (releasedAt === null) return inspected ? 'INSPECTION' : 'STORED';
  return entryNo === null ? 'RELEASED' : 'CLOSED';
}

function declarationRows(
  entryNo: string,
  flows: readonly FlowCase[],
  acceptedAt: string,
  releasedAt: string | null,
): Rows {
  const [first] = flows;
  if (first === undefined) return [];
  const closed = closedAt(first.index, releasedAt);
  const declaration: typeof declarations.$inferInsert = {
    entryNo,
    declarantUscc: first.seller.uscc,
    direction: first.isImport ? 'IMPORT' : 'EXPORT',
    tradeMode: first.mode,
    transportMode: transportCodes[first.waybill?.transport ?? 'ROAD'],
    state: closed !== null ? 'CLOSED' : releasedAt !== null ? 'RELEASED' : 'ACCEPTED',
    partnerCountry: first.country,
    acceptedAt,
    releasedAt,
    closedAt: closed,
    declaredValue: money(flows.reduce((sum, { goodsValue }) => sum + goodsValue, 0)),
    grossWeight: kilograms(flows.reduce((sum, { weightGrams }) => sum + weightGrams * 1.04, 0)),
    riskScore: stream('risk', first.index).int(0, 100),
  };
  return [
    [declarations, declaration],
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
