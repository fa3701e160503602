import { afterEach, describe, expect, test } from '@jest/globals';
import { authorized } from '../testing/authorized.ts';
import { openHouse, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

describe('nulls that types of subgraphs forbid differently', () => {
  test('a field that one subgraph promises and another does not is nullable for the client', async () => {
    house = await openHouse({
      one: {
        typeDefs: `type Query { item: Item items: [Item!]! }
          type Item @key(fields: "id") { id: ID! name: String! @shareable }`,
        resolvers: { Query: { item: () => ({ id: '1' }), items: () => [{ id: '1', name: 'n' }] } },
      },
      two: {
        typeDefs:
          'type Query { other: Item } type Item @key(fields: "id") { id: ID! name: String @shareable }',
        resolvers: { Query: { other: () => ({ id: '2', name: null }) } },
      },
    });
    expect(await house.run('{ other { id name } }')).toMatchObject({
      data: { other: { id: '2', name: null } },
      errors: [],
    });
    const { data, errors } = await house.run('{ item { id name } items { name } }');
    expect(data).toEqual({ item: null, items: [{ name: 'n' }] });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.path?.[0]).toBe('item');
  });

  test('propagate over subgraphs to the nearest place that may be null, by response key', async () => {
    house = await openHouse({
      one: {
        typeDefs: `type Query { top: Top } type Top { rows: [Row!] name: String! }
          type Row @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: { top: () => ({ rows: [{ id: '1' }, { id: '2' }], name: 'n' }) },
        },
      },
      two: {
        typeDefs: 'type Row @key(fields: "id") { id: ID! deep: Deep! } type Deep { value: Int! }',
        resolvers: {
          Row: { deep: ({ id }: { readonly id: string }) => (id === '2' ? {} : { value: 1 }) },
        },
        misbehave: (asked, response) => {
          const list = asked.variables.representations as readonly { readonly id: string }[];
          const entities = list.map(({ id }) => {
            const value = id === '2' ? null : 1;
            return { deep: { value }, d: { v: value } };
          });
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ data: { _entities: entities } }));
          return true;
        },
      },
    });
    const { data, errors } = await house.run(
      '{ t: top { r: rows { d: deep { v: value } } name } }',
    );
    expect(data).toEqual({ t: { r: null, name: 'n' } });
    expect(errors.map(({ path, extensions }) => [path, extensions?.coordinate])).toEqual([
      [['t', 'r', 1, 'd', 'v'], 'Deep.value'],
    ]);
    const plain = await house.run('{ top { rows { deep { value } } name } }');
    expect(plain.data).toEqual({ top: { rows: null, name: 'n' } });
    expect(plain.errors).toEqual([
      {
        message: '"Deep.value" must not be null, but no value was found.',
        path: ['top', 'rows', 1, 'deep', 'value'],
        extensions: { code: 'NULL_NOT_ALLOWED', coordinate: 'Deep.value' },
      },
    ]);
  });
});

describe('a root field', () => {
  test('that the plan has lost is an error and no silent null', async () => {
    house = await openHouse({
      one: { typeDefs: 'type Query { a: Int b: Int }', resolvers: { Query: { a: () => 1 } } },
    });
    const lost = await house.run(authorized('{ a x: b }', { permitted: '{ a }' }));
    expect(lost.data).toEqual({ a: 1, x: null });
    expect(lost.errors).toEqual([
      {
        message: '"Query.b" was not answered by any subgraph.',
        path: ['x'],
        extensions: { code: 'SUBGRAPH_ERROR', coordinate: 'Query.b' },
      },
    ]);
    const empty = await house.run(authorized('{ b }', { permitted: '{ __typename }' }));
    expect(empty).toMatchObject({ data: { b: null }, errors: [{ path: ['b'] }] });
    expect(house.subgraphs.one?.seen).toHaveLength(1);
  });
});
