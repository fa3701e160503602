/** What is asked of the shop, by scene. */
export const queries = {
  'one subgraph': '{ topProducts(first: 5) { upc name price weight } }',
  'two hops': '{ topProducts(first: 5) { upc name reviews { id body } } }',
  'deep query': `query Deep {
    users { id username name reviews { id body product { inStock name price shippingEstimate upc weight
      reviews { id body author { id username name reviews { id body product { inStock name price shippingEstimate upc weight } } } } } } }
    topProducts(first: 5) { inStock name price shippingEstimate upc weight
      reviews { id body author { id username name reviews { id body product { inStock name price shippingEstimate upc weight } } } } }
  }`,
} as const;

/** Two hops over as many entities as named. */
export function growing(entities: number): string {
  return `{ topProducts(first: ${entities}) { upc name reviews { id body } } }`;
}
