import { afterEach, describe, expect, test } from '@jest/globals';
import { openHouse, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const __resolveType = ({ __typename }: { readonly __typename: string }): string => __typename;

describe('@requires', () => {
  test('in a circle: a field needs one of another subgraph, which needs one of the first', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          type Query { item: Item items: [Item] }
          type Item @key(fields: "id") {
            id: ID! base: Int
            second: Int @external
            third: Int @requires(fields: "second")
          }
        `,
        resolvers: {
          Query: {
            item: () => ({ id: '1', base: 1 }),
            items: () => ['1', '2', '1'].map((id) => ({ id, base: Number(id) })),
          },
          Item: {
            base: ({ id }: { readonly id: string }) => Number(id),
            third: ({ second }: { readonly second: number }) => second * 3,
          },
        },
      },
      two: {
        typeDefs: `
          type Item @key(fields: "id") {
            id: ID! base: Int @external second: Int @requires(fields: "base")
          }
        `,
        resolvers: {
          Item: { second: ({ base }: { readonly base: number }) => base * 2 },
        },
      },
    });
    expect(await house.run('{ item { third } }')).toMatchObject({
      data: { item: { third: 6 } },
      errors: [],
    });
    expect((await house.run('{ items { third base second } }')).data).toEqual({
      items: [1, 2, 1].map((base) => ({ third: base * 6, base, second: base * 2 })),
    });
  });

  test('of an interface’s fields, and on the types of an interface', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          type Query { all: [Media] }
          interface Media { id: ID! format: Format }
          type Book implements Media @key(fields: "id") { id: ID! format: Format pages: Int }
          type Film implements Media @key(fields: "id") { id: ID! format: Format }
          interface Format { name: String }
          type Paper implements Format { name: String weight: Int }
          type Disc implements Format { name: String layers: Int }
        `,
        resolvers: {
          Query: {
            all: () => [
              {
                __typename: 'Book',
                id: '1',
                pages: 5,
                format: { __typename: 'Paper', name: 'p', weight: 80 },
              },
              { __typename: 'Film', id: '2', format: { __typename: 'Disc', name: 'd', layers: 2 } },
              { __typename: 'Book', id: '3', pages: 7, format: null },
            ],
          },
          Media: { __resolveType },
          Format: { __resolveType },
        },
      },
      two: {
        typeDefs: `
          type Book @key(fields: "id") {
            id: ID! pages: Int @external format: Format @external
            label: String @requires(fields: "pages format { __typename name ... on Paper { weight } }")
          }
          type Film @key(fields: "id") {
            id: ID! format: Format @external
            label: String @requires(fields: "format { name }")
          }
          interface Format { name: String }
          type Paper implements Format @external { name: String weight: Int }
          type Disc implements Format @external { name: String }
        `,
        resolvers: {
          Book: {
            label: ({ pages, format }: { readonly pages: number; readonly format: unknown }) =>
              `${pages} ${JSON.stringify(format)}`,
          },
          Film: {
            label: ({ format }: { readonly format: { readonly name: string } }) => format.name,
          },
        },
      },
    });
    const { data, errors } = await house.run(
      '{ all { id ... on Book { label } ... on Film { label } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      all: [
        { id: '1', label: '5 {"__typename":"Paper","name":"p","weight":80}' },
        { id: '2', label: 'd' },
        { id: '3', label: '7 null' },
      ],
    });
  });
});

describe('@provides', () => {
  test('of lists, nested objects and members of a union, on that path only', async () => {
    const seller = { id: 's', city: 'provided', owner: { name: 'provided' } };
    house = await openHouse({
      one: {
        typeDefs: `
          type Query {
            near: [Seller!] @provides(fields: "city owner { name }")
            any: Party @provides(fields: "... on Seller { city }")
            far: Seller
          }
          type Seller @key(fields: "id") { id: ID! city: String @external owner: Owner @external }
          type Owner @external { name: String }
          type Buyer @key(fields: "id") { id: ID! }
          union Party = Seller | Buyer
        `,
        resolvers: {
          Query: {
            near: () => [seller],
            any: () => ({ __typename: 'Seller', ...seller }),
            far: () => ({ id: 's' }),
          },
          Party: { __resolveType },
        },
      },
      two: {
        typeDefs: `
          type Seller @key(fields: "id") { id: ID! city: String @shareable owner: Owner @shareable }
          type Owner @shareable { name: String }
        `,
        resolvers: { Seller: { city: () => 'fetched', owner: () => ({ name: 'fetched' }) } },
      },
    });
    const { data } = await house.run(
      '{ near { city owner { name } } any { ... on Seller { city } } }',
    );
    expect(data).toEqual({
      near: [{ city: 'provided', owner: { name: 'provided' } }],
      any: { city: 'provided' },
    });
    expect(house.subgraphs.two?.seen).toEqual([]);
    expect((await house.run('{ far { city } }')).data).toEqual({ far: { city: 'fetched' } });
  });
});

