import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { of, serveForTest, type ServedForTest } from '../kit/testing/served.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { commerce } from './department.ts';

let served: ServedForTest;

beforeAll(async () => {
  served = await serveForTest(commerce);
  await commerce.seed(served.database, 'small', () => undefined);
});
afterAll(() => served.close());

interface OrderPage {
  readonly orders: {
    readonly nodes: readonly { readonly orderNo: string; readonly placedAt: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly totalCount: number;
  };
}

const page =
  'query ($after: String, $first: Int, $filter: OrderFilter) { orders(first: $first, after: $after, filter: $filter) { nodes { orderNo placedAt } pageInfo { hasNextPage endCursor } totalCount } }';

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

  test('pages through all orders, newest first, each once', async () => {
    const seen: { orderNo: string; placedAt: string }[] = [];
    let after: string | null = null;
    for (;;) {
      const { data, errors } = await served.ask(page, { variables: { after, first: 100 } });
      expect(errors).toEqual([]);
      const { nodes, pageInfo, totalCount } = (data as OrderPage).orders;
      seen.push(...nodes);
      expect(totalCount).toBe(2000);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(new Set(seen.map(({ orderNo }) => orderNo)).size).toBe(2000);
    const times = seen.map(({ placedAt }) => placedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('counts and lists no rows of which somebody may see nothing, but for a derivation', async () => {
    const document = '{ orders { totalCount nodes { __typename } } }';
    const list = Object.fromEntries(
      ['Query.orders', 'OrderConnection.totalCount', 'OrderConnection.nodes'].map((each) => [
        each,
        'key',
      ]),
    );
    const principal = { kind: 'public' } as const;
    expect(await served.ask(document, { principal, beyond: list })).toMatchObject({
      data: { orders: { totalCount: 0, nodes: [] } },
    });
    const beyond = { ...list, 'Order.actualPaid': 'an-agreement' };
    expect(await served.ask(document, { principal, beyond })).toMatchObject({
      data: { orders: { totalCount: 2000 } },
    });
  });

  test('puts no sort key into a cursor, and takes no cursor of another list', async () => {
    const { data } = await served.ask(page, { variables: { first: 1 } });
    const { endCursor } = (data as OrderPage).orders.pageInfo;
    const plain = Buffer.from(endCursor, 'base64url').toString('latin1');
    expect(plain).not.toMatch(/20\d\d-|SY2/);
    const other = await served.ask(page, {
      variables: { first: 1, after: endCursor, filter: { direction: 'IMPORT' } },
    });
    expect(other.errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    const forged = await served.ask(page, { variables: { first: 1, after: `${endCursor}x` } });
    expect(forged.errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test.each([0, 101, -1])('refuses a page of %s', async (first) => {
    const { errors } = await served.ask(page, { variables: { first } });
    expect(errors[0]?.message).toContain('Ask for 1 to 100');
  });

  test('says what is wrong with a credit code', async () => {
    const { errors } = await served.ask('{ enterprise(uscc: "91210112XX0000A12V") { name } }');
    expect(errors[0]?.message).toContain('USCC cannot be "91210112XX0000A12V"');
  });

  test('gives what a ticket of the gateway names, for that document alone', async () => {
    const { ebpCode, orderNo, buyerToken } = flowCase(0);
    const document = `{ order(ebpCode: "${ebpCode}", orderNo: "${orderNo}") { buyerToken } }`;
    const principal = of('tax', 'REFUND_REVIEW');
    const without = await served.ask(document, { principal });
    expect(without.errors[0]?.extensions?.code).toBe('POLICY_DENIED');
    const beyond = { 'Order.buyerToken': 'a-derivation' };
    const granted = await served.ask(document, { principal, beyond });
    expect(granted.data).toEqual({ order: { buyerToken } });
    const ticket = await served.gateway.ticket(
      {
        aud: 'commerce',
        class: served.policies.current.classOf(principal).key,
        table: served.policies.current.version,
        beyond,
      },
      document,
    );
    const elsewhere = await served.ask(`query Other ${document}`, {
      principal,
      headers: { 'gateway-ticket': ticket },
    });
    expect(elsewhere.status).toBe(401);
  });
});

describe('a search by name', () => {
  const found = async (name: string): Promise<readonly string[]> => {
    const { data, errors } = await served.ask(
      'query ($name: String) { enterprises(name: $name, first: 100) { nodes { name } } }',
      { variables: { name } },
    );
    expect(errors).toEqual([]);
    const { nodes } = (data as { enterprises: { nodes: { name: string }[] } }).enterprises;
    return nodes.map((node) => node.name);
  };
  const songyue = '沈阳淞樾供应链有限公司';

  test.each([
    ['the whole name', songyue],
    ['a part of it', '淞樾供应'],
    ['one character', '樾'],
    ['pinyin', 'songyue'],
    ['pinyin with spaces and capitals', 'Shen yang Song yue'],
    ['initials', 'sysygylyxgs'],
    ['the name in Latin letters', 'Songyue Supply Chain Co.'],
    ['full-width letters', 'ＳＯＮＧＹＵＥ'],
  ])('finds %s', async (_how, text) => {
    expect(await found(text)).toContain(songyue);
  });

  test('finds nothing across the ends of two forms of a name', async () => {
    expect(await found('有限公司shenyang')).toEqual([]);
  });

  test.each(['%', '_', '\\', '淞%链', "'; DROP TABLE"])('takes %s as it stands', async (text) => {
    expect(await found(text)).toEqual([]);
  });

  test('is answered from the index', async () => {
    const { rows } = (await served.database.db.transaction(async (transaction) => {
      await transaction.execute('SET LOCAL enable_seqscan = off');
      return transaction.execute(
        "EXPLAIN SELECT uscc FROM commerce.enterprises WHERE name_pairs @> ARRAY['淞樾']",
      );
    })) as { rows: Record<string, string>[] };
    expect(JSON.stringify(rows)).toContain('enterprises_name_pairs');
  });
});
