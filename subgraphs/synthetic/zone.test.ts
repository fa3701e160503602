import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closing } from './days.ts';
import { enterprise } from './enterprises.ts';
import type { FlowCase } from './flow.ts';
import { flowCase } from './flow-case.ts';
import { plantingOf } from './planted.ts';
import { volumes } from './profile.ts';
import { modes } from './shape.ts';
import { showcase } from './showcase.ts';

const small = Array.from({ length: volumes.small.flowCases }, (_, index) => flowCase(index));
const natural = small.filter(({ index }) => plantingOf(index) === null);
/** Cases from everywhere in the largest profile, made alone. */
const anywhere = fc.nat(volumes.large.flowCases - 1);

const share = (cases: readonly FlowCase[], test: (flow: FlowCase) => boolean): number =>
  cases.filter(test).length / cases.length;

describe('a flow case', () => {
  test('is the same whatever is made before it', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 2, maxLength: 12 }), (indexes) => {
        const forwards = new Map(indexes.map((index) => [index, flowCase(index)]));
        const backwards = new Map([...indexes].reverse().map((index) => [index, flowCase(index)]));
        for (const index of indexes) expect(backwards.get(index)).toEqual(forwards.get(index));
      }),
      { numRuns: 50 },
    );
  });

  test('adds up, in every profile', () => {
    fc.assert(
      fc.property(anywhere, (index) => {
        const flow = flowCase(index);
        const goods = flow.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
        expect(flow.goodsValue).toBe(goods);
        expect(flow.actualPaid).toBe(
          flow.goodsValue + flow.freight + flow.taxTotal - flow.discount,
        );
        for (const amount of [flow.goodsValue, flow.freight, flow.discount, flow.taxTotal]) {
          expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
        }
        if (plantingOf(index) !== null) return;
        expect(flow.payment?.amount).toBe(flow.actualPaid);
        expect(flow.payment?.payerToken).toBe(flow.buyerToken);
        if (flow.waybill !== null) expect(flow.waybill.consigneeToken).toBe(flow.addressToken);
      }),
    );
  });

  test('goes forward in time, and no further than the data', () => {
    for (const { placedAt, declaredAt, releasedAt, payment, waybill } of natural) {
      const steps = [placedAt, declaredAt, releasedAt, waybill?.deliveredAt].filter(
        (instant) => typeof instant === 'string',
      );
      expect(steps).toEqual([...steps].sort());
      expect(steps.at(-1)?.localeCompare(closing)).toBeLessThanOrEqual(0);
      expect(payment?.paidAt.localeCompare(placedAt)).toBe(1);
    }
  });

  test('is numbered as customs number: office, year of acceptance, flag, serial', () => {
    for (const { invtNo, declaredAt, isImport, isRetail } of small) {
      expect(invtNo !== null).toBe(isRetail);
      if (invtNo === null) continue;
      expect(invtNo).toMatch(/^\d{18}$/);
      const year = new Date(Date.parse(declaredAt) + 8 * 3_600_000).getUTCFullYear();
      expect(invtNo.slice(4, 8)).toBe(String(year));
      expect(invtNo.charAt(8)).toBe(isImport ? '1' : '0');
    }
  });

  test('has keys of its own', () => {
    for (const key of [
      ({ ebpCode, orderNo }: FlowCase) => `${ebpCode} ${orderNo}`,
      ({ invtNo, index }: FlowCase) => invtNo ?? String(index),
      ({ payment, index }: FlowCase) => payment?.id ?? String(index),
      ({ waybill, index }: FlowCase) => waybill?.logisticsNo ?? String(index),
    ]) {
      expect(new Set(small.map(key)).size).toBe(small.length);
    }
  });
});

describe('the shape of the zone', () => {
  test('has the supervision modes by their weights', () => {
    for (const [kind, weight] of modes) {
      const [mode, isImport] = [`M${kind.slice(0, 4)}`, kind.endsWith('I')];
      const found = share(natural, (flow) => flow.mode === mode && flow.isImport === isImport);
      // Three standard errors of so many draws.
      const p = weight / 100;
      expect(Math.abs(found - p)).toBeLessThan(3 * Math.sqrt((p * (1 - p)) / natural.length));
    }
  });

  test('has retail imports around 320 CNY and below 5,000', () => {
    const values = natural
      .filter(({ isImport, isRetail }) => isImport && isRetail)
      .map(({ goodsValue }) => goodsValue)
      .sort((a, b) => a - b);
    expect(values.at(-1)).toBeLessThanOrEqual(500_000);
    const median = values[Math.floor(values.length / 2)] ?? 0;
    expect(median).toBeGreaterThan(20_000);
    expect(median).toBeLessThan(45_000);
  });

  test('has few sellers that sell much', () => {
    const count = new Map<string, number>();
    const cases = Array.from({ length: 6000 }, (_, each) => flowCase(2000 + each * 8));
    for (const { seller } of cases) count.set(seller.uscc, (count.get(seller.uscc) ?? 0) + 1);
    const top = [...count.values()].sort((a, b) => b - a).slice(0, 10);
    const found = top.reduce((sum, each) => sum + each, 0) / cases.length;
    expect(found).toBeGreaterThan(0.25);
    expect(found).toBeLessThan(0.5);
  });

  test('has enterprises with names, codes and addresses that nobody has', () => {
    const all = Array.from({ length: volumes.medium.enterprises }, (_, index) => enterprise(index));
    for (const key of ['uscc', 'customsCode', 'organisationCode', 'name'] as const) {
      expect(new Set(all.map((each) => each[key])).size).toBe(all.length);
    }
    for (const { uscc, ownership, contactTelephone, division } of all) {
      expect(uscc.slice(0, 10)).toBe(`${ownership === 'SOLE_TRADER' ? '92' : '91'}${division}XX`);
      expect(contactTelephone).toMatch(/^1000\d{7}$/);
    }
  });
});

test('the example is complete, and nothing is wrong with it', () => {
  const { payment, waybill, invtNo, entryNo, actualPaid } = showcase();
  expect(payment.amount).toBe(actualPaid);
  expect(waybill.deliveredAt).not.toBeNull();
  expect([invtNo, entryNo].every((number) => /^\d{18}$/.test(number))).toBe(true);
});
