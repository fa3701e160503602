import { afterEach, describe, expect, test } from '@jest/globals';
import { openHouse, type TestHouse } from '../testing/house.ts';
import { hangUp } from '../testing/subgraph.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

interface Item {
  readonly id: string;
  readonly size: { readonly w: number; readonly h: number };
  readonly shape: Readonly<Record<string, unknown>>;
  readonly price: number | null;
}

const things = `
  type Query { item: Item items: [Item] }
  type Item @key(fields: "id") {
    id: ID! price(currency: String!): Int size: Size shape: Shape parts: [Part!] tag: String
  }
  type Size { w: Int h: Int d: Int }
  interface Shape { name: String }
  type Circle implements Shape { name: String radius: Int }
  type Square implements Shape { name: String side: Int }
  type Part { code: String weight: Int }
`;
const row = (id: string): unknown => ({
  id,
  price: ({ currency }: { readonly currency: string }) => (currency === 'CNY' ? 70 : 10),
  size: { w: 2, h: 3, d: 4 },
  shape:
    id === '1'
      ? { __typename: 'Circle', name: 'c', radius: 5 }
      : { __typename: 'Square', name: 's', side: 6 },
  parts: [
    { code: 'x', weight: 1 },
    { code: 'y', weight: 2 },
  ],
  tag: id === '2' ? null : 't',
});
const thingResolvers = {
  Query: { item: () => row('1'), items: () => ['1', '2', '1'].map(row) },
  Item: { __resolveReference: ({ id }: Item) => row(id) },
};

