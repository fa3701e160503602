import type { Profile } from '../kit/department.ts';
import { after, instantAt } from './days.ts';
import { businessGoods, type Goods, importGoods } from './goods.ts';
import { blockSize, volumes } from './profile.ts';
import type { FlowCase, TradeMode } from './flow.ts';

/** What is planted in one flow case. */
export interface Planting {
  /** The rule that should find it; `CLEAN` for a look-alike that none may find. */
  readonly rule: string;
  /** Cases of one planting have one number. */
  readonly group: number;
  readonly kind?: '9610E' | '1210I' | '9710E' | '9610I' | '9810E' | '0110E';
  readonly mode?: TradeMode;
  readonly goods?: Goods;
  readonly quantity?: number;
  readonly priceFactor?: number;
  readonly weightFactor?: number;
  readonly buyer?: string;
  readonly address?: string;
  readonly placedAt?: (day: string) => string;
  readonly change?: (flow: FlowCase) => FlowCase;
}

type Recipe = (group: number, position: number) => Omit<Planting, 'rule' | 'group'>;

/** A rule's plantings: so many groups of so many cases in each profile's own part. */
interface Sowing {
  readonly rule: string;
  readonly groups: Readonly<Record<Profile, number>>;
  readonly cases: number;
  readonly recipe: Recipe;
}

const formula = importGoods[3];
const chips = businessGoods[3];
const withPayment =
  (
    change: (
      payment: NonNullable<FlowCase['payment']>,
      flow: FlowCase,
    ) => Partial<NonNullable<FlowCase['payment']>>,
  ): ((flow: FlowCase) => FlowCase) =>
  (flow) =>
    flow.payment === null
      ? flow
      : { ...flow, payment: { ...flow.payment, ...change(flow.payment, flow) } };

const sowings: readonly Sowing[] = [
  sow('E01', [3, 57, 840], 1, (group) => ({
    kind: '1210I',
    change: withPayment(({ amount }) => ({
      amount: amount + (group % 2 === 0 ? 1 : -1) * (100 + ((group * 977) % 29_900)),
    })),
  })),
  sow('E02', [2, 38, 560], 1, (group) => ({
    kind: '9610I',
    change: (flow) => (group % 2 === 0 ? { ...flow, payment: null } : { ...flow, waybill: null }),
  })),
  sow('E03', [2, 28, 370], 1, () => ({
    kind: '1210I',
    change: withPayment((_, { placedAt }) => ({ paidAt: after(placedAt, -5400) })),
  })),
  sow('E04', [2, 28, 370], 1, (group) => ({
    kind: '1210I',
    change: withPayment(() => ({ payerToken: `bstranger${String(group).padStart(16, '0')}` })),
  })),
  sow('E05', [4, 56, 740], 1, (group) => ({
    kind: '9610E',
    priceFactor: group % 2 === 0 ? 0.3 : 4,
  })),
  sow('E07', [1, 4, 25], 6, (group, position) => ({
    kind: '0110E',
    ...(chips === undefined ? {} : { goods: chips }),
    quantity: 10_000 + group * 7,
    change: (flow) =>
      position % 2 === 0
        ? flow
        : { ...flow, isImport: true, entryNo: flow.entryNo?.replace(/^(.{8})0/, '$11') ?? null },
  })),
  sow('E08', [1, 5, 34], 192, (group, position) => ({
    kind: '1210I',
    ...(formula === undefined ? {} : { goods: formula }),
    quantity: 18,
    buyer: `ring ${group} ${position % 32}`,
    address: `ring ${group}`,
    change: withPayment(() => ({ account: `BKRING${String(group).padStart(12, '0')}` })),
  })),
  sow('E11', [2, 23, 275], 6, (group) => ({
    kind: '1210I',
    ...(formula === undefined ? {} : { goods: formula }),
    quantity: 19,
    priceFactor: 1.04,
    buyer: `overrun ${group}`,
  })),
  sow('E12', [1, 3, 21], 130, (_, position) => ({
    kind: '9610E',
    placedAt: (day) => instantAt(day, 2, Math.floor(position / 3), (position % 3) * 19),
  })),
  sow('E13', [1, 5, 54], 6, (group, position) => ({
    kind: '9710E',
    change: withPayment((payment, { placedAt }) => ({
      ...payment,
      amount: 19_500_000,
      payerToken: `bparty${String(group).padStart(19, '0')}`,
      paidAt: after(placedAt, position * 36_000),
    })),
  })),
  sow('E15', [2, 18, 180], 1, (group) => ({ kind: group % 2 === 0 ? '9710E' : '9810E' })),
  sow('E18', [2, 28, 370], 1, () => ({ kind: '9610E', weightFactor: 0.05 })),
  sow('E20', [1, 1, 3], 1, () => ({ kind: '1210I', mode: 'M1239' })),
  // Look-alikes: a family behind one address, a cent of difference, a year's sum that just fits.
  sow('CLEAN', [1, 4, 20], 9, (group, position) => ({
    kind: '1210I',
    buyer: `family ${group} ${position}`,
    address: `family ${group}`,
  })),
  sow('CLEAN', [1, 4, 20], 1, () => ({
    kind: '1210I',
    change: withPayment(({ amount }) => ({ amount: amount + 1 })),
  })),
  sow('CLEAN', [1, 4, 20], 6, (group, position) => ({
    kind: '1210I',
    buyer: `brim ${group}`,
    change: (flow) => brim(flow, position === 5 ? 400_000 : 440_000),
  })),
];

