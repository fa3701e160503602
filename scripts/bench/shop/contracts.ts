import { Kind, parse } from 'graphql';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@requires"])\n';

/** The well-known users, products and reviews, in four subgraphs. */
export const contracts: Readonly<Record<string, string>> = {
  accounts: `${link}
    type Query { me: User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: String }`,
  inventory: `${link}
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`,
  products: `${link}
    type Query { topProducts(first: Int): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `${link}
    type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
    type User @key(fields: "id") { id: ID! username: String @shareable numberOfReviews: Int reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
};

/** The same in the words of the first federation, for mercurius. */
export const firstFederation: Readonly<Record<keyof typeof contracts, string>> = {
  accounts: `
    extend type Query { me: User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String birthday: String }`,
  inventory: `
    extend type Product @key(fields: "upc") {
      upc: String! @external weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`,
  products: `
    extend type Query { topProducts(first: Int): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `
    type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
    extend type User @key(fields: "id") { id: ID! @external numberOfReviews: Int reviews: [Review] }
    extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review] }`,
};

/** Every field of the shop, as a coordinate. */
export function shopCoordinates(): string[] {
  const coordinates = Object.values(contracts)
    .flatMap((sdl) => parse(sdl).definitions)
    .flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (node.fields ?? []).map((field) => `${node.name.value}.${field.name.value}`)
        : [],
    );
  return [...new Set(coordinates)];
}
