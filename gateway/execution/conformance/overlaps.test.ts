import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../testing/house.ts';
import type { TestHouse } from '../testing/house.ts';

interface Goods {
  readonly code: string;
}

describe('what is asked of one subgraph twice', () => {
  let house: TestHouse;
  let failing: readonly string[] = [];

  beforeAll(async () => {
    house = await openHouse({
      catalogue: {
        typeDefs: `
          type Query { goods: [Goods!]! }
          type Goods @key(fields: "code") { code: ID! weight: Int label: String }
        `,
        resolvers: {
          Query: { goods: () => ['1', '2'].map((code) => ({ code, weight: Number(code) * 100 })) },
          Goods: {
            __resolveReference: ({ code }: Goods) => ({ code, weight: Number(code) * 100 }),
            label: ({ code }: Goods) => `label ${code}`,
          },
        },
      },
      orders: {
        typeDefs: `
          type Goods @key(fields: "code") { code: ID! title: String orders: [Order!]! }
          type Order { goods: Goods! }
        `,
        resolvers: {
          Goods: {
            title: ({ code }: Goods) => `title ${code}`,
            // By then freight has answered.
            orders: async ({ code }: Goods) => {
              await wait(60);
              return [{ goods: { code } }, { goods: { code: '3' } }];
            },
          },
        },
      },
      freight: {
        typeDefs: `
          type Goods @key(fields: "code") {
            code: ID! weight: Int @external inStock: Boolean note(short: Boolean): String place: Place late: Int
            postage: Int @requires(fields: "weight")
          }
          type Place { name: String hall: Int }
        `,
        resolvers: {
          Goods: {
            inStock: ({ code }: Goods) => {
              if (failing.includes(code)) throw new Error('no');
              return code !== '2';
            },
            note: ({ code }: Goods, { short }: { short?: boolean }) =>
              short === true ? code : `note ${code}`,
            place: ({ code }: Goods) => ({ name: `place ${code}`, hall: Number(code) }),
            late: async () => {
              await wait(5_000, undefined, { ref: false });
              return 1;
            },
            postage: ({ weight }: { weight: number }) => weight / 10,
          },
        },
      },
    });
  });
  beforeEach(() => {
    failing = [];
    house.subgraphs.freight?.seen.splice(0);
  });
  afterAll(() => house.close());

  /** The codes of the goods that freight was asked for, request by request. */
  const sent = (): (readonly string[])[] =>
    (house.subgraphs.freight?.seen ?? []).map(({ variables }) =>
      Object.values(variables).flatMap((list) => (list as Goods[]).map(({ code }) => code)),
    );

  it('is taken from where more is asked', async () => {
    const { data, errors } = await house.run(
      '{ goods { inStock postage orders { goods { inStock } } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      goods: [1, 2].map((number) => ({
        inStock: number === 1,
        postage: 10 * number,
        orders: [{ goods: { inStock: number === 1 } }, { goods: { inStock: true } }],
      })),
    });
    expect(sent()).toEqual([['1', '2'], ['3']]);
  });

  it('is taken though the representations name their fields in another order', async () => {
    const { data } = await house.run(
      '{ goods { inStock postage orders { goods { inStock postage } } } }',
    );
    expect(data).toMatchObject({
      goods: [1, 2].map((number) => ({
        orders: [
          { goods: { inStock: number === 1, postage: 10 * number } },
          { goods: { inStock: true, postage: 30 } },
        ],
      })),
    });
    expect(sent().flat().sort()).toEqual(['1', '2', '3', '3']);
  });

  it('brings nothing that means something else there', async () => {
    const { data, errors } = await house.run(
      '{ goods { inStock x: note postage orders { goods { inStock x: title } } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      goods: [1, 2].map((number) => ({
        x: `note ${number}`,
        orders: [{ goods: { x: `title ${number}` } }, { goods: { x: 'title 3' } }],
      })),
    });
  });

  it('is asked for where arguments or what lies deeper differ', async () => {
    const { data, errors } = await house.run(`{
      goods { n: note postage place { name } orders { goods { n: note(short: true) place { hall } } } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      goods: [1, 2].map((number) => ({
        n: `note ${number}`,
        place: { name: `place ${number}` },
        orders: [
          { goods: { n: String(number), place: { hall: number } } },
          { goods: { n: '3', place: { hall: 3 } } },
        ],
      })),
    });
    expect(sent()).toEqual([
      ['1', '2'],
      ['1', '3', '2'],
    ]);
  });

  it('is asked for after all when the other request failed', async () => {
    failing = ['2'];
    const { data, errors } = await house.run(
      '{ goods { inStock note postage orders { goods { note } } } }',
    );
    expect(errors).toHaveLength(1);
    expect(data).toMatchObject({
      goods: [1, 2].map((number) => ({
        inStock: number === 1 ? true : null,
        orders: [{ goods: { note: `note ${number}` } }, { goods: { note: 'note 3' } }],
      })),
    });
    expect(sent().flat().sort()).toEqual(['1', '1', '2', '2', '3']);
  });

  it('is neither waited for nor lost where more of it comes late', async () => {
    const { data, errors } = await house.run(
      '{ goods { inStock late postage orders { goods { inStock } } } }',
      { deadlineMs: 2_500 },
    );
    expect(errors.map(({ extensions }) => extensions?.code)).toContain('SUBGRAPH_UNAVAILABLE');
    expect(data).toMatchObject({
      goods: [1, 2].map((number) => ({
        late: null,
        orders: [{ goods: { inStock: number === 1 } }, { goods: { inStock: true } }],
      })),
    });
  });
});
