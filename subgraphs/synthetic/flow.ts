import type { SyntheticEnterprise } from './enterprises.ts';
import type { Goods } from './goods.ts';

/** Supervision mode, as the contracts name it. */
export type TradeMode = 'M0110' | 'M1210' | 'M1239' | 'M9610' | 'M9710' | 'M9810';

/** Supervision mode and direction, as the shape of the trade is drawn. */
export type FlowKind = '9610E' | '1210I' | '9710E' | '9610I' | '9810E' | '0110E' | '0110I';

/** One order on its way through all departments: information, money and goods. Amounts are in cents. */
export interface FlowCase {
  readonly index: number;
  readonly block: number;
  readonly seller: SyntheticEnterprise;
  readonly platform: number;
  readonly mode: TradeMode;
  readonly isImport: boolean;
  readonly isRetail: boolean;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly placedAt: string;
  readonly lines: readonly FlowLine[];
  readonly goodsValue: number;
  readonly freight: number;
  readonly discount: number;
  readonly taxTotal: number;
  readonly actualPaid: number;
  readonly country: string;
  readonly buyerToken: string;
  readonly addressToken: string;
  readonly payment: {
    readonly payCode: number;
    readonly id: string;
    readonly amount: number;
    readonly paidAt: string;
    readonly payerToken: string;
    readonly account: string;
  } | null;
  readonly waybill: Waybill | null;
  /** When the goods were declared, and released unless they wait. */
  readonly declaredAt: string;
  readonly releasedAt: string | null;
  readonly inspected: boolean;
  /** Whether customs sent a list back, or the goods came back. */
  readonly fate: 'NORMAL' | 'REVIEW' | 'REJECTED' | 'RETURNED';
  readonly weightGrams: number;
  /** Number of the inventory list of retail goods, else null. */
  readonly invtNo: string | null;
  /** Number of the declaration, a summary one for retail exports; null while there is none. */
  readonly entryNo: string | null;
}

/** A line of an order. */
export interface FlowLine {
  readonly goods: Goods;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly country: string;
}

/** The way of the goods. */
export interface Waybill {
  readonly operator: number;
  readonly logisticsNo: string;
  readonly transport: 'SEA' | 'RAIL' | 'ROAD' | 'AIR' | 'MAIL';
  readonly containerNo: string | null;
  readonly acceptedAt: string;
  /** When it arrives, or would have. */
  readonly dueAt: string;
  /** When it arrived; null for what is still on its way, held or returned. */
  readonly deliveredAt: string | null;
  readonly freight: number;
  readonly consigneeToken: string;
}
