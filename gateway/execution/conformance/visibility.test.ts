import { afterEach, describe, expect, test } from '@jest/globals';
import {
  getIntrospectionQuery,
  graphqlSync,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { openHouse, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const __resolveType = ({ __typename }: { readonly __typename: string }): string => __typename;

/** Names of what a type has: fields, values or members. */
function partsOf(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
    return Object.keys(type.getFields());
  if (isEnumType(type)) return type.getValues().map((value) => value.name);
  return isUnionType(type) ? type.getTypes().map((member) => member.name) : [];
}

describe('@inaccessible', () => {
  const one = {
    typeDefs: `
      type Query {
        item: Item shape: Shape any: Any hidden: Int @inaccessible hiddenType: Secret @inaccessible
        find(by: Filter, mode: Mode, depth: Int @inaccessible): Int
        stamp: Stamp @inaccessible
      }
      type Item @key(fields: "id") { id: ID! @inaccessible name: String secret: Secret @inaccessible }
      type Secret @inaccessible { word: String }
      interface Shape { area: Int edge: Int @inaccessible }
      type Square implements Shape { area: Int edge: Int @inaccessible }
      type Ghost implements Shape @inaccessible { area: Int edge: Int }
      interface Veiled @inaccessible { area: Int }
      union Any = Square | Ghost
      union Nothing @inaccessible = Ghost
      input Filter { name: String code: String @inaccessible }
      input Hidden @inaccessible { name: String }
      enum Mode { FAST SLOW @inaccessible }
      enum Kind @inaccessible { A B }
      scalar Stamp @inaccessible
    `,
    resolvers: {
      Query: {
        item: () => ({ id: '1', name: 'n' }),
        shape: () => ({ __typename: 'Ghost', area: 1 }),
        any: () => ({ __typename: 'Ghost', area: 1 }),
        find: (_: unknown, given: unknown) => JSON.stringify(given).length,
      },
      Shape: { __resolveType },
      Any: { __resolveType },
    },
  };
  const two = {
    typeDefs: 'type Item @key(fields: "id") { id: ID! note: String }',
    resolvers: { Item: { note: ({ id }: { readonly id: string }) => `note ${id}` } },
  };

  test('takes types of every kind, fields, arguments, input fields, values and members out of the API', async () => {
    house = await openHouse({ one, two });
    const { schema } = house.engine;
    for (const name of ['Secret', 'Ghost', 'Veiled', 'Nothing', 'Hidden', 'Kind', 'Stamp'])
      expect([name, schema.getType(name)]).toEqual([name, undefined]);
    expect(partsOf(schema, 'Query')).toEqual(['item', 'shape', 'any', 'find']);
    expect(partsOf(schema, 'Item').toSorted()).toEqual(['name', 'note']);
    expect(partsOf(schema, 'Shape')).toEqual(['area']);
    expect(partsOf(schema, 'Any')).toEqual(['Square']);
    expect(partsOf(schema, 'Filter')).toEqual(['name']);
    expect(partsOf(schema, 'Mode')).toEqual(['FAST']);
    expect(
      schema
        .getQueryType()
        ?.getFields()
        .find?.args.map(({ name }) => name),
    ).toEqual(['by', 'mode']);
    const introspected = JSON.stringify(graphqlSync({ schema, source: getIntrospectionQuery() }));
    expect(introspected).not.toMatch(/Secret|Ghost|Veiled|Nothing|Hidden|SLOW|Stamp|inaccessible/);
    for (const source of [
      '{ hidden }',
      '{ item { id } }',
      '{ find(depth: 1) }',
      '{ find(mode: SLOW) }',
    ])
      expect([source, validate(schema, parse(source)).length]).toEqual([source, 1]);
  });

  test('leaves a hidden key to the plan', async () => {
    house = await openHouse({ one, two });
    expect(await house.run('{ item { name note } }')).toMatchObject({
      data: { item: { name: 'n', note: 'note 1' } },
      errors: [],
    });
  });

  test('keeps an object of a hidden type, and its name, from the answer', async () => {
    house = await openHouse({ one, two });
    const { data, errors } = await house.run('{ shape { __typename area } any { __typename } }');
    expect(data).toEqual({ shape: null, any: null });
    expect(JSON.stringify(errors)).not.toContain('Ghost');
  });
});

describe('@override', () => {
  const open = (roll: () => number): Promise<TestHouse> =>
    openHouse(
      {
        old: {
          typeDefs: `
            type Query { item: Item }
            type Item @key(fields: "id") { id: ID! moved: String late: String weight: Int }
          `,
          resolvers: {
            Query: { item: () => ({ id: '1', moved: 'old', late: 'old', weight: 2 }) },
            Item: { __resolveReference: () => ({ id: '1', moved: 'old', late: 'old', weight: 2 }) },
          },
        },
        fresh: {
          typeDefs: `
            type Item @key(fields: "id") {
              id: ID!
              moved: String @override(from: "old", label: "percent(25)")
              late: String @override(from: "old", label: "percent(75)")
              weight: Int @override(from: "old", label: "percent(50)")
            }
          `,
          resolvers: { Item: { moved: () => 'fresh', late: () => 'fresh', weight: () => 3 } },
        },
      },
      {},
      { roll },
    );

  test.each([
    [0, 'fresh', 'fresh', 3],
    [0.24, 'fresh', 'fresh', 3],
    [0.25, 'old', 'fresh', 3],
    [0.5, 'old', 'fresh', 2],
    [0.75, 'old', 'old', 2],
    [0.99, 'old', 'old', 2],
  ])(
    'with a percentage moves that share of the requests (roll %d)',
    async (roll, moved, late, weight) => {
      house = await open(() => roll);
      expect(await house.run('{ item { moved late weight } }')).toMatchObject({
        data: { item: { moved, late, weight } },
        errors: [],
      });
    },
  );

  test('decides anew for each request of one operation', async () => {
    let next = 0;
    house = await open(() => next);
    const compiled = await house.run('{ item { moved } }');
    expect(compiled.data).toEqual({ item: { moved: 'fresh' } });
    next = 0.9;
    expect((await house.run('{ item { moved } }')).data).toEqual({ item: { moved: 'old' } });
  });
});

describe('what a schema says beside its types', () => {
  test('deprecations of fields, arguments, input fields and values reach the client', async () => {
    house = await openHouse({
      one: {
        typeDefs: `
          type Query { a(old: Int @deprecated(reason: "new"), new: Int): Int @deprecated(reason: "b") b(f: F, m: M): Int }
          input F { x: Int @deprecated(reason: "y") y: Int }
          enum M { ON OFF @deprecated(reason: "ON") }
        `,
        resolvers: { Query: { a: (_: unknown, given: { readonly old: number }) => given.old } },
      },
    });
    const { schema } = house.engine;
    const field = schema.getQueryType()?.getFields().a;
    expect(field?.deprecationReason).toBe('b');
    expect(field?.args.map(({ deprecationReason }) => deprecationReason)).toEqual([
      'new',
      undefined,
    ]);
    const filter = schema.getType('F');
    const mode = schema.getType('M');
    expect(isInputObjectType(filter) && filter.getFields().x?.deprecationReason).toBe('y');
    expect(isEnumType(mode) && mode.getValue('OFF')?.deprecationReason).toBe('ON');
    expect((await house.run('{ a(old: 4) }')).data).toEqual({ a: 4 });
  });
});
