import type { GraphQLFieldResolver } from 'graphql';
import type { SubgraphSource } from './house.ts';

/**
 * A shop in three subgraphs, and the same shop as one: keys of one and two parts, `@requires`, `@shareable`,
 * interfaces, a union, lists of lists, an interface object, fields that throw and nulls where none may be.
 */
const products = `
  interface Item @key(fields: "id") { id: ID! name: String maker: String }
  type Product implements Item @key(fields: "id") @key(fields: "sku { code lot }") {
    id: ID! name: String maker: String
    price: Int @shareable weight: Int sku: Sku! tags: [String!]! category: Category
  }
  type Service implements Item @key(fields: "id") { id: ID! name: String maker: String hours: Int }
  type Sku @shareable { code: String! lot: Int! }
  type Category { title: String parent: Category }
  union Found = Product | Service
  type Query { items: [Item!]! product(id: ID!): Product found: [Found] matrix: [[Product]] }
`;
const reviews = `
  type Item @interfaceObject @key(fields: "id") { id: ID! likes: Int reviews(least: Int = 0): [Review!] }
  type Review @key(fields: "id") { id: ID! stars: Int! item: Item author: Author }
  type Author @key(fields: "id") { id: ID! handle: String! @shareable }
  type Query { latest: [Review] }
`;
const stock = `
  type Product @key(fields: "sku { code lot }") {
    sku: Sku! price: Int @shareable weight: Int @external
    shipping: Int @requires(fields: "weight") inStock: Boolean shelf: Int! rating: Float
  }
  type Sku @shareable { code: String! lot: Int! }
  type Author @key(fields: "id") { id: ID! handle: String! @shareable orders: Int }
`;

interface Row {
  readonly id: string;
  readonly weight?: number | null;
  readonly sku?: { readonly code: string; readonly lot: number };
  readonly of?: string;
}

const all = ['1', '2', '3', '4'].map((id) => ({
  __typename: 'Product',
  id,
  name: id === '3' ? null : `product ${id}`,
  maker: `maker ${id}`,
  price: Number(id) * 10,
  weight: id === '2' ? null : Number(id) * 100,
  sku: { code: `c${id}`, lot: Number(id) },
  tags: Array.from({ length: Number(id) - 1 }, (_, index) => `t${index}`),
  category: id === '4' ? null : { title: `category ${id}`, parent: { title: 'top', parent: null } },
}));
const services = ['7', '8'].map((id) => ({
  __typename: 'Service',
  id,
  name: `service ${id}`,
  maker: null,
  hours: 2,
}));

const byId = ({ id }: Row): unknown => [...all, ...services].find((item) => item.id === id) ?? null;
const reviewsOf = (id: string): readonly (Row & { readonly stars: number })[] =>
  Array.from({ length: Number(id) % 3 }, (_, index) => ({
    id: `${id}-${index}`,
    stars: ((Number(id) + index) % 5) + 1,
    of: id,
  }));
const roots = {
  items: () => [...all, ...services],
  product: (_root: unknown, key: Row) => byId(key),
  found: () => [services[0], null, all[0]],
  matrix: () => [[all[0], null], [], [all[2], all[0]]],
};
const latest = (): unknown => [...reviewsOf('2'), null, ...reviewsOf('4')];
const author = ({ id }: Row): unknown => ({ id: `a${id}`, handle: `@${id}` });
const orders = ({ id }: Row): number => id.length;
const likes = ({ id }: Row): number => Number(id) * 3;
const listReviews = ({ id }: Row, { least }: { readonly least: number }): unknown =>
  reviewsOf(id).filter(({ stars }) => stars >= least);
const rating = ({ sku }: Row): number => {
  if (sku?.lot === 4) throw new Error('No rating for this one.');
  return (sku?.lot ?? 0) / 2;
};
const shipping = ({ weight }: Row): number | null => (weight == null ? null : weight * 3);
const inStock = ({ sku }: Row): boolean => (sku?.lot ?? 0) % 2 === 0;
const shelf = ({ sku }: Row): number | null => (sku?.lot === 3 ? null : (sku?.lot ?? null));

const __resolveType = ({ __typename }: { readonly __typename: string }): string => __typename;
const authorByKey = ({ id }: Row): unknown => ({ id, handle: `@${id.slice(1)}` });

/** The subgraphs. */
export const shop: Readonly<Record<string, SubgraphSource>> = {
  products: {
    typeDefs: products,
    resolvers: {
      Query: roots,
      Product: {
        __resolveReference: ({ id, sku }: Partial<Row>) => byId({ id: id ?? String(sku?.lot) }),
      },
      Service: { __resolveReference: byId },
      Item: { __resolveType, __resolveReference: byId },
      Found: { __resolveType },
    },
  },
  reviews: {
    typeDefs: reviews,
    resolvers: {
      Query: { latest },
      Item: { likes, reviews: listReviews },
      Review: { item: ({ of }: Row) => ({ id: of }), author },
      Author: { __resolveReference: authorByKey },
    },
  },
  stock: {
    typeDefs: stock,
    resolvers: {
      Product: {
        __resolveReference: (key: Row) => ({ ...key, price: (key.sku?.lot ?? 0) * 10 }),
        shipping,
        inStock,
        shelf,
        rating,
      },
      Author: { __resolveReference: authorByKey, orders },
    },
  },
};

type Resolve = (row: Row, given: never) => unknown;

const whole: Readonly<Record<string, Resolve>> = {
  'Query.items': roots.items,
  'Query.product': (_root, key) => byId(key),
  'Query.found': roots.found,
  'Query.matrix': roots.matrix,
  'Query.latest': latest,
  'Product.likes': likes,
  'Service.likes': likes,
  'Product.reviews': listReviews,
  'Service.reviews': listReviews,
  'Product.rating': rating,
  'Product.shipping': shipping,
  'Product.inStock': inStock,
  'Product.shelf': shelf,
  'Review.item': ({ of }) => byId({ id: of ?? '' }),
  'Review.author': author,
  'Author.orders': orders,
};

/** Resolves any field of the shop as one schema. */
export const resolveWhole: GraphQLFieldResolver<unknown, unknown> = (
  row,
  given,
  _context,
  info,
) => {
  const resolve = whole[`${info.parentType.name}.${info.fieldName}`];
  if (resolve !== undefined) return resolve(row as Row, given as never);
  return (row as Readonly<Record<string, unknown>>)[info.fieldName];
};
