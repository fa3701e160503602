import { describe, expect, test } from '@jest/globals';
import { validateSchema } from 'graphql';
import { subsetOf } from './public.ts';

const whole = `
  interface Party { name(style: String): String code: String }
  type Firm implements Party { name(style: String): String code: String owner: Person }
  type Person implements Party { name(style: String): String code: String }
  type Ghost { secret: String }
  union Found = Firm | Person
  union Hidden = Ghost
  input Inner { secret: String }
  input Filter { name: String inner: Inner only: Deep }
  input Deep { inner: Inner }
  type Query {
    parties(filter: Filter): [Party]
    found: [Found]
    hidden: [Hidden]
    ghost: Ghost
    byCode(code: String!): Party
  }
`;

/** The part without some coordinates. */
function without(...hidden: readonly string[]): ReturnType<typeof subsetOf> {
  return subsetOf(whole, (coordinate) => !hidden.includes(coordinate));
}

describe('a part of a graph is a valid schema', () => {
  test.each([
    ['a field that one type of an interface lacks', ['Firm.code'], ['Party.code']],
    ['an argument that one type of an interface lacks', ['Firm.name(style:)'], []],
    ['a type of which nothing is left', ['Ghost.secret'], ['Query.ghost', 'Query.hidden']],
    ['an input of which nothing is left', ['Inner.secret'], ['Filter.inner', 'Filter.only']],
    ['an argument that the field cannot do without', ['Query.byCode(code:)'], ['Query.byCode']],
  ])('without %s', (_what, hidden, gone) => {
    const { schema, sdl } = without(...hidden);
    expect(validateSchema(schema)).toEqual([]);
    for (const coordinate of [...hidden, ...gone].filter((each) => !each.includes('('))) {
      const [typeName = '', field = ''] = coordinate.split('.');
      const type = schema.getType(typeName);
      const fields = type !== undefined && 'getFields' in type ? type.getFields() : {};
      expect(Object.keys(fields)).not.toContain(field);
    }
    expect(sdl).toContain('parties');
  });

  test('and keeps of an interface what all of its types have', () => {
    const { sdl } = without('Firm.code', 'Firm.name(style:)');
    expect(sdl).toContain('interface Party {\n  name: String\n}');
    expect(sdl).toContain('type Firm implements Party {\n  name: String\n');
    expect(sdl).toContain('type Person implements Party {\n  name(style: String): String\n');
  });
});
