interface Named {
  readonly id: string;
}
interface Product {
  readonly upc: string;
}
interface Review extends Named {
  readonly body: string;
  readonly author: Named;
  readonly product: Product;
}

const users = Array.from({ length: 6 }, (_, index) => ({
  id: String(index + 1),
  name: `User ${index + 1}`,
  username: `@user${index + 1}`,
  birthday: '1990-01-01',
}));

function productOf(number: number): Product & { name: string; price: number; weight: number } {
  return {
    upc: String(number),
    name: `Product ${number}`,
    price: number * 10,
    weight: number * 100,
  };
}

function reviewsOf(upc: string): readonly Review[] {
  return [0, 1].map((offset) => ({
    id: `${upc}-${offset}`,
    body: `Review ${offset} of ${upc}`,
    author: { id: String(((Number(upc) + offset) % 6) + 1) },
    product: { upc },
  }));
}

function reviewsBy(id: string): readonly Review[] {
  return [0, 1].map((offset) => ({
    id: `u${id}-${offset}`,
    body: `Review ${offset} by ${id}`,
    author: { id },
    product: { upc: String(((Number(id) + offset) % 5) + 1) },
  }));
}

const itself = (reference: unknown): unknown => reference;

/** What the shop's four subgraphs answer, by subgraph and type. */
export const resolvers = {
  accounts: {
    Query: { me: () => users[0], users: () => users },
    User: { __resolveReference: ({ id }: Named) => users[Number(id) - 1] },
  },
  inventory: {
    Product: {
      __resolveReference: itself,
      inStock: ({ upc }: Product) => Number(upc) % 2 === 0,
      shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
        price > 1000 ? 0 : weight / 2,
    },
  },
  products: {
    Query: {
      topProducts: (_root: unknown, { first }: { first?: number }) =>
        Array.from({ length: first ?? 5 }, (_, index) => productOf(index + 1)),
    },
    Product: { __resolveReference: ({ upc }: Product) => productOf(Number(upc)) },
  },
  reviews: {
    User: {
      __resolveReference: ({ id }: Named) => ({ id, username: `@user${id}` }),
      numberOfReviews: () => 2,
      reviews: ({ id }: Named) => reviewsBy(id),
    },
    Review: {
      author: ({ author }: Review) => ({ ...author, username: `@user${author.id}` }),
    },
    Product: {
      __resolveReference: itself,
      reviews: ({ upc }: Product) => reviewsOf(upc),
    },
  },
} as const;
