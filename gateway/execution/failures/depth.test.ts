// Answers nested so deeply that what walks through them runs out of stack: each costs its own place, and nothing else.
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openHouse, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const lists = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
const objects = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

const json = (response: ServerResponse, body: string): true => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(body);
  return true;
};

describe('a value nested more deeply', () => {
  test('than it can be written costs the field', async () => {
    house = await openHouse({
      customs: {
        typeDefs: `
          type Query { parcels: [Parcel!]! }
          type Parcel @key(fields: "number") { number: ID! place: String }
        `,
        resolvers: { Query: { parcels: () => [{ number: 'p1', place: 'quay' }] } },
      },
      tax: {
        typeDefs:
          'scalar Any type Parcel @key(fields: "number") { number: ID! duty: Int any: Any }',
        misbehave: (_, response) =>
          json(response, `{"data":{"_entities":[{"duty":7,"any":${lists}}]}}`),
      },
    });
    const { data, errors } = await house.run('{ parcels { place duty any } }');
    expect(data).toEqual({ parcels: [{ place: 'quay', duty: 7, any: null }] });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_VALUE']);
  });

  test('than it can be sent on costs what is computed from it', async () => {
    house = await openHouse({
      customs: {
        typeDefs: `
          type Query { parcels: [Parcel!]! }
          scalar Any
          type Parcel @key(fields: "number") { number: ID! place: String any: Any }
        `,
        misbehave: (_, response) =>
          json(
            response,
            `{"data":{"parcels":[{"__typename":"Parcel","number":"p1","place":"quay","any":${lists}}]}}`,
          ),
      },
      tax: {
        typeDefs: `
          scalar Any
          type Parcel @key(fields: "number") {
            number: ID!
            any: Any @external
            duty: Int @requires(fields: "any")
          }
        `,
        resolvers: { Parcel: { duty: () => 7 } },
      },
    });
    const { data, errors } = await house.run('{ parcels { place duty } }');
    expect(data).toEqual({ parcels: [{ place: 'quay', duty: null }] });
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'tax' } }),
    ]);
  });

  test('than it can be merged costs the places that wait for it', async () => {
    const withKey = 'type Goods @key(fields: "code") { code: ID!';
    house = await openHouse({
      catalogue: {
        typeDefs: `type Query { goods: [Goods!]! } ${withKey} weight: Int }`,
        resolvers: { Query: { goods: () => [{ code: '1', weight: 100 }] } },
      },
      orders: {
        typeDefs: `${withKey} orders: [Order!]! } type Order { goods: Goods! }`,
        misbehave: (_, response) => {
          const goods = `{"__typename":"Goods","code":"1","more":${objects}}`;
          // By then freight has answered.
          setTimeout(
            () => json(response, `{"data":{"_entities":[{"orders":[{"goods":${goods}}]}]}}`),
            60,
          );
          return true;
        },
      },
      freight: {
        typeDefs: `
          ${withKey} weight: Int @external inStock: Boolean postage: Int @requires(fields: "weight") }
        `,
        misbehave: (_, response) =>
          json(
            response,
            `{"data":{"_entities":[{"more":${objects},"inStock":true,"postage":10}]}}`,
          ),
      },
    });
    const { data, errors } = await house.run(
      '{ goods { inStock postage orders { goods { code inStock } } } }',
    );
    expect(data).toEqual({
      goods: [{ inStock: true, postage: 10, orders: [{ goods: { code: '1', inStock: null } }] }],
    });
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'freight' } }),
    ]);
    expect(house.subgraphs.freight?.seen).toHaveLength(1);
  });
});