describe('@requires', () => {
  test('of fields with arguments, each with its own, and beside the client’s', async () => {
    house = await openHouse({
      things: { typeDefs: things, resolvers: thingResolvers },
      tax: {
        typeDefs: `
          type Item @key(fields: "id") {
            id: ID! price(currency: String!): Int @external
            duty: Int @requires(fields: "price(currency: \\"CNY\\")")
            toll: Int @requires(fields: "price(currency: \\"USD\\")")
          }
        `,
        resolvers: {
          Item: {
            duty: ({ price }: Item) => (price ?? 0) * 2,
            toll: ({ price }: Item) => (price ?? 0) * 3,
          },
        },
      },
    });
    expect(await house.run('{ item { price(currency: "EUR") duty toll } }')).toMatchObject({
      data: { item: { price: 10, duty: 140, toll: 30 } },
      errors: [],
    });
  });

  test('of nested objects, lists and fragments on types', async () => {
    house = await openHouse({
      things: { typeDefs: things, resolvers: thingResolvers },
      freight: {
        typeDefs: `
          type Item @key(fields: "id") {
            id: ID! size: Size @external shape: Shape @external parts: [Part!] @external
            area: Int @requires(fields: "size { w h }")
            reach: Int @requires(fields: "shape { ... on Circle { radius } ... on Square { side } }")
            load: Int @requires(fields: "parts { weight }")
          }
          type Size @external { w: Int h: Int }
          interface Shape { name: String }
          type Circle implements Shape @external { name: String radius: Int }
          type Square implements Shape @external { name: String side: Int }
          type Part @external { weight: Int }
        `,
        resolvers: {
          Item: {
            area: ({ size }: Item) => size.w * size.h,
            reach: ({ shape }: Item) => shape.radius ?? shape.side,
            load: ({ parts }: { readonly parts: readonly { readonly weight: number }[] }) =>
              parts.reduce((sum, { weight }) => sum + weight, 0),
          },
        },
      },
    });
    const { data, errors } = await house.run('{ items { id area reach load } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      items: ['1', '2', '1'].map((id) => ({ id, area: 6, reach: id === '1' ? 5 : 6, load: 3 })),
    });
    expect(house.subgraphs.freight?.seen[0]?.variables.representations).toHaveLength(2);
  });

  test('in a chain over three subgraphs, with nulls passed on', async () => {
    house = await openHouse({
      things: { typeDefs: things, resolvers: thingResolvers },
      one: {
        typeDefs: `type Item @key(fields: "id") {
          id: ID! tag: String @external label: String @requires(fields: "tag") }`,
        resolvers: {
          Item: { label: ({ tag }: { readonly tag: string | null }) => `<${String(tag)}>` },
        },
      },
      two: {
        typeDefs: `type Item @key(fields: "id") {
          id: ID! label: String @external print: String @requires(fields: "label") }`,
        resolvers: { Item: { print: ({ label }: { readonly label: string }) => `${label}!` } },
      },
    });
    const { data } = await house.run('{ items { print } }');
    expect(data).toEqual({ items: ['<t>!', '<null>!', '<t>!'].map((print) => ({ print })) });
  });

  test('in a circle of three, from either subgraph: nothing is computed from null', async () => {
    const numbers = (second: unknown, factor: number): number => {
      if (typeof second !== 'number') throw new Error('It is computed from nothing.');
      return second * factor;
    };
    const ids = ['1', '2'].map((id) => ({ id, base: Number(id) }));
    house = await openHouse({
      one: {
        typeDefs: `
          type Query { item: Item items: [Item] }
          type Item @key(fields: "id") {
            id: ID! base: Int @shareable second: Int @external
            third: Int @requires(fields: "second")
          }
        `,
        resolvers: {
          Query: { item: () => ids[0], items: () => ids },
          Item: {
            base: ({ id }: { readonly id: string }) => Number(id),
            third: ({ second }: { readonly second?: number }) => numbers(second, 3),
          },
        },
      },
      two: {
        typeDefs: `
          type Query { thing: Item shown: Item @provides(fields: "base") }
          type Item @key(fields: "id") {
            id: ID! base: Int @external second: Int @requires(fields: "base")
            third: Int @external fourth: Int @requires(fields: "third")
          }
        `,
        resolvers: {
          Query: { thing: () => ({ id: '1' }), shown: () => ({ id: '1', base: 100 }) },
          Item: {
            second: ({ base }: { readonly base?: number }) => numbers(base, 2),
            fourth: ({ third }: { readonly third?: number }) => numbers(third, 5),
          },
        },
      },
    });
    const all = { base: 1, second: 2, third: 6, fourth: 30 };
    const parts = '{ base second third fourth }';
    const expected: Readonly<Record<string, unknown>> = {
      '{ item { fourth } }': { item: { fourth: 30 } },
      '{ thing { fourth } }': { thing: { fourth: 30 } },
      '{ thing { third } }': { thing: { third: 6 } },
      '{ items { third fourth } }': {
        items: [
          { third: 6, fourth: 30 },
          { third: 12, fourth: 60 },
        ],
      },
      [`{ item ${parts} }`]: { item: all },
      [`{ thing ${parts} }`]: { thing: all },
      // What a field on the way provides is known there.
      '{ shown { second } }': { shown: { second: 200 } },
    };
    for (const [query, data] of Object.entries(expected)) {
      const answer = await house.run(query);
      expect({ query, data: answer.data, errors: answer.errors }).toEqual({
        query,
        data,
        errors: [],
      });
    }
  });

  test('is not computed from what could not be fetched', async () => {
    house = await openHouse({
      things: {
        typeDefs: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! name: String }',
        resolvers: { Query: { item: () => ({ id: '1', name: 'n' }) } },
      },
      weights: {
        typeDefs: 'type Item @key(fields: "id") { id: ID! weight: Int }',
        misbehave: hangUp,
      },
      tax: {
        typeDefs: `type Item @key(fields: "id") {
          id: ID! weight: Int @external duty: Int @requires(fields: "weight") }`,
        resolvers: { Item: { duty: () => 1 } },
      },
    });
    const { data, errors } = await house.run('{ item { name duty } }');
    expect(data).toEqual({ item: { name: 'n', duty: null } });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'weights' },
    ]);
    expect(house.subgraphs.tax?.seen).toEqual([]);
  });

  test('by a key that the subgraph resolves, though another comes first', async () => {
    house = await openHouse({
      things: {
        typeDefs: `type Query { item: Item }
          type Item @key(fields: "code") @key(fields: "id") { id: ID! code: ID! tag: String }`,
        resolvers: { Query: { item: () => ({ id: '1', code: 'c', tag: 't' }) } },
      },
      tax: {
        typeDefs: `type Item @key(fields: "code", resolvable: false) @key(fields: "id") {
          id: ID! code: ID! tag: String @external label: String @requires(fields: "tag") }`,
        resolvers: {
          Item: {
            label: ({ id, tag }: { readonly id?: string; readonly tag: string }) =>
              id === undefined ? null : `${id} ${tag}`,
          },
        },
      },
    });
    expect((await house.run('{ item { label } }')).data).toEqual({ item: { label: '1 t' } });
  });

  test('under conditions that differ from those of its neighbours', async () => {
    house = await openHouse({
      things: { typeDefs: things, resolvers: thingResolvers },
      one: {
        typeDefs: `type Item @key(fields: "id") {
          id: ID! tag: String @external label: String @requires(fields: "tag") plain: String }`,
        resolvers: { Item: { label: () => 'l', plain: () => 'p' } },
      },
    });
    const query = 'query ($on: Boolean!) { item { plain label @include(if: $on) } }';
    expect((await house.run(query, { variables: { on: false } })).data).toEqual({
      item: { plain: 'p' },
    });
    expect((await house.run(query, { variables: { on: true } })).data).toEqual({
      item: { plain: 'p', label: 'l' },
    });
  });
});
