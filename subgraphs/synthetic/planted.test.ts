import { describe, expect, test } from '@jest/globals';
import type { FlowCase } from './flow.ts';
import { enterprise } from './enterprises.ts';
import { flowCase } from './flow-case.ts';
import { plantedGroups, plantingOf } from './planted.ts';
import { fundsToGoods, isPublishedLate } from './planted-enterprises.ts';
import { volumes } from './profile.ts';
import { truth } from './truth.ts';

const cases = Array.from({ length: volumes.small.flowCases }, (_, index) => flowCase(index));
const day = 86_400_000;

const by = (keyOf: (flow: FlowCase) => string, from = cases): readonly FlowCase[][] => {
  const groups = new Map<string, FlowCase[]>();
  for (const flow of from) groups.set(keyOf(flow), [...(groups.get(keyOf(flow)) ?? []), flow]);
  return [...groups.values()];
};
const at = (instant: string): number => Date.parse(instant);
const within = (days: number, instants: readonly string[]): boolean =>
  Math.max(...instants.map(at)) - Math.min(...instants.map(at)) <= days * day;
const transactionValue = ({ goodsValue, freight, discount }: FlowCase): number =>
  goodsValue + freight - discount;

/** Unit price far from those of its tariff code and direction; a name that explains the price excuses it. */
function mispriced(): FlowCase[] {
  const code = ({ lines, isImport }: FlowCase): string =>
    `${lines[0]?.goods.hsCode ?? ''} ${String(isImport)}`;
  const price = ({ lines }: FlowCase): number => lines[0]?.unitPrice ?? 0;
  const lists = cases.filter(({ isRetail }) => isRetail);
  return by(code, lists).flatMap((group) => {
    const sorted = group.map(price).sort((a, b) => a - b);
    const quantile = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? 0;
    if (group.length < 30) return [];
    return group.filter((flow) => {
      const isExplained = flow.lines.some(({ goods }) => goods.name.includes('促销'));
      const isLow = price(flow) < quantile(0.05) / 2;
      return !isExplained && (isLow || price(flow) > 2 * quantile(0.95));
    });
  });
}

/** Goods that go out and come back to one enterprise, twice or more within sixty days. */
function roundTrips(): FlowCase[] {
  const fingerprint = ({ seller, lines }: FlowCase): string =>
    `${seller.uscc} ${lines[0]?.goods.hsCode ?? ''} ${lines[0]?.quantity ?? 0}`;
  const plain = cases.filter(({ mode }) => mode === 'M0110');
  return by(fingerprint, plain)
    .filter((group) => {
      const returns = group.filter(({ isImport }) => isImport).length;
      const times = group.map(({ placedAt }) => placedAt);
      return returns >= 2 && group.length - returns >= 2 && within(60, times);
    })
    .flat();
}

/** What each rule says when it looks at everything: thresholds as the rules have them. */
const detectors: Readonly<Record<string, () => readonly FlowCase[]>> = {
  E01: () =>
    cases.filter(
      ({ payment, actualPaid }) => Math.abs((payment?.amount ?? actualPaid) - actualPaid) > 1,
    ),
  E02: () =>
    cases.filter(
      ({ releasedAt, payment, waybill, isRetail }) =>
        isRetail && releasedAt !== null && (payment === null || waybill === null),
    ),
  E03: () => cases.filter(({ payment, placedAt }) => (payment?.paidAt ?? placedAt) < placedAt),
  E04: () =>
    cases.filter(
      ({ payment, buyerToken, waybill, addressToken }) =>
        (payment?.payerToken ?? buyerToken) !== buyerToken ||
        (waybill?.consigneeToken ?? addressToken) !== addressToken,
    ),
  E05: mispriced,
  E07: roundTrips,
  // One account for ten buyers, fifty lists to one address in thirty days.
  E08: () =>
    by(({ addressToken }) => addressToken)
      .filter((group) => {
        const buyers = new Set(group.map(({ buyerToken }) => buyerToken));
        const accounts = new Set(group.map(({ payment }) => payment?.account));
        const times = group.map(({ declaredAt }) => declaredAt);
        return group.length >= 50 && buyers.size >= 30 && accounts.size === 1 && within(30, times);
      })
      .flat(),
  E11: () =>
    by(
      ({ buyerToken, placedAt }) => `${buyerToken} ${placedAt.slice(0, 4)}`,
      cases.filter(({ isImport, isRetail }) => isImport && isRetail),
    )
      .filter(
        (group) =>
          group.reduce((sum, flow) => sum + transactionValue(flow), 0) > 2_600_000 ||
          group.some((flow) => transactionValue(flow) > 500_000),
      )
      .flat(),
  E12: () =>
    by(({ seller, placedAt }) => `${seller.uscc} ${placedAt.slice(0, 13)}`)
      .filter((group) => group.length > 100)
      .flat(),
  E13: () =>
    by(({ buyerToken }) => buyerToken)
      .filter((group) => {
        const large = group.filter(
          ({ payment }) =>
            (payment?.amount ?? 0) >= 18_000_000 && (payment?.amount ?? 0) < 20_000_000,
        );
        return (
          large.length >= 5 &&
          within(
            3,
            large.map(({ placedAt }) => placedAt),
          )
        );
      })
      .flat(),
  E18: () =>
    cases.filter(({ lines, weightGrams }) => {
      const expected = lines.reduce((sum, line) => sum + line.goods.kilograms * line.quantity, 0);
      return weightGrams < expected * 200 && weightGrams > 10;
    }),
  E20: () => cases.filter(({ mode }) => mode === 'M1239'),
};

