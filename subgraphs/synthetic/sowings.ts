import type { Profile } from '../kit/department.ts';
import { addDays, after, instantAt } from './days.ts';
import type { FlowCase } from './flow.ts';
import { bicycle, chips, formula, promotedEarphones, recalledToy, robot } from './goods.ts';
import { pad } from './identifiers.ts';
import type { Recipe } from './planting.ts';

/** A rule's plantings: so many groups in each profile's own part, each of so many cases. */
export interface Sowing {
  readonly rule: string;
  readonly groups: Readonly<Record<Profile, number>>;
  readonly cases: number;
  readonly recipe: Recipe;
}

type Payment = NonNullable<FlowCase['payment']>;

/** Lists that one buyer's share of a ring is split into, and buyers of a ring. */
const [listsEach, ringBuyers] = [6, 32];

/** Everything that is planted in flow cases. Counts are those that a profile adds to the smaller one. */
export const sowings: readonly Sowing[] = [
  // Paid more or less than was due.
  sow('E01', [3, 57, 840], 1, (group) => ({
    kind: '1210I',
    change: withPayment(({ amount }) => ({
      amount: amount + (group % 2 === 0 ? 1 : -1) * (100 + ((group * 977) % 29_900)),
    })),
  })),
  // Released without a payment or without a waybill.
  sow('E02', [2, 38, 560], 1, (group) => ({
    kind: '9610I',
    change: (flow) => (group % 2 === 0 ? { ...flow, payment: null } : { ...flow, waybill: null }),
  })),
  // Paid before it was ordered.
  sow('E03', [2, 28, 370], 1, () => ({
    kind: '1210I',
    change: withPayment((_, { placedAt }) => ({ paidAt: after(placedAt, -5400) })),
  })),
  // Paid by a stranger.
  sow('E04', [2, 28, 370], 1, (group) => ({
    kind: '1210I',
    change: withPayment(() => ({ payerToken: `bstranger${pad(group, 16)}` })),
  })),
  // Declared far below or above the price of its kind.
  sow('E05', [4, 56, 740], 1, (group) => ({
    kind: '9610E',
    priceFactor: group % 2 === 0 ? 0.3 : 4,
  })),
  // The same chips go out and come back, week by week: three cycles.
  sow('E07', [1, 4, 25], 6, (group, position) => ({
    kind: position % 2 === 0 ? '0110E' : '0110I',
    country: 'KR',
    goods: chips,
    quantity: 10_000 + (group % 50) * 7,
    unitPrice: 4_500,
    placedAt: (day) => instantAt(addDays(day, (position - 5) * 7), 10, group % 60),
  })),
  // One account and one address buy infant formula with the allowance of 32 persons (E08, E09, E10).
  sow('E08', [1, 5, 34], listsEach * ringBuyers, (group, position) => ({
    kind: '1210I',
    goods: formula,
    quantity: 18 + (position % 2),
    unitPrice: 21_500,
    buyer: `ring ${group} ${position % ringBuyers}`,
    address: `ring ${group}`,
    change: withPayment(() => ({ account: `BKRING${pad(group, 12)}` })),
  })),
  // One buyer's year: 27,600 where 26,000 are allowed.
  sow('E11', [2, 23, 275], 6, (group) => ({
    kind: '1210I',
    goods: formula,
    quantity: 20,
    unitPrice: 23_000,
    freight: 0,
    buyer: `overrun ${group}`,
  })),
  // A seller's 130 orders between two and three in the morning.
  sow('E12', [1, 3, 21], 130, (_, position) => ({
    kind: '9610E',
    placedAt: (day) => instantAt(day, 2, Math.floor(position / 3), (position % 3) * 19),
  })),
  // Six transfers just below the threshold of 200,000 in three days.
  sow('E13', [1, 5, 54], 6, (group, position) => ({
    kind: '9710E',
    goods: robot,
    quantity: 2,
    unitPrice: 9_750_000,
    freight: 0,
    buyer: `party ${group}`,
    placedAt: (day) => instantAt(addDays(day, Math.floor(position / 2)), 9 + (position % 2) * 6),
  })),
  // A refund claimed twice, one on departure that nobody settled, one for goods that weigh less.
  sow('E15', [2, 18, 180], 1, (group) => {
    const ago = (days: number) => (day: string) => instantAt(addDays(day, -days), 10, group % 60);
    if (group % 3 === 0) return { kind: '9710E', refund: 'TWICE', placedAt: ago(120) };
    if (group % 3 === 1) {
      // A year earlier, so that the 30th of April by which it had to be settled is over.
      return { kind: '9810E', refund: 'UNSETTLED', placedAt: ago(365) };
    }
    return { kind: '9710E', refund: 'UNDERWEIGHT', weighedFactor: 0.9, placedAt: ago(120) };
  }),
  // A parcel with next to nothing in it.
  sow('E18', [2, 28, 370], 1, () => ({ kind: '9610E', weightFactor: 0.05 })),
  // A mode that is not for a zone such as this.
  sow('E20', [1, 1, 3], 1, () => ({ kind: '1210I', mode: 'M1239' })),
  // Goods under a recall, goods under an anti-dumping duty of the country that they go to.
  sow('X01', [1, 7, 52], 1, () => ({ kind: '9610E', goods: recalledToy, quantity: 6 })),
  sow('X02', [1, 7, 52], 1, () => ({
    kind: '9710E',
    goods: bicycle,
    quantity: 40,
    country: 'DE',
  })),
  // Look-alikes. A family behind one address.
  clean([1, 3, 16], 9, (group, position) => ({
    kind: '1210I',
    buyer: `family ${group} ${position}`,
    address: `family ${group}`,
  })),
  // A difference of exactly one cent.
  clean([1, 3, 16], 1, () => ({
    kind: '1210I',
    change: withPayment(({ amount }) => ({ amount: amount + 1 })),
  })),
  // A year's sum of exactly 26,000.00.
  clean([1, 3, 16], 6, (group, position) => ({
    kind: '1210I',
    goods: formula,
    quantity: 20,
    unitPrice: position === 5 ? 20_000 : 22_000,
    freight: 0,
    buyer: `brim ${group}`,
  })),
  // A low price that the name explains.
  clean([1, 3, 16], 1, () => ({ kind: '9610E', goods: promotedEarphones })),
  // Late, and scanned at every step.
  clean([1, 3, 16], 1, () => ({ kind: '0110E', delayDays: 20 })),
];

function sow(
  rule: string,
  [small, medium, large]: readonly [number, number, number],
  cases: number,
  recipe: Recipe,
): Sowing {
  return { rule, groups: { small, medium, large }, cases, recipe };
}

function clean(groups: readonly [number, number, number], cases: number, recipe: Recipe): Sowing {
  return sow('CLEAN', groups, cases, recipe);
}

function withPayment(
  change: (payment: Payment, flow: FlowCase) => Partial<Payment>,
): (flow: FlowCase) => FlowCase {
  return (flow) =>
    flow.payment === null
      ? flow
      : { ...flow, payment: { ...flow.payment, ...change(flow.payment, flow) } };
}