describe('interfaces that differ between subgraphs', () => {
  test('a type that only one of them knows, and fields that only one of them has', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          interface Node { id: ID! }
          type A implements Node @key(fields: "id") { id: ID! a: Int }
          type Query { first: [Node] }
        `,
        resolvers: {
          Query: { first: () => [{ __typename: 'A', id: '1', a: 1 }] },
          Node: { __resolveType },
        },
      },
      two: {
        typeDefs: `
          interface Node { id: ID! note: String }
          type A implements Node @key(fields: "id") { id: ID! note: String }
          type B implements Node @key(fields: "id") { id: ID! note: String b: Int }
          type Query { second: [Node] }
        `,
        resolvers: {
          Query: {
            second: () => [
              { __typename: 'B', id: '2', note: 'b', b: 2 },
              { __typename: 'A', id: '1', note: 'a' },
            ],
          },
          Node: { __resolveType },
          A: { note: ({ id }: { readonly id: string }) => `a ${id}` },
        },
      },
    });
    const parts = '{ __typename id note ... on A { a } ... on B { b } }';
    const { data, errors } = await house.run(`{ first ${parts} second ${parts} }`);
    expect(errors).toMatchObject([]);
    expect(data).toEqual({
      first: [{ __typename: 'A', id: '1', note: 'a 1', a: 1 }],
      second: [
        { __typename: 'B', id: '2', note: 'b', b: 2 },
        { __typename: 'A', id: '1', note: 'a 1', a: null },
      ],
    });
  });
});

describe('@skip and @include', () => {
  test('on every level, with variables: fields, fragments, entities, lists and what they rest on', async () => {
    house = await openHouse({
      one: {
        typeDefs: `type Query { items: [Item] } type Item @key(fields: "id") { id: ID! tag: String inner: Item }`,
        resolvers: {
          Query: { items: () => [{ id: '1', tag: 't', inner: { id: '2', tag: 'u' } }] },
        },
      },
      two: {
        typeDefs: `type Item @key(fields: "id") {
          id: ID! tag: String @external label: String @requires(fields: "tag") note: String }`,
        resolvers: {
          Item: {
            label: ({ tag }: { readonly tag: string }) => `<${tag}>`,
            note: ({ id }: { readonly id: string }) => `note ${id}`,
          },
        },
      },
    });
    const source = `query ($a: Boolean!, $b: Boolean!, $c: Boolean!) {
      items @include(if: $a) {
        id @skip(if: $b)
        ... @include(if: $b) { note }
        ...F @skip(if: $c)
        inner @include(if: $c) @skip(if: $b) { label @include(if: $a) note }
      }
    } fragment F on Item { label @include(if: $b) inner { tag @skip(if: $b) note } }`;
    const flags = [true, false];
    for (const a of flags)
      for (const b of flags)
        for (const c of flags) {
          const inner = {
            ...(c && !b ? { label: '<u>', note: 'note 2' } : {}),
            ...(c ? {} : { ...(b ? {} : { tag: 'u' }), note: 'note 2' }),
          };
          const item = {
            ...(b ? {} : { id: '1' }),
            ...(b ? { note: 'note 1' } : {}),
            ...(!c && b ? { label: '<t>' } : {}),
            ...((c && !b) || !c ? { inner } : {}),
          };
          const { data, errors } = await house.run(source, { variables: { a, b, c } });
          expect({ a, b, c, data, errors }).toEqual({
            a,
            b,
            c,
            data: a ? { items: [item] } : {},
            errors: [],
          });
        }
  });
});
