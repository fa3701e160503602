import { describe, expect, test } from '@jest/globals';
import { count, eq } from 'drizzle-orm';
import { records } from '../../subgraphs/credit/tables.ts';
import { flowCase } from '../../subgraphs/synthetic/flow-case.ts';
import { money } from '../../subgraphs/synthetic/money.ts';
import { samples } from '../development/samples.ts';
import type { Answered, House } from './house.ts';

const threeFlows = `query ThreeFlows($ebpCode: String!, $orderNo: String!) {
  order(ebpCode: $ebpCode, orderNo: $orderNo) {
    orderNo placedAt goodsValue actualPaid
    payment { payTransactionId amountPaid payerAccount settlementBatch }
    waybill { logisticsNo status weight events { sequence code } }
    inventoryList { invtNo status declaredValue declaration { entryNo state declaredValue fxMatch } }
    seller { uscc name refundClass expectedRefundClass fxClass fxProfile { indicators { differenceRate } } }
  }
}`;

const { ebpCode, orderNo } = samples();
const flow = flowCase(Number(orderNo.slice(4)));

interface Order {
  readonly [field: string]: unknown;
  readonly payment: Record<string, unknown>;
  readonly waybill: Record<string, unknown> & { readonly events: readonly unknown[] };
  readonly inventoryList: Record<string, unknown> & {
    readonly declaration: Record<string, unknown>;
  };
  readonly seller: Record<string, unknown>;
}

function orderOf({ data }: Answered): Order {
  return data?.order as Order;
}

function deniedIn({ errors }: Answered): Record<string, unknown> {
  return Object.fromEntries(
    errors
      .filter(({ extensions }) => extensions.code === 'POLICY_DENIED')
      .map(({ extensions }) => [String(extensions.coordinate), extensions.agreement]),
  );
}

/** What went wrong, beside what policy denies. */
function faultsIn({ errors }: Answered): unknown[] {
  return errors.filter(({ extensions }) => extensions.code !== 'POLICY_DENIED');
}

