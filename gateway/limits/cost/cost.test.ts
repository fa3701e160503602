import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import {
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { createEngine } from '../../plan/engine.ts';
import { composeForTest } from '../../execution/testing/compose.ts';
import { createCostCompiler } from './compile-cost.ts';
import { readCostModel } from './cost-model.ts';

const link = (imports: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", ${imports}])\n`;

const catalogue = `
  type Query {
    plain: Int
    heavy: Int @cost(weight: 7)
    book: Book
    books: [Book]
    page(first: Int = 3, last: Int): [Book] @listSize(slicingArguments: ["first", "last"])
    either(first: Int, last: Int): [Book]
      @listSize(slicingArguments: ["first", "last"], assumedSize: 5, requireOneSlicingArgument: false)
    must(first: Int, last: Int): [Book] @listSize(slicingArguments: ["first", "last"], assumedSize: 5)
    assumed: [Book] @listSize(assumedSize: 20)
    connection(first: Int!): Connection @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    search(filter: Filter, filters: [Filter!]): Int
    sorted(by: Order, key: Heavy, at: Int @cost(weight: 4)): Int
    media: Media
    found: [Found]
  }
  type Mutation { add: Int }
  type Connection { edges: [Edge] total: Int notes: [Edge] }
  type Edge { node: Book }
  type Book @key(fields: "id") @cost(weight: 2) { id: ID! title: String tags: [String] genre: Genre similar: [Book] @listSize(assumedSize: 4) }
  interface Media { stars: Int }
  type Film implements Media { stars: Int @cost(weight: 3) }
  type Song implements Media { stars: Int @cost(weight: 6) }
  union Found = Film | Song
  enum Genre @cost(weight: 5) { A B }
  enum Order { ASC DESC }
  scalar Heavy @cost(weight: 9)
  input Filter { first: Int name: String @cost(weight: 2) or: [Filter!] }
`;
const supergraph = composeForTest([
  {
    name: 'catalogue',
    url: 'http://127.0.0.1:1/',
    typeDefs: link('"@cost", "@listSize"') + catalogue,
  },
]);
const schemaOf = async (sdl: string): Promise<GraphQLSchema> => {
  const engine = await createEngine({ supergraph: sdl, plansHere: true });
  await engine.close();
  return engine.schema;
};

async function costOf(
  source: string,
  variables: Readonly<Record<string, unknown>> = {},
  sdl = supergraph,
): Promise<number> {
  const schema = await schemaOf(sdl);
  const document = parse(source);
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('No operation.');
  const cost = createCostCompiler(readCostModel(parse(sdl)), 10)({ document, operation }, schema);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  return cost(coerced ?? {});
}

describe('the shipped contracts', () => {
  test.each([
    ['a page costs what is on it', '{ enterprises(first: 100) { nodes { uscc } } }', 101],
    ['unless it is said, twenty', '{ enterprises { nodes { uscc } } }', 21],
    [
      'pages on a page multiply',
      '{ enterprises(first: 50) { nodes { refunds(first: 10) { nodes { __typename } } } } }',
      1 + 50 * (1 + 1 + 10),
    ],
  ])('%s', async (_what, source, expected) => {
    const shipped = new URL('../../../schema/generated/supergraph.graphql', import.meta.url);
    expect(await costOf(source, {}, await readFile(shipped, 'utf8'))).toBe(expected);
  });
});

describe('the cost of an operation', () => {
  test.each([
    ['leaves are free, unless they weigh', '{ plain heavy }', 7],
    ['an object costs its type’s weight', '{ book { title } }', 2],
    ['an enum costs its own', '{ book { genre } }', 7],
    ['a list is taken to have ten', '{ books { title } }', 20],
    ['and lists in it ten each', '{ books { tags } }', 20],
    ['or what it assumes', '{ assumed { title } }', 40],
    ['lists multiply', '{ assumed { similar { title } } }', 20 * (2 + 4 * 2)],
    ['a slicing argument sizes a list', '{ page(first: 7) { title } }', 14],
    ['and its default, if none is given', '{ page { title } }', 6],
    ['of several given, the largest', '{ either(first: 2, last: 8) { title } }', 16],
    ['without any, what is assumed', '{ either { title } }', 10],
    [
      'sized fields get the size',
      '{ connection(first: 3) { edges { node { title } } total } }',
      1 + 3 * (1 + 2),
    ],
    [
      'and others do not',
      '{ connection(first: 3) { notes { node { title } } } }',
      1 + 10 * (1 + 2),
    ],
    ['arguments cost what they weigh', '{ sorted(at: 1) }', 4],
    ['by their types, too', '{ sorted(key: "x", by: ASC) }', 9],
    ['input objects cost one and their fields', '{ search(filter: { name: "x" }) }', 3],
    ['each of them', '{ search(filters: [{ name: "x", or: [{}, {}] }, {}]) }', 1 + 2 + 2 + 1],
    ['null arguments cost nothing', '{ search(filter: null) }', 0],
    [
      'what is skipped costs nothing',
      '{ heavy @skip(if: true) book @include(if: false) { id } }',
      0,
    ],
    [
      'fragments count where they are spread',
      '{ a: book { ...F } b: book { ...F } } fragment F on Book { genre }',
      14,
    ],
    ['an interface’s field costs what its dearest type says', '{ media { stars } }', 1 + 6],
    [
      'types in a union each count',
      '{ found { ... on Film { stars } ... on Song { stars } } }',
      10 * (1 + 3 + 6),
    ],
    ['a mutation costs ten', 'mutation { add }', 10],
    [
      'names of one’s own and introspection cost nothing',
      '{ __typename __schema { types { name } } }',
      0,
    ],
  ])('%s', async (_what, source, cost) => {
    expect(await costOf(source)).toBe(cost);
  });

  test('goes by the request’s variables', async () => {
    const sized =
      'query ($n: Int, $on: Boolean = true) { page(first: $n) @include(if: $on) { title } }';
    expect(await costOf(sized, { n: 50 })).toBe(100);
    expect(await costOf(sized, {})).toBe(6);
    expect(await costOf(sized, { n: 50, on: false })).toBe(0);
    const filtered = 'query ($f: Filter) { search(filter: $f) }';
    expect(await costOf(filtered, { f: { first: 4, name: 'x' } })).toBe(3);
  });

  test('cannot be told where one slicing argument is required and two or none are given', async () => {
    await expect(costOf('{ page(first: 1, last: 1) { id } }')).rejects.toThrow(
      'exactly one of the arguments first, last',
    );
    await expect(costOf('{ page(first: null) { id } }')).resolves.toBe(6);
    await expect(costOf('{ must { id } }')).rejects.toThrow('exactly one');
  });

  test('goes by the directives under whatever names a subgraph imports them', async () => {
    const renamed = composeForTest([
      {
        name: 'one',
        url: 'http://127.0.0.1:1/',
        typeDefs:
          link('{ name: "@cost", as: "@weight" }, { name: "@listSize", as: "@many" }') +
          'type Query { heavy: Int @weight(weight: 7) rows: [Row] @many(assumedSize: 3) } type Row { id: ID }',
      },
    ]);
    expect(await costOf('{ heavy rows { id } }', {}, renamed)).toBe(10);
  });

  test('takes the larger weight where subgraphs differ, as composition does', async () => {
    const typeDefs = (weight: number): string =>
      `${link('"@cost"')} type Query { shared: Int @shareable @cost(weight: ${weight}) }`;
    const both = composeForTest(
      [3, 8].map((weight) => ({
        name: `s${weight}`,
        url: 'http://127.0.0.1:1/',
        typeDefs: typeDefs(weight),
      })),
    );
    expect(await costOf('{ shared }', {}, both)).toBe(8);
  });
});
