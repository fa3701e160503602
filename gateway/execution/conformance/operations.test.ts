import { afterEach, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery, graphqlSync } from 'graphql';
import { authorized } from '../testing/authorized.ts';
import { openHouse, type TestHouse } from '../testing/house.ts';
import { hangUp } from '../testing/subgraph.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

describe('mutations', () => {
  test('run one after the other over subgraphs, each with what it leads to', async () => {
    const done: string[] = [];
    const act = (name: string, ms: number) => async (): Promise<unknown> => {
      done.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, ms));
      done.push(`${name} ends`);
      return { id: name };
    };
    house = await openHouse({
      one: {
        typeDefs: `type Query { x: Int } type Mutation { first: Item third: Item }
          type Item @key(fields: "id") { id: ID! }`,
        resolvers: { Mutation: { first: act('first', 30), third: act('third', 1) } },
      },
      two: {
        typeDefs: `type Mutation { second: Item } type Item @key(fields: "id") { id: ID! note: String }`,
        resolvers: {
          Mutation: { second: act('second', 10) },
          Item: { note: ({ id }: { readonly id: string }) => `note ${id}` },
        },
      },
    });
    const { data, errors } = await house.run(
      'mutation { first { note } second { note } third { id } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      first: { note: 'note first' },
      second: { note: 'note second' },
      third: { id: 'third' },
    });
    expect(done).toEqual(
      ['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  test('that are skipped do not happen', async () => {
    let count = 0;
    house = await openHouse({
      one: {
        typeDefs: 'type Query { x: Int } type Mutation { add: Int }',
        resolvers: { Mutation: { add: () => ++count } },
      },
    });
    const source = 'mutation ($on: Boolean = false) { add @include(if: $on) }';
    expect((await house.run(source)).data).toEqual({});
    expect(count).toBe(0);
    expect((await house.run(source, { variables: { on: true } })).data).toEqual({ add: 1 });
  });

  test('go on where an earlier one failed', async () => {
    house = await openHouse({
      one: { typeDefs: 'type Query { x: Int } type Mutation { a: Int }', misbehave: hangUp },
      two: {
        typeDefs: 'type Mutation { b: Int }',
        resolvers: { Mutation: { b: () => 2 } },
      },
    });
    const { data, errors } = await house.run('mutation { a b }');
    expect(data).toEqual({ a: null, b: 2 });
    expect(errors.map(({ path }) => path)).toEqual([['a']]);
  });
});

describe('@skip and @include', () => {
  test('save the fetches that nothing else needs, in every combination', async () => {
    house = await openHouse({
      one: {
        typeDefs: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! name: String }',
        resolvers: { Query: { item: () => ({ id: '1', name: 'n' }) } },
      },
      two: {
        typeDefs: 'type Item @key(fields: "id") { id: ID! note: String } type Query { rate: Int }',
        resolvers: { Item: { note: () => 'note' }, Query: { rate: () => 2 } },
      },
    });
    const source = `query ($a: Boolean!, $b: Boolean! = true) {
      item { name ...F @include(if: $a) } rate @skip(if: $b) @include(if: $a)
    } fragment F on Item { note }`;
    const item = { name: 'n' };
    const expected = [
      [{ a: true, b: true }, { item: { ...item, note: 'note' } }, 1],
      [{ a: true, b: false }, { item: { ...item, note: 'note' }, rate: 2 }, 2],
      [{ a: false, b: false }, { item }, 0],
      [{ a: false }, { item }, 0],
    ] as const;
    for (const [variables, data, requests] of expected) {
      house.subgraphs.two?.seen.splice(0);
      expect(await house.run(source, { variables })).toMatchObject({ data, errors: [] });
      expect(house.subgraphs.two?.seen).toHaveLength(requests);
    }
  });

  test('of literals', async () => {
    house = await openHouse({
      one: {
        typeDefs: 'type Query { a: Int b: Int }',
        resolvers: { Query: { a: () => 1, b: () => 2 } },
      },
    });
    expect((await house.run('{ a @skip(if: true) b @include(if: true) }')).data).toEqual({ b: 2 });
    expect((await house.run('{ a @skip(if: true) }')).data).toEqual({});
  });
});

