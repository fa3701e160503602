import { afterEach, describe, expect, test } from '@jest/globals';
import { openHouse, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const __resolveType = ({ __typename }: { readonly __typename: string }): string => __typename;

describe('interface objects', () => {
  const books = {
    1: { __typename: 'Book', id: '1', title: 'b' },
    2: { __typename: 'Film', id: '2', title: 'f' },
  };
  const media = {
    typeDefs: `
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
      type Query { all: [Media!]! }
    `,
    resolvers: {
      Query: { all: () => Object.values(books) },
      Media: { __resolveType, __resolveReference: ({ id }: { id: '1' | '2' }) => books[id] },
      Book: { pages: () => 9, __resolveReference: () => books[1] },
      Film: { minutes: () => 8, __resolveReference: () => books[2] },
    },
  };
  const ratings = {
    typeDefs: `
      type Media @interfaceObject @key(fields: "id") { id: ID! stars(of: Int = 5): Int similar: Media }
      type Query { best: Media }
    `,
    resolvers: {
      Query: { best: () => ({ id: '2' }) },
      Media: {
        stars: ({ id }: { readonly id: string }, { of }: { readonly of: number }) =>
          Number(id) * of,
        similar: ({ id }: { readonly id: string }) => ({ id: id === '1' ? '2' : '1' }),
      },
    },
  };

  test('are asked under their own name and answer for every type', async () => {
    house = await openHouse({ media, ratings });
    const { data, errors } = await house.run(
      '{ all { __typename title stars ... on Book { pages } similar { __typename title } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      all: [
        {
          __typename: 'Book',
          title: 'b',
          stars: 5,
          pages: 9,
          similar: { __typename: 'Film', title: 'f' },
        },
        { __typename: 'Film', title: 'f', stars: 10, similar: { __typename: 'Book', title: 'b' } },
      ],
    });
    const [request] = house.subgraphs.ratings?.seen ?? [];
    expect(request?.variables.representations).toEqual([
      { __typename: 'Media', id: '1' },
      { __typename: 'Media', id: '2' },
    ]);
  });

  test('that stand at the root learn their type before it is shown', async () => {
    house = await openHouse({ media, ratings });
    expect(await house.run('{ best { __typename stars ... on Film { minutes } } }')).toMatchObject({
      data: { best: { __typename: 'Film', stars: 10, minutes: 8 } },
      errors: [],
    });
  });

  test('keep apart what types ask for under one response key', async () => {
    house = await openHouse({ media, ratings });
    const { data, errors } = await house.run(
      '{ all { ... on Book { stars(of: 1) } ... on Film { stars(of: 2) x: stars } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ all: [{ stars: 1 }, { stars: 4, x: 10 }] });
  });
});

describe('abstract types', () => {
  test('whose types give one response key different shapes', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          union Any = A | B
          type A @key(fields: "id") { id: ID! value: String }
          type B @key(fields: "id") { id: ID! value: Int! list: [Int] }
          type Query { any: [Any] }
        `,
        resolvers: {
          Query: {
            any: () => [
              { __typename: 'A', id: '1', value: 'text' },
              null,
              { __typename: 'B', id: '2', value: 7, list: [1, null] },
            ],
          },
          Any: { __resolveType },
        },
      },
      two: {
        typeDefs: `
          type A @key(fields: "id") { id: ID! more: String }
          type B @key(fields: "id") { id: ID! more: Int }
        `,
        resolvers: { A: { more: () => 'more' }, B: { more: () => 5 } },
      },
    });
    const { data, errors } = await house.run(
      '{ any { ... on A { value more } ... on B { number: value list extra: more } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      any: [{ value: 'text', more: 'more' }, null, { number: 7, list: [1, null], extra: 5 }],
    });
  });

  test('of which a subgraph knows fewer members than another', async () => {
    house = await openHouse({
      one: {
        typeDefs: `union Any = A type A @shareable { v: Int } type Query { one: Any }`,
        resolvers: { Query: { one: () => ({ __typename: 'A', v: 1 }) }, Any: { __resolveType } },
      },
      two: {
        typeDefs: `union Any = A | B type A @shareable { v: Int } type B { w: Int } type Query { two: Any }`,
        resolvers: { Query: { two: () => ({ __typename: 'B', w: 2 }) }, Any: { __resolveType } },
      },
    });
    const parts = '{ __typename ... on A { v } ... on B { w } }';
    expect((await house.run(`{ one ${parts} two ${parts} }`)).data).toEqual({
      one: { __typename: 'A', v: 1 },
      two: { __typename: 'B', w: 2 },
    });
  });

  test('that a subgraph fills with a type of its own invention give nothing', async () => {
    house = await openHouse({
      one: {
        typeDefs: `interface I { v: Int } type A implements I { v: Int } type Query { i: I }`,
        misbehave: (_, response) => {
          response.setHeader('content-type', 'application/json');
          response.end('{"data":{"i":{"__typename":"__proto__","v":1}}}');
          return true;
        },
      },
    });
    const { data, errors } = await house.run('{ i { v } }');
    expect(data).toEqual({ i: null });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_VALUE']);
  });
});

describe('enums and inputs that differ between subgraphs', () => {
  test('go by what both take in and what either gives', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          enum Mode { AIR SEA } enum State { OPEN SHUT }
          input Filter { mode: Mode limit: Int onlyOne: Int }
          type Query { one(filter: Filter): State }
        `,
        resolvers: {
          Query: {
            one: (_: unknown, { filter }: { readonly filter: { readonly limit: number } }) =>
              filter.limit > 1 ? 'OPEN' : 'SHUT',
          },
        },
      },
      two: {
        typeDefs: `
          enum Mode { AIR RAIL } enum State { OPEN LOST @inaccessible }
          input Filter { mode: Mode limit: Int }
          type Query { two(filter: Filter): State lost: State }
        `,
        resolvers: { Query: { two: () => 'OPEN', lost: () => 'LOST' } },
      },
    });
    const { data, errors } = await house.run(
      'query ($f: Filter) { one(filter: $f) two(filter: { mode: AIR }) lost }',
      { variables: { f: { limit: 2, mode: 'AIR' } } },
    );
    expect(data).toEqual({ one: 'OPEN', two: 'OPEN', lost: null });
    expect(errors.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['lost'], 'INVALID_VALUE'],
    ]);
    expect(JSON.stringify(errors)).not.toContain('LOST');
    expect(house.engine.schema.getType('Filter')?.toString()).toBe('Filter');
  });
});
