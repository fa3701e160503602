import { ApolloGateway } from '@apollo/gateway';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
  parse,
} from 'graphql';
import { openHouse, type TestHouse } from '../testing/house.ts';

/** Products, reviews and stock: keys of one and two parts, `@requires`, `@shareable`, interfaces, a union, lists. */
const products = `
  interface Item { id: ID! name: String }
  type Product implements Item @key(fields: "id") @key(fields: "sku { code lot }") {
    id: ID! name: String price: Int @shareable weight: Int sku: Sku! tags: [String!]! category: Category
  }
  type Service implements Item @key(fields: "id") { id: ID! name: String hours: Int }
  type Sku @shareable { code: String! lot: Int! }
  type Category { title: String parent: Category }
  union Found = Product | Service
  type Query { items: [Item!]! product(id: ID!): Product found: [Found] matrix: [[Product]] }
`;
const reviews = `
  type Product @key(fields: "id") { id: ID! reviews(least: Int = 0): [Review!] rating: Float }
  type Service @key(fields: "id") { id: ID! reviews(least: Int = 0): [Review!] }
  type Review @key(fields: "id") { id: ID! stars: Int! product: Product author: Author }
  type Author @key(fields: "id") { id: ID! handle: String! @shareable }
  type Query { latest: [Review] }
`;
const stock = `
  type Product @key(fields: "sku { code lot }") {
    sku: Sku! price: Int @shareable weight: Int @external shipping: Int @requires(fields: "weight") inStock: Boolean
  }
  type Sku @shareable { code: String! lot: Int! }
  type Author @key(fields: "id") { id: ID! handle: String! @shareable orders: Int }
`;

interface Product {
  readonly id: string;
  readonly weight?: number | null;
  readonly sku?: { readonly code: string; readonly lot: number };
}

const sku = (id: string): { code: string; lot: number } => ({ code: `c${id}`, lot: Number(id) });
const all = ['1', '2', '3', '4'].map((id) => ({
  __typename: 'Product',
  id,
  name: id === '3' ? null : `product ${id}`,
  price: Number(id) * 10,
  weight: id === '2' ? null : Number(id) * 100,
  sku: sku(id),
  tags: Array.from({ length: Number(id) - 1 }, (_, index) => `t${index}`),
  category: id === '4' ? null : { title: `category ${id}`, parent: { title: 'top', parent: null } },
}));
const services = ['7', '8'].map((id) => ({
  __typename: 'Service',
  id,
  name: `service ${id}`,
  hours: 2,
}));
const byId = ({ id }: { readonly id: string }): unknown =>
  [...all, ...services].find((item) => item.id === id) ?? null;
const reviewsOf = (id: string): { id: string; stars: number; of: string }[] =>
  Array.from({ length: Number(id) % 3 }, (_, index) => ({
    id: `${id}-${index}`,
    stars: ((Number(id) + index) % 5) + 1,
    of: id,
  }));
const listReviews = (
  { id }: { readonly id: string },
  { least }: { readonly least: number },
): unknown => reviewsOf(id).filter(({ stars }) => stars >= least);

let house: TestHouse;
let gateway: ApolloGateway;
let executor: Awaited<ReturnType<ApolloGateway['load']>>['executor'];

