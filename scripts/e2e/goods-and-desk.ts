/** What both contracts begin with, if they say how they are classified. */
export const header = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@external", "@requires", "@provides", "@interfaceObject", "@shareable", "@composeDirective"])
  @link(url: "https://cpz-graph.org/directives/v1.0", import: ["@classified", "@reads"])
  @composeDirective(name: "@classified")
  @composeDirective(name: "@reads")
directive @classified(category: String!, sharing: String!, derivesFrom: [String!]) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @reads(fields: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;

/** Alpha sells; its types' classifications are defaults. */
export const goods = `
  interface Item @key(fields: "id") @classified(category: "goods", sharing: "CONDITIONAL") { id: ID! name: String }
  type Tool implements Item @key(fields: "id") @classified(category: "goods", sharing: "UNCONDITIONAL") {
    id: ID! name: String
  }
  type Toy implements Item @key(fields: "id") @classified(category: "goods", sharing: "UNCONDITIONAL") {
    id: ID! name: String @classified(category: "goods", sharing: "CONDITIONAL")
  }
  type Seller @key(fields: "id") @classified(category: "sellers", sharing: "CONDITIONAL") {
    id: ID! @classified(category: "sellers", sharing: "UNCONDITIONAL")
    city: String @shareable phone: String
  }
  type Query {
    items: [Item!] @classified(category: "goods", sharing: "UNCONDITIONAL")
    sellers: [Seller!] @classified(category: "sellers", sharing: "UNCONDITIONAL")
  }`;

/** Beta judges: it knows goods by their number only, and has a copy of the cities of sellers. */
export const desk = `
  type Item @interfaceObject @key(fields: "id") @classified(category: "reviews", sharing: "CONDITIONAL") {
    id: ID! @classified(category: "goods", sharing: "CONDITIONAL")
    rating: String
    critic: String @classified(category: "reviews", sharing: "WITHHELD")
    mood: Mood @classified(category: "reviews", sharing: "WITHHELD")
  }
  enum Mood { GRIM SUNNY }
  type Seller @key(fields: "id") @classified(category: "reviews", sharing: "UNCONDITIONAL") {
    id: ID!
    city: String @external
    memo: String
    tour: String @requires(fields: "city")
  }
  type Query {
    offers: [Seller!] @provides(fields: "city") @classified(category: "reviews", sharing: "UNCONDITIONAL")
    rated(mood: Mood @reads(fields: ["Item.mood"])): [Item!]
      @classified(category: "reviews", sharing: "UNCONDITIONAL")
  }`;

/** Rows of the goods. */
export const items = ['Tool', 'Toy'].map((type, index) => ({
  __typename: type,
  id: String(index),
  name: `NAME-${type}`,
}));
/** What the desk says of them. */
export const reviews = items.map(({ id }) => ({
  id,
  rating: `RATING-${id}`,
  critic: `CRITIC-${id}`,
}));
/** Resolvers of both. */
export const resolvers = {
  goods: {
    Query: {
      items: () => items,
      sellers: () => [{ id: 's', city: 'CITY', phone: 'PHONE' }],
    },
    Item: {
      __resolveType: ({ __typename }: { readonly __typename: string }) => __typename,
      __resolveReference: ({ id }: { readonly id: string }) => items.find((item) => item.id === id),
    },
    Seller: { __resolveReference: () => ({ id: 's', city: 'CITY', phone: 'PHONE' }) },
  },
  desk: {
    Query: {
      offers: () => [{ id: 's', city: 'CITY', memo: 'MEMO' }],
      rated: () => reviews,
    },
    Item: {
      __resolveReference: ({ id }: { readonly id: string }) => reviews.find((one) => one.id === id),
    },
    Seller: {
      __resolveReference: (known: object) => ({ ...known, memo: 'MEMO' }),
      tour: ({ city }: { readonly city?: string }) => `TOUR-${city ?? ''}`,
    },
  },
};
