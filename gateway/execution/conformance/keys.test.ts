import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../testing/house.ts';
import type { TestHouse } from '../testing/house.ts';

describe('keys', () => {
  let house: TestHouse;

  beforeAll(async () => {
    house = await openHouse({
      users: {
        typeDefs: `
          type Query { me: User users: [User!]! }
          type User @key(fields: "id") { id: ID! name: String }
        `,
        resolvers: {
          Query: {
            me: () => ({ id: '1', name: 'Ada' }),
            users: () => ['1', '2', '1'].map((id) => ({ id, name: `name ${id}` })),
          },
        },
      },
      reviews: {
        typeDefs: `
          type User @key(fields: "id") { id: ID! reviews: [Review!] }
          type Review { body: String author: User }
        `,
        resolvers: {
          User: {
            reviews: ({ id }: { id: string }) => [{ body: `by "${id}"`, author: { id } }],
          },
        },
      },
    });
  });
  afterAll(() => house.close());

  it('follows a simple key to another subgraph and back', async () => {
    const { data, errors } = await house.run('{ me { id name reviews { body author { name } } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      me: { id: '1', name: 'Ada', reviews: [{ body: 'by "1"', author: { name: null } }] },
    });
  });

  it('sends one entity once, wherever it stands', async () => {
    const reviews = house.subgraphs.reviews;
    reviews?.seen.splice(0);
    const { data } = await house.run('{ users { reviews { body } } }');
    expect(data).toEqual({
      users: ['1', '2', '1'].map((id) => ({ reviews: [{ body: `by "${id}"` }] })),
    });
    expect(reviews?.seen.map(({ variables }) => variables.representations)).toEqual([
      [
        { __typename: 'User', id: '1' },
        { __typename: 'User', id: '2' },
      ],
    ]);
  });
});
