import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openHouse, type SubgraphSource, type TestHouse } from '../testing/house.ts';
import { openStock, type StockGateway } from '../testing/stock.ts';

/** Two subgraphs with something of every kind on which the two executors differ. */
const sources: Readonly<Record<string, SubgraphSource>> = {
  one: {
    typeDefs: `
      type Query { item: Item twice: [Item] all: [Media!]! must: Must number: Number }
      type Item @key(fields: "id") {
        id: ID! tag: String price(currency: String!): Int moved: String
        base: Int second: Int @external third: Int @requires(fields: "second")
      }
      interface Media @key(fields: "id") { id: ID! }
      type Book implements Media @key(fields: "id") { id: ID! }
      type Film implements Media @key(fields: "id") { id: ID! }
      type Must { have: Int! }
      type Number { of: Int }
    `,
    resolvers: {
      Query: {
        item: () => ({ id: '1' }),
        twice: () => [{ id: '1' }, { id: '1' }],
        all: () => [
          { __typename: 'Book', id: '1' },
          { __typename: 'Film', id: '2' },
        ],
        must: () => ({}),
        number: () => ({}),
      },
      Media: { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename },
      Item: {
        tag: () => 't',
        price: (_: unknown, { currency }: { readonly currency: string }) =>
          currency === 'CNY' ? 70 : 10,
        moved: () => 'old',
        base: () => 1,
        third: ({ second }: { readonly second?: number }) => (second ?? 0) * 3,
      },
    },
    // What GraphQL itself would not give out.
    misbehave: ({ query }, response) => {
      const odd = query.includes('must') ? { must: { have: null } } : { number: { of: 'many' } };
      if (!/must|number/.test(query)) return false;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: odd }));
      return true;
    },
  },
  two: {
    typeDefs: `
      type Query { alone: Int }
      type Item @key(fields: "id") {
        id: ID! tag: String @external label: String @requires(fields: "tag") note: String
        price(currency: String!): Int @external
        duty: Int @requires(fields: "price(currency: \\"CNY\\")")
        toll: Int @requires(fields: "price(currency: \\"USD\\")")
        moved: String @override(from: "one", label: "percent(100)")
        base: Int @external second: Int @requires(fields: "base")
        third: Int @external fourth: Int @requires(fields: "third")
        bad: Int
      }
      type Media @interfaceObject @key(fields: "id") { id: ID! stars(of: Int!): Int }
    `,
    resolvers: {
      Item: {
        label: ({ tag }: { readonly tag?: string }) => `<${tag ?? 'nothing'}>`,
        note: () => 'note',
        duty: ({ price }: { readonly price?: number }) => price,
        toll: ({ price }: { readonly price?: number }) => price,
        moved: () => 'fresh',
        second: ({ base }: { readonly base?: number }) => (base ?? 0) * 2,
        fourth: ({ third }: { readonly third?: number }) => (third ?? 0) * 5,
        bad: () => {
          throw new Error('The insides of two.');
        },
      },
      Media: {
        stars: ({ id }: { readonly id: string }, { of }: { readonly of: number }) =>
          Number(id) * of,
      },
    },
  },
};

let house: TestHouse;
let stock: StockGateway;
beforeAll(async () => {
  house = await openHouse(sources);
  stock = await openStock(house);
});
afterAll(async () => {
  await stock.close();
  await house.close();
});

/** A row of the table "Where the stock executor answers otherwise", in its order. */
interface Difference {
  /** How the row begins. */
  readonly row: string;
  readonly source: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly own: unknown;
  readonly stock: unknown;
}

const differences: readonly Difference[] = [
  {
    row: '`@skip`/`@include` decided',
    source: 'query ($yes: Boolean!) { item { label @include(if: $yes) second @skip(if: $yes) } }',
    variables: { yes: true },
    own: { item: { label: '<t>' } },
    stock: { item: { label: null } },
  },
  {
    row: "an alias equal to a key's name",
    source: '{ item { id: tag note } }',
    own: { item: { id: 't', note: 'note' } },
    stock: { item: { id: '1', note: 'note' } },
  },
  {
    row: 'one field with several sets of arguments',
    source: '{ item { duty toll } }',
    own: { item: { duty: 70, toll: 10 } },
    stock: { item: { duty: 10, toll: 10 } },
  },
  {
    row: 'fields of an interface object',
    source: '{ all { ... on Book { stars(of: 1) } ... on Film { stars(of: 2) } } }',
    own: { all: [{ stars: 1 }, { stars: 4 }] },
    stock: { all: [{ stars: 1 }, { stars: 2 }] },
  },
  {
    row: 'progressive `@override` holds',
    source: '{ item { moved } }',
    own: { item: { moved: 'fresh' } },
    stock: { item: { moved: 'old' } },
  },
  {
    row: 'fields that `@requires` each other',
    source: '{ item { fourth } }',
    own: { item: { fourth: 30 } },
    stock: { item: { fourth: 0 } },
  },
];

/** Rows that are not about data. */
const others = [
  'an error names the subgraph and a path',
  'a null where none may be, and a value of a wrong type',
  'an entity is sent once',
] as const;

describe('the stock executor answers otherwise', () => {
  test.each(differences)('$row', async ({ source, variables = {}, ...expected }) => {
    const own = await house.run(source, { variables });
    expect({ data: own.data, errors: own.errors }).toEqual({ data: expected.own, errors: [] });
    expect((await stock.run(source, variables)).data).toEqual(expected.stock);
  });

  test(others[0], async () => {
    const own = await house.run('{ item { bad } }');
    expect(own.errors).toEqual([
      {
        message: 'The subgraph "two" failed to answer.',
        path: ['item', 'bad'],
        extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'two' },
      },
    ]);
    expect((await stock.run('{ item { bad } }')).errors).toMatchObject([
      { message: 'The insides of two.' },
    ]);
  });

  test.each([
    ['{ must { have } }', 'Must.have', 'NULL_NOT_ALLOWED', ['must', 'have']],
    ['{ number { of } }', 'Number.of', 'INVALID_VALUE', ['number', 'of']],
  ])(`${others[1]}: %s`, async (source, coordinate, code, path) => {
    const own = await house.run(source);
    expect(own.errors).toMatchObject([{ path, extensions: { code, coordinate } }]);
    const answer = await stock.run(source);
    expect(answer).toMatchObject({ data: own.data, extensions: { valueCompletion: [{ path }] } });
    expect(answer).not.toHaveProperty('errors');
  });

  test(others[2], async () => {
    const sent = (): unknown => house.subgraphs.two?.seen.at(-1)?.variables.representations;
    const one = { __typename: 'Item', id: '1' };
    const own = await house.run('{ twice { note } }');
    expect(sent()).toEqual([one]);
    expect((await stock.run('{ twice { note } }')).data).toEqual(own.data);
    expect(sent()).toEqual([one, one]);
  });

  test('in what the README lists, and nothing of that is untried', async () => {
    const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const [, table = ''] = text.split('| here | stock | why |');
    const rows = [...table.matchAll(/^\| (?!---)(.+?) \|/gm)].map(([, first = '']) => first);
    const tried = [...differences.map(({ row }) => row), ...others];
    expect(rows.filter((row) => !tried.some((each) => row.startsWith(each)))).toEqual([]);
    expect(tried.filter((each) => !rows.some((row) => row.startsWith(each)))).toEqual([]);
  });
});