describe('root fields', () => {
  test('of several subgraphs are fetched at once, one request each', async () => {
    const typeDefs = (field: string): string =>
      `type Query { ${field}: Int ${field}${field}: Int }`;
    const waiting: (() => void)[] = [];
    const together = (): Promise<number> =>
      new Promise((resolve) => {
        waiting.push(() => {
          resolve(waiting.length);
        });
        if (waiting.length === 2) for (const go of waiting) go();
      });
    house = await openHouse({
      one: { typeDefs: typeDefs('a'), resolvers: { Query: { a: together, aa: () => 1 } } },
      two: { typeDefs: typeDefs('b'), resolvers: { Query: { b: together, bb: () => 1 } } },
    });
    expect((await house.run('{ a b aa bb again: bb }')).data).toEqual({
      a: 2,
      b: 2,
      aa: 1,
      bb: 1,
      again: 1,
    });
    expect(house.subgraphs.one?.seen).toHaveLength(1);
    expect(house.subgraphs.two?.seen).toHaveLength(1);
  });

  test('__schema, __type and __typename ask no subgraph', async () => {
    house = await openHouse({ one: { typeDefs: 'type Query { a: Int }' } });
    const { schema } = house.engine;
    const source = getIntrospectionQuery();
    const whole = graphqlSync({ schema, source }).data ?? {};
    const answer = await house.run(authorized(source, { introspection: () => whole }));
    expect(answer).toMatchObject({
      data: JSON.parse(JSON.stringify(whole)) as unknown,
      errors: [],
    });
    const named = await house.run(
      authorized('{ __typename q: __type(name: "Query") { name } }', {
        introspection: () => ({ q: { name: 'Query' } }),
      }),
    );
    expect(named.data).toEqual({ __typename: 'Query', q: { name: 'Query' } });
    expect(house.subgraphs.one?.seen).toEqual([]);
  });

  test('show the same part of the graph, and no machinery of federation', async () => {
    house = await openHouse({
      one: { typeDefs: 'type Query { a: Int hidden: Int @inaccessible }' },
    });
    const types = Object.keys(house.engine.schema.getTypeMap());
    expect(
      types.filter((name) => /^(join__|link__|_)/.test(name) && !name.startsWith('__')),
    ).toEqual([]);
    expect(Object.keys(house.engine.schema.getQueryType()?.getFields() ?? {})).toEqual(['a']);
  });
});

describe('nulls and errors', () => {
  test('travel up to what may be null, with the path of where they began', async () => {
    house = await openHouse({
      one: {
        typeDefs:
          'type Query { rows: [Row] row: Row } type Row @key(fields: "id") { id: ID! inner: Row }',
        resolvers: {
          Query: {
            rows: () => ['1', '2', '3'].map((id) => ({ id, inner: { id: `${id}0` } })),
            row: () => ({ id: '1' }),
          },
        },
      },
      two: {
        typeDefs: 'type Row @key(fields: "id") { id: ID! must: String! may: String list: [Int!] }',
        resolvers: {
          Row: {
            must: ({ id }: { readonly id: string }) => {
              if (id === '20') throw new Error('secret');
              return `must ${id}`;
            },
            may: ({ id }: { readonly id: string }) => {
              if (id === '2') throw new Error('secret');
              return 'may';
            },
            list: ({ id }: { readonly id: string }) => (id === '3' ? [1, null] : [1]),
          },
        },
      },
    });
    const { data, errors } = await house.run('{ rows { may list inner { must } } }');
    expect(data).toEqual({
      rows: [
        { may: 'may', list: [1], inner: { must: 'must 10' } },
        { may: null, list: [1], inner: null },
        { may: 'may', list: null, inner: { must: 'must 30' } },
      ],
    });
    const places = errors.map(({ path }) => JSON.stringify(path)).sort();
    expect(places).toEqual([
      '["rows",1,"inner","must"]',
      '["rows",1,"may"]',
      '["rows",2,"list",1]',
    ]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  test('of an entity that a subgraph does not know make it null, not the rest', async () => {
    house = await openHouse({
      one: {
        typeDefs: 'type Query { rows: [Row] } type Row @key(fields: "id") { id: ID! }',
        resolvers: { Query: { rows: () => [{ id: '1' }, { id: '2' }] } },
      },
      two: {
        typeDefs: 'type Row @key(fields: "id") { id: ID! must: String! }',
        resolvers: {
          Row: {
            __resolveReference: ({ id }: { readonly id: string }) => (id === '1' ? { id } : null),
            must: () => 'm',
          },
        },
      },
    });
    const { data, errors } = await house.run('{ rows { id must } }');
    expect(data).toEqual({ rows: [{ id: '1', must: 'm' }, null] });
    expect(errors.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['rows', 1, 'must'], 'NULL_NOT_ALLOWED'],
    ]);
  });
});
