import type { FlowLine } from './flow.ts';

/**
 * Tax on a retail import within the limits, in cents: (vat + ct) / (1 - ct) x 70 % of the price of each line, freight
 * and discount shared out by value (rule of 2019-01-01).
 * @param extra freight less discount, in cents
 */
export function assess(lines: readonly FlowLine[], extra: number): number {
  const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  return lines.reduce((sum, { goods, quantity, unitPrice }) => {
    const value = quantity * unitPrice;
    const price = value + (extra * value) / Math.max(total, 1);
    const rate = (goods.vat + goods.consumptionTax) / (1 - goods.consumptionTax);
    return sum + Math.round(price * rate * 0.7);
  }, 0);
}
