import { afterEach, describe, expect, test } from '@jest/globals';
import { GraphQLScalarType } from 'graphql';
import { openHouse, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const __resolveType = ({ __typename }: { readonly __typename: string }): string => __typename;
const tell = (_: unknown, given: unknown): string => JSON.stringify(given);

describe('variables', () => {
  const echo = {
    typeDefs: `
      type Query { item: Item echo(by: Filter, ids: [ID!], more: [[Int]], on: Boolean): String }
      type Item @key(fields: "id") { id: ID! }
      input Filter { ids: [ID!] inner: Filter on: Boolean size: Int = 3 kind: Kind }
      enum Kind { A B }
    `,
    resolvers: { Query: { item: () => ({ id: '1' }), echo: tell } },
  };
  const other = {
    typeDefs: `
      type Item @key(fields: "id") { id: ID! echo(by: Filter, ids: [ID!]): String }
      input Filter { ids: [ID!] inner: Filter on: Boolean size: Int = 3 kind: Kind }
      enum Kind { A B }
    `,
    resolvers: { Item: { echo: tell } },
  };

  test('inside lists and input objects, at the root and at an entity', async () => {
    house = await openHouse({ echo, other });
    const source = `query ($id: ID!, $n: Int, $on: Boolean, $f: Filter, $k: Kind = B) {
      echo(by: { ids: ["a", $id], inner: { on: $on, kind: $k, inner: $f } }, more: [[1, $n], null])
      item { echo(by: { inner: { ids: [$id] } }, ids: [$id, "z"]) }
    }`;
    const variables = { id: 'x', n: 7, on: true, f: { ids: ['f'], size: 1 }, k: 'B' };
    const { data, errors } = await house.run(source, { variables });
    expect(errors).toEqual([]);
    const { echo: root, item } = data as { echo: string; item: { echo: string } };
    expect(JSON.parse(root)).toEqual({
      by: {
        ids: ['a', 'x'],
        inner: { on: true, kind: 'B', inner: { ids: ['f'], size: 1 }, size: 3 },
        size: 3,
      },
      more: [[1, 7], null],
    });
    expect(JSON.parse(item.echo)).toEqual({
      by: { inner: { ids: ['x'], size: 3 }, size: 3 },
      ids: ['x', 'z'],
    });
  });

  test('that are absent, null or empty stay so', async () => {
    house = await openHouse({ echo, other });
    const source =
      'query ($f: Filter, $ids: [ID!], $on: Boolean) { echo(by: $f, ids: $ids, on: $on) }';
    const told = async (variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
      const { data } = (await house?.run(source, { variables })) ?? {};
      return JSON.parse((data as { echo: string }).echo);
    };
    expect(await told({})).toEqual({});
    expect(await told({ f: null, ids: [] })).toEqual({ by: null, ids: [] });
    expect(await told({ f: { ids: null, size: 3 } })).toEqual({ by: { ids: null, size: 3 } });
  });

  test('go to those subgraphs only that use them', async () => {
    house = await openHouse({ echo, other });
    await house.run('query ($id: ID!, $on: Boolean) { echo(on: $on) item { echo(ids: [$id]) } }', {
      variables: { id: 'secret', on: true },
    });
    expect(JSON.stringify(house.subgraphs.echo?.seen)).not.toContain('secret');
    expect(JSON.stringify(house.subgraphs.other?.seen)).toContain('secret');
  });
});

describe('custom scalars', () => {
  test('of any JSON pass through whole, in and out, at keys too', async () => {
    const anything = new GraphQLScalarType({ name: 'Any' });
    const long = new GraphQLScalarType({ name: 'Long' });
    const value = { a: [1, { b: null }, 'ü', '"\\'], __proto: 1, big: 1e21, __typename: 'Nothing' };
    house = await openHouse({
      one: {
        typeDefs: `scalar Any scalar Long type Query { item(of: Any): Item many: [Any] }
          type Item @key(fields: "code") { code: Long! any: Any }`,
        resolvers: {
          Any: anything,
          Long: long,
          Query: {
            item: (_: unknown, { of }: { readonly of: unknown }) => ({
              code: 9007199254740991,
              any: of,
            }),
            many: () => [1, 'x', null, [2], { c: 3 }],
          },
        },
      },
      two: {
        typeDefs: `scalar Long type Item @key(fields: "code") { code: Long! next: Long }`,
        resolvers: {
          Long: long,
          Item: { next: ({ code }: { readonly code: number }) => code - 1 },
        },
      },
    });
    const { data, errors } = await house.run('query ($v: Any) { item(of: $v) { any next } many }', {
      variables: { v: value },
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      item: { any: value, next: 9007199254740990 },
      many: [1, 'x', null, [2], { c: 3 }],
    });
  });
});

describe('@oneOf', () => {
  // Federation 2.14 knows no @oneOf: a subgraph declares it for itself, and composition leaves it out.
  test('is the subgraph’s own: its inputs travel as they are, and its refusal reaches the client', async () => {
    house = await openHouse({
      one: {
        typeDefs: `directive @oneOf on INPUT_OBJECT
          type Query { find(by: By!): String } input By @oneOf { id: ID name: String }`,
        resolvers: { Query: { find: tell } },
      },
    });
    const source = 'query ($by: By!) { find(by: $by) }';
    const good = await house.run(source, { variables: { by: { name: 'n' } } });
    expect(good.data).toEqual({ find: '{"by":{"name":"n"}}' });
    const bad = await house.run(source, { variables: { by: { name: 'n', id: '1' } } });
    expect(bad.data).toEqual({ find: null });
    expect(bad.errors.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['find'], 'SUBGRAPH_ERROR'],
    ]);
  });
});