/** What a department, and the public, read of an order and its enterprise in a house that stands. */
export function threeFlowsTests(houseOf: () => House): void {
  describe('one order with its three flows', () => {
    test('gives a tax analyst who classifies refunds what agreements grant, and names what others would', async () => {
      const before = houseOf().asked.length;
      const answer = await houseOf().ask(threeFlows, {
        department: 'tax',
        purpose: 'REFUND_CLASSIFICATION',
        case: 'TS-2026-17',
        variables: { ebpCode, orderNo },
      });
      expect(faultsIn(answer)).toEqual([]);
      const order = orderOf(answer);
      expect(order.placedAt).toBe(flow.placedAt);
      expect(order.payment.amountPaid).toBe(money(flow.payment?.amount ?? 0));
      expect(order.waybill.status).toBe('DELIVERED');
      expect(order.waybill.events.length).toBeGreaterThan(3);
      expect(order.inventoryList.invtNo).toBe(flow.invtNo);
      expect(order.inventoryList.declaration).toMatchObject({ entryNo: flow.entryNo });
      expect(order.seller).toMatchObject({ name: flow.seller.name, fxClass: flow.seller.fxClass });
      expect(order.seller.refundClass).toMatch(/^CLASS_[1-4]$/);
      expect(order.seller.expectedRefundClass).toMatch(/^CLASS_[1-4]$/);

      expect(deniedIn(answer)).toEqual({
        'Order.goodsValue': 'commerce-to-tax-refund-review',
        'PaymentRecord.payerAccount': null,
        'PaymentRecord.settlementBatch': 'finance-to-tax-pilot',
        'Waybill.weight': 'logistics-to-tax-weights',
        'InventoryList.declaredValue': 'customs-to-tax-refund-review',
        'Declaration.declaredValue': 'customs-to-tax-refund-review',
        'Enterprise.fxProfile': 'fx-to-tax-indicators',
      });
      expect(order.goodsValue).toBeNull();
      expect(order.payment.payerAccount).toBeNull();

      const documents = houseOf()
        .asked.slice(before)
        .map(({ document }) => document);
      expect(documents.length).toBeGreaterThan(5);
      for (const field of [
        'goodsValue',
        'payerAccount',
        'settlementBatch',
        'weight',
        'fxProfile',
      ]) {
        expect(documents.filter((document) => new RegExp(`\\b${field}\\b`).test(document))).toEqual(
          [],
        );
      }
      expect(documents.filter((document) => document.includes('declaredValue'))).toEqual([]);
    });

    test('masks an amount for a class that needs its size only', async () => {
      const answer = await houseOf().ask(threeFlows, {
        department: 'tax',
        purpose: 'REFUND_CLASSIFICATION',
        variables: { ebpCode, orderNo },
      });
      const paid = Math.floor(flow.actualPaid / 100_000) * 1000;
      expect(orderOf(answer).actualPaid).toBe(`${paid}.00`);
    });

    test('gives the same analyst other fields for another purpose', async () => {
      const answer = await houseOf().ask(threeFlows, {
        department: 'tax',
        purpose: 'REFUND_REVIEW',
        variables: { ebpCode, orderNo },
      });
      const order = orderOf(answer);
      expect(order.goodsValue).toBe(money(flow.goodsValue));
      expect(order.actualPaid).toBe(money(flow.actualPaid));
      expect(order.inventoryList.declaration.declaredValue).toMatch(/^\d+\.\d\d$/);
      expect(Object.keys(deniedIn(answer)).sort()).toEqual([
        'Enterprise.fxProfile',
        'PaymentRecord.payerAccount',
        'PaymentRecord.settlementBatch',
      ]);
    });

    test('gives nothing under a purpose without agreements, and says which purpose would do', async () => {
      const answer = await houseOf().ask(threeFlows, {
        department: 'tax',
        purpose: 'CORRECTION',
        variables: { ebpCode, orderNo },
      });
      expect(answer.data).toEqual({ order: null });
      expect(deniedIn(answer)).toEqual({ 'Query.order': 'commerce-to-tax-classification' });
    });

    test('explains an agreement that has ended and one that has not begun', async () => {
      const answer = await houseOf().ask(threeFlows, {
        department: 'tax',
        purpose: 'REFUND_CLASSIFICATION',
        variables: { ebpCode, orderNo },
      });
      const reasons = answer.errors.map(({ message }) => message).join('\n');
      expect(reasons).toContain('finance-to-tax-pilot, which ended on 2026-01-01');
      expect(reasons).toContain('fx-to-tax-indicators, which begins on 2027-01-01');
    });

    test('does not exist for the public, which is not told that it might', async () => {
      const answer = await houseOf().ask(threeFlows, { variables: { ebpCode, orderNo } });
      expect(answer.status).toBe(400);
      expect(answer.data).toBeNull();
      expect(answer.errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(answer.errors[0]?.message).toBe('Cannot query field "order" on type "Query".');
    });

    test('is explained coordinate by coordinate to a department that asks for it', async () => {
      const asking = {
        department: 'tax',
        purpose: 'REFUND_CLASSIFICATION',
        variables: { ebpCode, orderNo },
      };
      const headers = { 'policy-explain': '1' };
      const { extensions } = await houseOf().ask(threeFlows, { ...asking, headers });
      const { coordinates } = extensions?.policy as {
        coordinates: Record<
          string,
          { effect: string; reliesOn: string[]; steps: { source?: string }[] }
        >;
      };
      expect(coordinates['Enterprise.fxClass']).toMatchObject({ reliesOn: ['fx-to-tax-class'] });
      expect(coordinates['Enterprise.fxClass']?.steps[0]?.source).toMatch(
        /fx-to-tax-class\.yaml:\d+/,
      );
      expect(coordinates['Order.actualPaid']?.effect).toBe('masked with band(1000)');
      expect(coordinates['Order.goodsValue']?.effect).toBe('not at all');
      const without = await houseOf().ask(threeFlows, asking);
      expect(without.extensions).toBeUndefined();
      const open = await houseOf().ask('{ parks { code } }', { headers });
      expect(open.extensions).toBeUndefined();
    });

    test('is on record with what was released, under which agreements, about whom', async () => {
      const answer = await houseOf().ask(threeFlows, {
        department: 'tax',
        purpose: 'REFUND_CLASSIFICATION',
        case: 'TS-2026-18',
        variables: { ebpCode, orderNo },
      });
      const index = Number(answer.headers.get('audit-record'));
      const record = (await houseOf().records())[index];
      expect(record).toMatchObject({
        index,
        requestId: answer.headers.get('request-id'),
        department: 'tax',
        subject: 'analyst@tax',
        purpose: 'REFUND_CLASSIFICATION',
        case: 'TS-2026-18',
        subjects: [flow.seller.uscc],
        masked: ['Order.actualPaid'],
        outcome: 'ANSWERED',
      });
      expect(record?.released).toContain('Enterprise.fxClass');
      expect(record?.denied).toContain('PaymentRecord.payerAccount');
      expect(record?.agreements).toContain('fx-to-tax-class');
    });
  });

  describe('the public', () => {
    test('reads an enterprise and its published penalties, and no others', async () => {
      const list = await houseOf().ask(
        '{ enterprises(first: 60) { totalCount nodes { uscc name customsCategory taxGradeAYear creditRecords(kind: PENALTY) { nodes { documentNo publishedFrom usableUntil } } } } }',
      );
      expect(list.errors).toEqual([]);
      const { nodes, totalCount } = list.data?.enterprises as {
        totalCount: number;
        nodes: { creditRecords: { nodes: { publishedFrom: string; usableUntil: string }[] } }[];
      };
      expect(totalCount).toBe(60);
      const penalties = nodes.flatMap(({ creditRecords }) => creditRecords.nodes);
      const now = Date.now();
      expect(penalties.length).toBeGreaterThan(0);
      for (const { publishedFrom, usableUntil } of penalties) {
        expect(Date.parse(publishedFrom)).toBeLessThanOrEqual(now);
        expect(Date.parse(usableUntil)).toBeGreaterThan(now);
      }
      const [all] = await houseOf()
        .database.db.select({ number: count() })
        .from(records)
        .where(eq(records.kind, 'PENALTY'));
      expect(all?.number).toBeGreaterThan(penalties.length);
    });

    test('sees a schema of public fields only', async () => {
      const { data } = await houseOf().ask(
        '{ __schema { queryType { fields { name } } types { name } } __type(name: "Enterprise") { fields { name } } }',
      );
      const text = JSON.stringify(data);
      expect(text).toContain('creditRecords');
      for (const hidden of [
        'customsPenalties',
        'arrears',
        'Waybill',
        'suspiciousReports',
        'contactTelephone',
        'Order"',
      ]) {
        expect(text).not.toContain(hidden);
      }
    });

    test('is suggested nothing that it does not see', async () => {
      const { errors } = await houseOf().ask(
        '{ enterprise(uscc: "91210102XX00000B0P") { taxGrad } }',
      );
      expect(errors.map(({ message }) => message).join()).not.toMatch(/taxGrade\b(?!AYear)/);
    });
  });

  describe('a request that is known', () => {
    test('asks the policies for no decision: masks, conditions and denials are compiled', async () => {
      const decided = async (): Promise<number> => {
        const metrics = await (await fetch(`${houseOf().url}/metrics`)).text();
        return Number(/^cpz_policy_decisions_total (\d+)$/m.exec(metrics)?.[1]);
      };
      const fresh = `${threeFlows} # asked by nobody before`;
      const ask = (): Promise<Answered> =>
        houseOf().ask(fresh, {
          department: 'tax',
          purpose: 'REFUND_CLASSIFICATION',
          case: 'TS-2026-17',
          variables: { ebpCode, orderNo },
        });
      const before = await decided();
      await ask();
      const first = await decided();
      expect(first).toBeGreaterThan(before);
      for (let times = 0; times < 5; times += 1) {
        const answer = await ask();
        expect(faultsIn(answer)).toEqual([]);
        expect(Object.keys(deniedIn(answer))).toHaveLength(7);
      }
      expect(await decided()).toBe(first);
    });
  });
}
