import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serveForTest, type ServedForTest } from '../kit/testing/served.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { commerce } from './department.ts';

let served: ServedForTest;

beforeAll(async () => {
  served = await serveForTest(commerce);
  await commerce.seed(served.database, 'small', () => undefined);
});
afterAll(() => served.close());

describe('the Bureau of Commerce', () => {
  test('gives an order with its lines and seller', async () => {
    const { ebpCode, orderNo, seller, lines } = flowCase(0);
    const { data, errors } = await served.ask(
      'query ($e: String!, $o: String!) { order(ebpCode: $e, orderNo: $o) { orderNo seller { uscc name } lines { lineNo itemName } } }',
      { variables: { e: ebpCode, o: orderNo } },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      order: {
        orderNo,
        seller: { uscc: seller.uscc, name: seller.name },
        lines: lines.map(({ goods }, index) => ({ lineNo: index + 1, itemName: goods.name })),
      },
    });
  });
});
