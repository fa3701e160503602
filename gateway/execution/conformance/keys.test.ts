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
          type User @key(fields: "id") { id: ID! name: String nick(long: Boolean): String broken: Int }
        `,
        resolvers: {
          Query: {
            me: () => ({ id: '1', name: 'Ada' }),
            users: () => ['1', '2', '1'].map((id) => ({ id, name: `name ${id}` })),
          },
          User: {
            __resolveReference: ({ id }: { id: string }) => ({ id, name: null }),
            broken: () => {
              throw new Error('broken');
            },
            nick: ({ id }: { id: string }, { long }: { long?: boolean }) =>
              long === true ? `long ${id}` : `nick ${id}`,
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
      teams: {
        typeDefs: `
          type User @key(fields: "id") { id: ID! team: Team }
          type Team { lead: User deputy: User }
        `,
        resolvers: {
          User: {
            team: ({ id }: { id: string }) => ({ lead: { id: '1' }, deputy: { id: `${id}0` } }),
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

  it('keeps apart what one response key stands for at two places of one entity', async () => {
    const { data, errors } = await house.run(`{
      a: me { reviews { author { x: nick nick } } }
      b: me { reviews { author { x: name nick(long: true) } } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      a: { reviews: [{ author: { x: 'nick 1', nick: 'nick 1' } }] },
      b: { reviews: [{ author: { x: null, nick: 'long 1' } }] },
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

  it('asks for an entity once in an operation, though branches need it at different times', async () => {
    const users = house.subgraphs.users;
    users?.seen.splice(0);
    const { data, errors } = await house.run(`query Teams {
      users { reviews { author { nick team { lead { nick } deputy { nick } } } } }
    }`);
    expect(errors).toEqual([]);
    const reviewed = (id: string): unknown => ({
      reviews: [
        {
          author: {
            nick: `nick ${id}`,
            team: { lead: { nick: 'nick 1' }, deputy: { nick: `nick ${id}0` } },
          },
        },
      ],
    });
    expect(data).toEqual({ users: ['1', '2', '1'].map(reviewed) });
    const asked = users?.seen.flatMap(({ variables }) => variables.representations ?? []);
    expect(asked).toEqual(['1', '2', '10', '20'].map((id) => ({ __typename: 'User', id })));
  });

  it('asks again for an entity that another branch got with errors', async () => {
    const { data, errors } = await house.run(`query Teams {
      users { reviews { author { broken team { lead { broken } } } } }
    }`);
    expect(errors.map(({ path }) => path?.at(-2))).toEqual(
      expect.arrayContaining(['author', 'lead']),
    );
    expect(JSON.stringify(data)).toContain('{"broken":null,"team":{"lead":{"broken":null}}}');
  });
});
