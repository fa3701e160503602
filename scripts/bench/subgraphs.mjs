// Four subgraphs in one process, compiled (graphql-jit), so that they are not what is measured.
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { compileQuery } from 'graphql-jit';
import { contracts, ports } from './contracts.mjs';

const users = Array.from({ length: 6 }, (_, index) => ({
  id: String(index + 1),
  name: `User ${index + 1}`,
  username: `@user${index + 1}`,
  birthday: '1990-01-01',
}));
const productOf = (number) => ({
  upc: String(number),
  name: `Product ${number}`,
  price: number * 10,
  weight: number * 100,
});
const reviewsOfProduct = (upc) =>
  Number(upc) > 9
    ? []
    : [0, 1].map((offset) => ({
        id: `${upc}-${offset}`,
        body: `Review ${offset} of ${upc}`,
        author: { id: String(((Number(upc) + offset) % 6) + 1) },
        product: { upc },
      }));
const reviewsOfUser = (id) =>
  [0, 1].map((offset) => ({
    id: `u${id}-${offset}`,
    body: `Review ${offset} by ${id}`,
    author: { id },
    product: { upc: String(((Number(id) + offset) % 5) + 1) },
  }));

const resolvers = {
  accounts: {
    Query: { me: () => users[0], users: () => users },
    User: { __resolveReference: ({ id }) => users[Number(id) - 1] },
  },
  inventory: {
    Product: {
      __resolveReference: (reference) => reference,
      inStock: ({ upc }) => Number(upc) % 2 === 0,
      shippingEstimate: ({ price, weight }) => (price > 1000 ? 0 : weight / 2),
    },
  },
  products: {
    Query: {
      topProducts: (_root, { first }) =>
        Array.from({ length: first ?? 5 }, (_, index) => productOf(index + 1)),
    },
    Product: { __resolveReference: ({ upc }) => productOf(Number(upc)) },
  },
  reviews: {
    User: {
      __resolveReference: (reference) => ({ ...reference, username: `@user${reference.id}` }),
      numberOfReviews: () => 2,
      reviews: ({ id }) => reviewsOfUser(id),
    },
    Review: { author: ({ author }) => ({ ...author, username: `@user${author.id}` }) },
    Product: {
      __resolveReference: (reference) => reference,
      reviews: ({ upc }) => reviewsOfProduct(upc),
    },
  },
};

for (const [name, sdl] of Object.entries(contracts)) {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers[name] });
  const compiled = new Map();
  createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const { query, variables, operationName } = JSON.parse(Buffer.concat(chunks).toString());
      let run = compiled.get(query);
      if (run === undefined)
        compiled.set(query, (run = compileQuery(schema, parse(query), operationName)));
      const result = await run.query({}, {}, variables ?? {});
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result));
    });
  }).listen(ports[name], '127.0.0.1');
}