beforeAll(async () => {
  house = await openHouse({
    products: {
      typeDefs: products,
      resolvers: {
        Query: {
          items: () => [...all, ...services],
          product: (_root: unknown, key: { readonly id: string }) => byId(key),
          found: () => [services[0], null, all[0]],
          matrix: () => [[all[0], null], [], [all[2], all[0]]],
        },
        Product: {
          __resolveReference: (key: Partial<Product>) =>
            key.id === undefined ? byId({ id: String(key.sku?.lot) }) : byId({ id: key.id }),
        },
        Service: { __resolveReference: byId },
        Item: { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename },
        Found: { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename },
      },
    },
    reviews: {
      typeDefs: reviews,
      resolvers: {
        Query: { latest: () => [...reviewsOf('2'), null, ...reviewsOf('4')] },
        Product: {
          __resolveReference: ({ id }: Product) => ({ id }),
          reviews: listReviews,
          rating: ({ id }: Product) => Number(id) / 2,
        },
        Service: { __resolveReference: ({ id }: Product) => ({ id }), reviews: listReviews },
        Review: {
          product: ({ of }: { readonly of: string }) => ({ id: of }),
          author: ({ id }: { readonly id: string }) => ({ id: `a${id}`, handle: `@${id}` }),
        },
        Author: {
          __resolveReference: ({ id }: { readonly id: string }) => ({
            id,
            handle: `@${id.slice(1)}`,
          }),
        },
      },
    },
    stock: {
      typeDefs: stock,
      resolvers: {
        Product: {
          __resolveReference: (key: Product) => ({ ...key, price: (key.sku?.lot ?? 0) * 10 }),
          shipping: ({ weight }: Product) => (weight == null ? null : weight * 3),
          inStock: (row: Product) => (row.sku?.lot ?? 0) % 2 === 0,
        },
        Author: {
          __resolveReference: ({ id }: { readonly id: string }) => ({
            id,
            handle: `@${id.slice(1)}`,
          }),
          orders: ({ id }: { readonly id: string }) => id.length,
        },
      },
    },
  });
  gateway = new ApolloGateway({ supergraphSdl: house.supergraph });
  ({ executor } = await gateway.load());
});
afterAll(async () => {
  await gateway.stop();
  await house.close();
});

/** A selection set that is valid on a type; a number for each choice keeps it shrinkable. */
function selection(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  choices: () => number,
  depth: number,
): string {
  const parts: string[] = [];
  for (const field of Object.values(type.getFields())) {
    if (choices() % 3 === 0) continue;
    const named = getNamedType(field.type);
    const least = field.args.some(({ name }) => name === 'least') && choices() % 2 === 0;
    const id = field.args.some(({ name }) => name === 'id');
    const given = least ? `(least: ${choices() % 5})` : id ? `(id: "${(choices() % 5) + 1}")` : '';
    const alias = given === '' ? '' : `a${parts.length}_${field.name}: `;
    if (!isCompositeType(named)) parts.push(`${alias}${field.name}${given}`);
    else if (depth > 0) {
      const inner = isObjectType(named)
        ? selection(schema, named, choices, depth - 1)
        : isAbstractType(named)
          ? [
              '__typename',
              ...schema
                .getPossibleTypes(named)
                .map(
                  (possible) =>
                    `... on ${possible.name} ${selection(schema, possible, choices, depth - 1)}`,
                ),
            ].join(' ')
          : '';
      parts.push(`${alias}${field.name}${given} ${isObjectType(named) ? inner : `{ ${inner} }`}`);
    }
  }
  return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
}

describe('against the stock executor', () => {
  test('gives the same data for any query', async () => {
    const schema = house.engine.schema;
    const query = schema.getQueryType();
    if (!query) throw new Error('The schema has no queries.');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1000), { minLength: 8, maxLength: 60 }), async (numbers) => {
        let at = 0;
        const choices = (): number => numbers[at++ % numbers.length] ?? 0;
        const source = `query ${selection(schema, query, choices, 4)}`;
        const document = parse(source);
        const stock = await executor({
          document,
          request: { query: source, variables: {} },
          operationName: null,
          queryHash: source,
          context: {},
          metrics: {},
          overallCachePolicy: {},
          schema,
          operation: document.definitions[0],
          logger: console,
          cache: new Map(),
        } as never);
        const own = await house.run(source);
        expect({ source, data: own.data }).toEqual({
          source,
          data: JSON.parse(JSON.stringify(stock.data ?? null)) as unknown,
        });
      }),
      { numRuns: 120 },
    );
  }, 120_000);
});
