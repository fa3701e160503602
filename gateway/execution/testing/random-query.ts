import fc from 'fast-check';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';

/** An operation over a schema, and values for its variables. */
export interface RandomQuery {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Draws the next choice: a number below the limit. */
type Draw = (limit: number) => number;

/**
 * Valid queries over a schema: fields and arguments, aliases (the names of other fields too), fragments with and
 * without names, `@skip` and `@include` by variables. `given` writes the arguments of a field.
 */
export function randomQueries(
  schema: GraphQLSchema,
  given: (field: GraphQLField<unknown, unknown>, draw: Draw) => string,
  isPlain = false,
): fc.Arbitrary<RandomQuery> {
  return fc
    .record({
      numbers: fc.array(fc.nat(10_000), { minLength: 10, maxLength: 80 }),
      variables: fc.record({ on: fc.boolean(), off: fc.boolean() }),
    })
    .map(({ numbers, variables }) => ({
      source: write(schema, numbers, given, isPlain),
      variables,
    }))
    .filter(({ source }) => isValid(source, schema));
}

/** Most that are invalid have aliases that clash: the one rule that says so goes first. */
function isValid(source: string, schema: GraphQLSchema): boolean {
  const document = parse(source);
  const holds = (rules: readonly ValidationRule[]): boolean =>
    validate(schema, document, rules, { maxErrors: 1 }).length === 0;
  return holds([OverlappingFieldsCanBeMergedRule]) && holds(specifiedRules);
}

function write(
  schema: GraphQLSchema,
  numbers: readonly number[],
  given: (field: GraphQLField<unknown, unknown>, draw: Draw) => string,
  isPlain: boolean,
): string {
  let at = 0;
  const draw: Draw = (limit) => (numbers[at++ % numbers.length] ?? 0) % limit;
  const fragments: string[] = [];

  const condition = (): string =>
    isPlain ? '' : (['', '', '', '', ' @include(if: $on)', ' @skip(if: $off)'][draw(6)] ?? '');

  const selection = (type: GraphQLNamedType, depth: number): string => {
    const parts: string[] = [];
    if (isAbstractType(type)) {
      parts.push('__typename');
      for (const possible of schema.getPossibleTypes(type))
        if (draw(4) > 0) parts.push(fragment(possible, depth));
    }
    if ('getFields' in type) {
      const names = Object.keys(type.getFields());
      for (const field of Object.values(type.getFields()) as GraphQLField<unknown, unknown>[]) {
        if (draw(5) < 2) continue;
        const named = getNamedType(field.type);
        const isLeaf = !('getFields' in named) && !isAbstractType(named);
        if (!isLeaf && depth === 0) continue;
        const alias = !isPlain && draw(4) === 0 ? `${names[draw(names.length)] ?? 'x'}: ` : '';
        const inner = isLeaf ? '' : ` ${selection(named, depth - 1)}`;
        parts.push(`${alias}${field.name}${given(field, draw)}${condition()}${inner}`);
      }
      if (depth > 0 && draw(6) === 0) parts.push(fragment(type, depth));
    }
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  };

  const fragment = (type: GraphQLNamedType, depth: number): string => {
    const around = condition();
    const inner = selection(type, Math.max(0, depth - 1));
    if (draw(2) === 0) return `... on ${type.name}${around} ${inner}`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${type.name} ${inner}`);
    return `...${name}${around}`;
  };

  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no queries.');
  const text = [selection(query, 4), ...fragments].join(' ');
  const used = ['on: Boolean!', 'off: Boolean = false'].filter((variable) =>
    text.includes(`$${variable.split(':')[0] ?? ''})`),
  );
  return `query Q${used.length === 0 ? '' : `(${used.map((one) => `$${one}`).join(' ')})`} ${text}`;
}
