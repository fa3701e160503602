import { afterEach, describe, expect, test } from '@jest/globals';
import { openHouse, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

describe('where fields are resolved', () => {
  test('@shareable anywhere, @override by who took them over, @provides without another fetch', async () => {
    house = await openHouse({
      old: {
        typeDefs: `
          type Query { item: Item }
          type Item @key(fields: "id") { id: ID! name: String @shareable moved: String seller: Seller }
          type Seller @key(fields: "id") { id: ID! city: String @external }
          extend type Query { local: Item @provides(fields: "seller { city }") }
        `,
        resolvers: {
          Query: {
            item: () => ({ id: '1', name: 'n', moved: 'old', seller: { id: 's' } }),
            local: () => ({ id: '1', name: 'n', seller: { id: 's', city: 'provided' } }),
          },
        },
      },
      fresh: {
        typeDefs: `
          type Item @key(fields: "id") { id: ID! name: String @shareable moved: String @override(from: "old") }
          type Seller @key(fields: "id") { id: ID! city: String @shareable }
        `,
        resolvers: {
          Item: { moved: () => 'fresh' },
          Seller: { city: () => 'fetched' },
        },
      },
    });
    expect((await house.run('{ item { name } }')).data).toEqual({ item: { name: 'n' } });
    expect(house.subgraphs.fresh?.seen).toEqual([]);
    expect((await house.run('{ item { moved seller { city } } }')).data).toEqual({
      item: { moved: 'fresh', seller: { city: 'fetched' } },
    });
    house.subgraphs.fresh?.seen.splice(0);
    expect((await house.run('{ local { seller { city } } }')).data).toEqual({
      local: { seller: { city: 'provided' } },
    });
    expect(house.subgraphs.fresh?.seen).toEqual([]);
  });

  test('by keys of several fields, nested ones, and from key to key', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          type Query { parcels: [[Parcel]] }
          type Parcel @key(fields: "route { from to } lot") { route: Route! lot: Int! }
          type Route @shareable { from: String! to: String! }
        `,
        resolvers: {
          Query: {
            parcels: () => [
              [{ route: { from: 'A', to: 'B' }, lot: 1 }, null],
              null,
              [],
              [
                { route: { from: 'A', to: 'B' }, lot: 1 },
                { route: { from: 'A', to: 'C' }, lot: 2 },
              ],
            ],
          },
        },
      },
      two: {
        typeDefs: `
          type Parcel @key(fields: "route { from to } lot") @key(fields: "number") {
            route: Route! lot: Int! number: ID!
          }
          type Route @shareable { from: String! to: String! }
        `,
        resolvers: {
          Parcel: {
            __resolveReference: (key: {
              readonly route: { readonly to: string };
              readonly lot: number;
            }) => ({
              ...key,
              number: `${key.route.to}${key.lot}`,
            }),
          },
        },
      },
      three: {
        typeDefs: 'type Parcel @key(fields: "number") { number: ID! state: String }',
        resolvers: {
          Parcel: { state: ({ number }: { readonly number: string }) => `state ${number}` },
        },
      },
    });
    const b = { state: 'state B1' };
    expect(await house.run('{ parcels { state } }')).toMatchObject({
      data: { parcels: [[b, null], null, [], [b, { state: 'state C2' }]] },
      errors: [],
    });
    expect(house.subgraphs.three?.seen[0]?.variables.representations).toHaveLength(2);
  });

  test('through a key that one side cannot resolve', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          type Query { order: Order }
          type Order @key(fields: "id") { id: ID! buyer: Buyer }
          type Buyer @key(fields: "code", resolvable: false) { code: ID! }
        `,
        resolvers: { Query: { order: () => ({ id: '1', buyer: { code: 'x' } }) } },
      },
      two: {
        typeDefs: 'type Buyer @key(fields: "code") { code: ID! name: String }',
        resolvers: { Buyer: { name: () => 'buyer' } },
      },
    });
    expect((await house.run('{ order { buyer { name } } }')).data).toEqual({
      order: { buyer: { name: 'buyer' } },
    });
  });
});

describe('names of the client’s own', () => {
  test('may be those of keys, of hidden fields and of what objects inherit', async () => {
    house = await openHouse({
      one: {
        typeDefs: `type Query { item: Item } type Item @key(fields: "id") { id: ID! name: String size: Int }`,
        resolvers: { Query: { item: () => ({ id: '1', name: 'n', size: 3 }) } },
      },
      two: {
        typeDefs: `type Item @key(fields: "id") { id: ID! note: String }`,
        resolvers: { Item: { note: ({ id }: { readonly id: string }) => `note ${id}` } },
      },
    });
    const query = `{
      item { id: name name: note __proto__: size constructor: name toString: id _cpz_id: name
        _entities: size __typename_: __typename }
      _cpz_e0: item { note }
    }`;
    const { data, errors } = await house.run(query);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({
        item: {
          id: 'n',
          name: 'note 1',
          ...(JSON.parse('{"__proto__":3}') as object),
          constructor: 'n',
          toString: '1',
          _cpz_id: 'n',
          _entities: 3,
          __typename_: 'Item',
        },
        _cpz_e0: { note: 'note 1' },
      }),
    );
  });

  test('keep one field with two sets of arguments apart', async () => {
    house = await openHouse({
      one: {
        typeDefs: `type Query { item: Item } type Item @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { item: () => ({ id: '1' }) } },
      },
      two: {
        typeDefs: `type Item @key(fields: "id") { id: ID! times(n: Int!): [Int!] }`,
        resolvers: {
          Item: { times: (_: unknown, { n }: { readonly n: number }) => [n, n * 2] },
        },
      },
    });
    expect(
      (
        await house.run('query ($n: Int!) { item { a: times(n: 1) times(n: $n) } }', {
          variables: { n: 4 },
        })
      ).data,
    ).toEqual({ item: { a: [1, 2], times: [4, 8] } });
  });
});