const planted = (rule: string): number[] =>
  plantedGroups('small')
    .filter((group) => group.rule === rule)
    .flatMap(({ indexes }) => indexes);

describe('what is planted', () => {
  test.each(Object.entries(detectors))(
    '%s finds what is planted for it and no more',
    (rule, detect) => {
      const found = detect()
        .map(({ index }) => index)
        .sort((a, b) => a - b);
      expect(found.length).toBeGreaterThan(0);
      expect(found).toEqual(planted(rule).sort((a, b) => a - b));
    },
  );

  test('includes look-alikes, none of which a rule finds', () => {
    const clean = new Set(planted('CLEAN'));
    expect(clean.size).toBe(9 + 1 + 6 + 1 + 1);
    const found = Object.values(detectors).flatMap((detect) => detect());
    expect(found.filter(({ index }) => clean.has(index))).toEqual([]);
    const years = by(({ buyerToken }) => buyerToken, [...clean].map(flowCase)).map((group) =>
      group.reduce((sum, flow) => sum + transactionValue(flow), 0),
    );
    expect(years).toContain(2_600_000);
    const cents = [...clean]
      .map(flowCase)
      .map((flow) => (flow.payment?.amount ?? 0) - flow.actualPaid);
    expect(cents.filter((difference) => difference !== 0)).toEqual([1]);
  });

  test('leaves each buyer of a ring 85 to 99 per cent of the yearly allowance', () => {
    for (const group of by(({ buyerToken }) => buyerToken, planted('E08').map(flowCase))) {
      const used = group.reduce((sum, flow) => sum + transactionValue(flow), 0) / 2_600_000;
      expect(group).toHaveLength(6);
      expect(used).toBeGreaterThan(0.85);
      expect(used).toBeLessThan(0.99);
    }
  });

  test('gives no two rings a buyer in common', () => {
    const rings = plantedGroups('medium').filter(({ rule }) => rule === 'E08');
    const buyers = rings.flatMap(({ indexes }) => indexes.map((each) => flowCase(each).buyerToken));
    expect(new Set(buyers).size).toBe(rings.length * 32);
  });

  test.each([
    ['small', [3, 2, 2, 2, 4, 1, 1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 2, 1]],
    ['medium', [60, 40, 30, 30, 60, 5, 6, 25, 4, 6, 20, 30, 20, 2, 8, 8, 15, 4]],
    ['large', [900, 600, 400, 400, 800, 30, 40, 300, 25, 60, 200, 400, 150, 5, 60, 60, 120, 25]],
  ] as const)('is as much as the %s profile is to hold', (profile, counts) => {
    const rules = 'E01 E02 E03 E04 E05 E07 E08 E11 E12 E13 E15 E18 E14 E20 X01 X02 CREDIT_LATE E17';
    const found = new Map<string, number>();
    const count = (rule: string): void => {
      found.set(rule, (found.get(rule) ?? 0) + 1);
    };
    for (const { rule } of plantedGroups(profile)) count(rule);
    const addresses = new Map<string, number>();
    for (let index = 0; index < volumes[profile].enterprises; index += 1) {
      if (fundsToGoods(index) !== null) count('E14');
      if (isPublishedLate(index)) count('CREDIT_LATE');
      const { address } = enterprise(index);
      addresses.set(address, (addresses.get(address) ?? 0) + 1);
    }
    for (const size of addresses.values()) if (size === 6) count('E17');
    expect(rules.split(' ').map((rule) => found.get(rule))).toEqual(counts);
  });

  test('fits into its profile, and into the larger one unchanged', () => {
    for (const [profile, larger] of [
      ['small', 'medium'],
      ['medium', 'large'],
    ] as const) {
      const [groups, more] = [plantedGroups(profile), plantedGroups(larger)];
      expect(more.slice(0, groups.length)).toEqual(groups);
      const indexes = groups.flatMap((group) => group.indexes);
      expect(Math.max(...indexes)).toBeLessThan(volumes[profile].flowCases);
      expect(new Set(indexes).size).toBe(indexes.length);
    }
  });

  test('is told in full: rule, subject, evidence and window', () => {
    const told = [...truth('small')];
    const [first] = told.filter(({ rule }) => rule === 'E01');
    const [index = 0] = planted('E01');
    const { seller, ebpCode, orderNo, payment, placedAt } = flowCase(index);
    expect(plantingOf(index)?.rule).toBe('E01');
    expect(first).toMatchObject({ subject: seller.uscc, window: { from: placedAt, to: placedAt } });
    expect(first?.evidence).toContain(`order ${ebpCode} ${orderNo}`);
    expect(first?.evidence).toContain(`payment ${payment?.id ?? ''}`);
    expect(told.filter(({ rule }) => rule === 'E14')).toHaveLength(2);
    const credit =
      'CREDIT_LATE CREDIT_REPAIRED CREDIT_EXPIRED LIST_OBJECTION SERIOUSLY_DISCREDITED';
    const counts = credit.split(' ').map((each) => told.filter(({ rule }) => rule === each).length);
    expect(counts).toEqual([2, 2, 2, 1, 1]);
    expect(told.every(({ evidence, subject }) => evidence.length > 0 && subject !== '')).toBe(true);
  });
});
