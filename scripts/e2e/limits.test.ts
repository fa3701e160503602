import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openToy, type Toy } from './toy.ts';

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])
  type Query {
    book(filter: Filter): Book
    books(first: Int = 2): [Book!]! @listSize(slicingArguments: ["first"])
  }
  type Book { title: String! a: Book b(n: Int): Book }
  input Filter { and: [Filter!] }
`;
const book: Readonly<Record<string, unknown>> = { title: 't', a: null, b: null };
const resolvers = { Query: { book: () => book, books: () => [book] } };

let toy: Toy;
let large: Toy;
beforeAll(async () => {
  toy = await openToy(
    { books: { typeDefs, resolvers } },
    {
      complexity: {
        tokens: 300,
        nesting: 12,
        depth: 4,
        rootFields: 6,
        aliases: 5,
        fields: 40,
        spreads: 10,
        repeats: 7,
        directives: 6,
        directivesPerField: 2,
        variables: 3,
        cost: 50,
      },
    },
  );
  large = await openToy({ books: { typeDefs, resolvers } });
});
afterAll(async () => {
  await toy.close();
  await large.close();
});

const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => each(index)).join(' ');
const skip = '@skip(if: false)';
const twice = `${skip} ${skip}`;

describe('an operation with too much of', () => {
  test.each([
    ['tokens', 301, `{ book { ${many(300, () => 'title')} } }`],
    ['nesting', 13, `{ book(filter: { and: [${'['.repeat(20)}${']'.repeat(20)}] }) { title } }`],
    ['depth', 5, '{ book { a { a { a { title } } } } }'],
    ['rootFields', 7, `{ ${many(7, () => '__typename')} }`],
    ['aliases', 6, `{ book { ${many(6, (index) => `a${index}: title`)} } }`],
    [
      'fields',
      41,
      `{ ${many(5, (index) => `x${index}: book { ${many(7, () => 'title')} }`)} book { title } }`,
    ],
    [
      'spreads',
      11,
      `{ book { ${many(6, () => '...F')} a { ${many(5, () => '...F')} } } } fragment F on Book { title }`,
    ],
    ['repeats', 8, `{ book { ${many(8, () => 'title')} } }`],
    ['directives', 7, `{ book ${twice} { title ${twice} a ${twice} { title ${skip} } } }`],
    ['directivesPerField', 3, `{ book { title ${many(3, () => skip)} } }`],
    ['variables', 4, `query (${many(4, (index) => `$v${index}: Int`)}) { book { title } }`],
    ['cost', 60, '{ books(first: 60) { title } }'],
  ])('%s is refused; the error names the limit and what was asked', async (limit, asked, query) => {
    const answer = await toy.post({ query });
    expect(answer).toMatchObject({ status: 400, code: 'OPERATION_TOO_COMPLEX' });
    expect(answer.extensions).toMatchObject({ limit, asked });
    expect(answer.message).toContain(`limit "${limit}"`);
  });

  test('cost in its variables is refused where they make it dear', async () => {
    const query = 'query ($n: Int) { books(first: $n) { title } }';
    expect(await toy.post({ query, variables: { n: 50 } })).toMatchObject({ status: 200 });
    const dear = await toy.post({ query, variables: { n: 51 } });
    expect(dear.extensions).toMatchObject({ limit: 'cost', most: 50, asked: 51 });
  });

  test('nesting in its variables is refused', async () => {
    const query = 'query ($f: Filter) { book(filter: $f) { title } }';
    let filter: unknown = {};
    for (let depth = 0; depth < 20; depth += 1) filter = { and: [filter] };
    const { extensions } = await toy.post({ query, variables: { f: filter } });
    expect(extensions).toMatchObject({ limit: 'nesting', most: 12 });
  });

  test('fields in a definition that does not run is refused: validation would read it', async () => {
    const query = `query Small { __typename } query Other { book { ${many(8, () => 'title')} } }`;
    const { extensions } = await toy.post({ query, operationName: 'Small' });
    expect(extensions).toMatchObject({ limit: 'repeats' });
    const unused = `{ __typename } fragment F on Book { ${many(8, () => 'title')} }`;
    expect((await toy.post({ query: unused })).extensions).toMatchObject({ limit: 'repeats' });
  });
});

describe('a document that was built to take long ends soon, by the limits that stand unless others are given', () => {
  const chain = (of: number, end: string): string =>
    many(of, (index) => `fragment f${index} on Book { ...f${index + 1} ...f${index + 1} }`) +
    ` fragment f${of} on Book { ${end} }`;
  const bombs: Readonly<Record<string, string>> = {
    'fragments that double': `{ book { ...f0 } } ${chain(60, 'title')}`,
    'fragments that double into nothing': `{ book { ...f0 } } ${chain(60, '...nothing')}`,
    'fragments that double and come back': `{ book { ...f0 } } ${chain(60, '...f0')}`,
    'fragments that double and are not used': `{ book { title } } ${chain(60, 'title')}`,
    'one field many times': `{ ${many(1600, () => 'book { title }')} }`,
    'fields in fields many times': `{ book { ${many(35, () => `a { ${many(35, () => 'a { title }')} }`)} } }`,
    'many fragments alike': `{ book { ${many(300, (index) => `...f${index}`)} } } ${many(300, (index) => `fragment f${index} on Book { a { title a { title } } }`)}`,
    'brackets without end': `{ book ${'{ a '.repeat(100_000)}`,
    'lists without end': `{ book(filter: ${'['.repeat(100_000)}`,
    'variables without end': `query (${many(1_200, (index) => `$v${index}: Int`)}) { book { title } }`,
    'operations without end': many(700, (index) => `query q${index} { book { title } }`),
    'directives without end': `{ book { title ${'@a '.repeat(2_400)} } }`,
    'introspection of introspection': `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
  };
  test.each(Object.entries(bombs))('%s', async (_what, query) => {
    await large.post({ query: '{ book { title } }' });
    const began = performance.now();
    const { code } = await large.post({ query });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(['OPERATION_TOO_COMPLEX', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']).toContain(
      code,
    );
  });

  test('variables without end', async () => {
    const query = 'query ($f: Filter) { book(filter: $f) { title } }';
    const body = `{"query":${JSON.stringify(query)},"variables":{"f":${'{"and":['.repeat(40_000)}${']}'.repeat(40_000)}}}`;
    const response = await fetch(large.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(await response.text()).toContain('OPERATION_TOO_COMPLEX');
  });
});