describe('__typename', () => {
  const one = {
    typeDefs: `
      type Query { item: Item items: [[Item]] any: Any shape: Shape }
      type Mutation { add: Item }
      type Item @key(fields: "id") { id: ID! shape: Shape }
      interface Shape { area: Int }
      type Square implements Shape { area: Int }
      union Any = Item | Square
    `,
    resolvers: {
      Query: {
        item: () => ({ id: '1', shape: { __typename: 'Square', area: 4 } }),
        items: () => [[{ id: '1' }, null], null],
        any: () => ({ __typename: 'Square', area: 1 }),
        shape: () => ({ __typename: 'Square', area: 2 }),
      },
      Mutation: { add: () => ({ id: '2' }) },
      Any: { __resolveType },
      Shape: { __resolveType },
    },
  };
  const two = {
    typeDefs: 'type Item @key(fields: "id") { id: ID! owner: Owner } type Owner { name: String }',
    resolvers: { Item: { owner: () => ({ name: 'o' }) } },
  };

  test('says the type at every place, under any name', async () => {
    house = await openHouse({ one, two });
    const { data, errors } = await house.run(`{
      __typename here: __typename
      item { __typename id: __typename owner { __typename t: __typename } shape { __typename area } }
      items { __typename owner { kind: __typename } }
      any { __typename ... on Square { a: __typename } }
      shape { ... on Square { name: __typename } ... on Shape { __typename } }
    }`);
    expect(errors).toEqual([]);
    const square = { __typename: 'Square' };
    expect(data).toEqual({
      __typename: 'Query',
      here: 'Query',
      item: {
        __typename: 'Item',
        id: 'Item',
        owner: { __typename: 'Owner', t: 'Owner' },
        shape: { ...square, area: 4 },
      },
      items: [[{ __typename: 'Item', owner: { kind: 'Owner' } }, null], null],
      any: { ...square, a: 'Square' },
      shape: { ...square, name: 'Square' },
    });
  });

  test('alone asks no more than whether there is an object', async () => {
    house = await openHouse({ one, two });
    expect((await house.run('{ item { __typename } any { __typename } }')).data).toEqual({
      item: { __typename: 'Item' },
      any: { __typename: 'Square' },
    });
    expect((await house.run('mutation { __typename add { __typename } }')).data).toEqual({
      __typename: 'Mutation',
      add: { __typename: 'Item' },
    });
    expect(house.subgraphs.two?.seen).toEqual([]);
  });
});

describe('fragments', () => {
  test('long ones, in each other, on types above and below, come to what they say', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `f${index}`);
    house = await openHouse({
      one: {
        typeDefs: `type Query { node: Node } interface Node { id: ID! }
          type Item implements Node @key(fields: "id") { id: ID! ${names.map((name) => `${name}: Int`).join(' ')} }`,
        resolvers: {
          Query: {
            node: () => ({
              __typename: 'Item',
              id: '1',
              ...Object.fromEntries(names.map((name, index) => [name, index])),
            }),
          },
          Node: { __resolveType },
        },
      },
      two: {
        typeDefs: `type Item @key(fields: "id") { id: ID! ${names.map((name) => `g${name}: Int`).join(' ')} }`,
        resolvers: {
          Item: Object.fromEntries(names.map((name, index) => [`g${name}`, () => index])),
        },
      },
    });
    const parts = Array.from({ length: 15 }, (_, part) => names.slice(part * 10, part * 10 + 10));
    const source = `{ node { ...P0 } } ${parts
      .map(
        (fields, part) =>
          `fragment P${part} on ${part % 2 === 0 ? 'Node' : 'Item'} { id ... on Item { ${fields.map((name) => `${name} g${name}`).join(' ')} } ${part === 14 ? '' : `...P${part + 1}`} }`,
      )
      .join(' ')}`;
    const { data, errors } = await house.run(source);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      node: {
        id: '1',
        ...Object.fromEntries(names.map((name, index) => [name, index])),
        ...Object.fromEntries(names.map((name, index) => [`g${name}`, index])),
      },
    });
    expect(house.subgraphs.two?.seen).toHaveLength(1);
  });
});
