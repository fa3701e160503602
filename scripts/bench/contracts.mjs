/** The well-known users, products and reviews, in four subgraphs. */
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@requires"])\n';

export const contracts = {
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

/** Ports of the subgraphs. */
export const ports = { accounts: 4301, inventory: 4302, products: 4303, reviews: 4304 };

/** What is asked. `{n}` is how many products. */
export const queries = {
  'one subgraph': '{ topProducts(first: 5) { upc name price weight } }',
  'two hops': '{ topProducts(first: 5) { upc name reviews { id body } } }',
  deep: `query Deep {
    users { id username name reviews { id body product { inStock name price shippingEstimate upc weight
      reviews { id body author { id username name reviews { id body product { inStock name price shippingEstimate upc weight } } } } } } }
    topProducts(first: 5) { inStock name price shippingEstimate upc weight
      reviews { id body author { id username name reviews { id body product { inStock name price shippingEstimate upc weight } } } } }
  }`,
};
