import type { Goods } from './goods.ts';
import type { FlowCase, FlowKind, TradeMode } from './flow.ts';

/** What is planted in one flow case; what is not said is drawn as for any other. */
export interface Planting {
  /** The rule that should find it; `CLEAN` for a look-alike that none may find. */
  readonly rule: string;
  /** Cases of one planting have one number, over all profiles. */
  readonly group: number;
  readonly kind?: FlowKind;
  readonly mode?: TradeMode;
  readonly country?: string;
  readonly goods?: Goods;
  readonly quantity?: number;
  /** Price of one, in cents. */
  readonly unitPrice?: number;
  readonly priceFactor?: number;
  /** In cents. */
  readonly freight?: number;
  readonly weightFactor?: number;
  /** What the last weighing on the way shows, as a share of the weight declared. */
  readonly weighedFactor?: number;
  /** Days that the goods are longer on their way than planned. */
  readonly delayDays?: number;
  readonly buyer?: string;
  readonly address?: string;
  readonly placedAt?: (day: string) => string;
  /** What is wrong with the claim for a refund. */
  readonly refund?: 'TWICE' | 'UNSETTLED' | 'UNDERWEIGHT';
  readonly change?: (flow: FlowCase) => FlowCase;
}

/** What a rule plants in the case at a position of one of its groups. */
export type Recipe = (group: number, position: number) => Omit<Planting, 'rule' | 'group'>;