/** The flow case with one line that makes it cost that much in all, tax apart. */
function brim(flow: FlowCase, cents: number): FlowCase {
  const [line] = flow.lines;
  if (line === undefined) return flow;
  const change = {
    lines: [{ ...line, quantity: 1, unitPrice: cents }],
    goodsValue: cents,
    freight: 0,
    discount: 0,
    taxTotal: 0,
    actualPaid: cents,
  };
  return {
    ...flow,
    ...change,
    payment: flow.payment === null ? null : { ...flow.payment, amount: cents },
  };
}

function sow(
  rule: string,
  [small, medium, large]: readonly [number, number, number],
  cases: number,
  recipe: Recipe,
): Sowing {
  return { rule, groups: { small, medium, large }, cases, recipe };
}

/** First block that plantings may take in each profile's own part; those before stay plain for examples. */
const firstBlocks: Readonly<Record<Profile, number>> = {
  small: 12,
  medium: volumes.small.flowCases / blockSize + 2,
  large: volumes.medium.flowCases / blockSize + 2,
};

/** One group of planted cases. */
export interface PlantedGroup {
  readonly rule: string;
  readonly group: number;
  readonly indexes: readonly number[];
}

const made = new Map<
  Profile,
  { readonly byIndex: Map<number, Planting>; readonly groups: PlantedGroup[] }
>();

function plant(profile: Profile): {
  readonly byIndex: Map<number, Planting>;
  readonly groups: PlantedGroup[];
} {
  const known = made.get(profile);
  if (known !== undefined) return known;
  const byIndex = new Map<number, Planting>();
  const groups: PlantedGroup[] = [];
  let block = firstBlocks[profile];
  for (const { rule, groups: counts, cases, recipe } of sowings) {
    for (let group = 0; group < counts[profile]; group += 1) {
      // Each group begins a block of its own, and so has one seller to a block.
      const indexes = Array.from({ length: cases }, (_, position) => block * blockSize + position);
      indexes.forEach((index, position) =>
        byIndex.set(index, { rule, group, ...recipe(group, position) }),
      );
      groups.push({ rule, group, indexes });
      block += Math.ceil(cases / blockSize);
    }
  }
  const planted = { byIndex, groups };
  made.set(profile, planted);
  return planted;
}

/** What is planted in a flow case, if anything. */
export function plantingOf(index: number): Planting | null {
  const profile =
    index < volumes.small.flowCases
      ? 'small'
      : index < volumes.medium.flowCases
        ? 'medium'
        : 'large';
  return plant(profile).byIndex.get(index) ?? null;
}

/** Every planted group that a profile holds: its own and those of the smaller ones. */
export function plantedGroups(profile: Profile): readonly PlantedGroup[] {
  const order: readonly Profile[] = ['small', 'medium', 'large'];
  return order.slice(0, order.indexOf(profile) + 1).flatMap((each) => plant(each).groups);
}
