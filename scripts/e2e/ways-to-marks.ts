import {
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Mark } from './marks.ts';
import type { RandomOperation, Vocabulary } from './random-operation.ts';

/** How far each type is from one that holds a mark; fields that lead nearer are worth more than others. */
export function waysTo(marks: readonly Mark[], schema: GraphQLSchema): Vocabulary['isSought'] {
  const marked = new Set(marks.map(({ coordinate }) => coordinate));
  const types = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? [type] : [],
  );
  const distance = new Map<string, number>();
  const of = (name: string): number => distance.get(name) ?? Infinity;
  for (let round = 0; round < 6; round += 1) {
    for (const type of types) {
      for (const field of Object.values(type.getFields())) {
        const isMarked = marked.has(`${type.name}.${field.name}`);
        const here = isMarked ? 0 : of(getNamedType(field.type).name) + 1;
        if (here < of(type.name)) distance.set(type.name, here);
      }
    }
  }
  const named = (typeName: string, field: string): string => {
    const type = schema.getType(typeName);
    const found = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
    return found === undefined ? '' : getNamedType(found.type).name;
  };
  return (typeName, field) =>
    marked.has(`${typeName}.${field}`) ||
    of(named(typeName, field)) <= Math.max(1, of(typeName) - 1);
}

/** By what ways a type is reached. */
interface Ways {
  /** Values of arguments by their names. */
  readonly given: Readonly<Record<string, readonly unknown[]>>;
  /** Whether a way may lead through a field. */
  readonly mayPass: (coordinate: string) => boolean;
}

/**
 * One query that asks for every marked field, each type of them by the shortest way.
 * @param isAsked whether a marked field is asked for
 */
export function markedFields(
  marks: readonly Mark[],
  schema: GraphQLSchema,
  ways: Ways,
  isAsked: (coordinate: string) => boolean,
): RandomOperation {
  const wanted = new Map<string, string[]>();
  for (const { coordinate } of marks) {
    const [typeName = '', field = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    const types = isAbstractType(type)
      ? schema.getPossibleTypes(type)
      : isObjectType(type)
        ? [type]
        : [];
    for (const each of types) {
      if (!(field in each.getFields()) || !isAsked(`${each.name}.${field}`)) continue;
      wanted.set(each.name, [...(wanted.get(each.name) ?? []), field]);
    }
  }
  const shortest = shortestWays(schema, ways);
  const roots = [...wanted].flatMap(([typeName, fields], index) => {
    const way = shortest.get(typeName);
    return way === undefined ? [] : [`r${index}: ${way(fields.join(' '))}`];
  });
  return { source: `{ __typename ${roots.join(' ')} }`, variables: {}, given: [] };
}

type Way = (selections: string) => string;

function shortestWays(schema: GraphQLSchema, ways: Ways): ReadonlyMap<string, Way> {
  const query = schema.getQueryType();
  const found = new Map<string, Way>();
  const queue: (readonly [typeName: string, way: Way])[] = query
    ? [[query.name, (inner) => inner]]
    : [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [typeName, way] = next;
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const written = argumentsOf(field, ways);
      if (written === null || !ways.mayPass(`${typeName}.${field.name}`)) continue;
      const named = getNamedType(field.type);
      const types = isAbstractType(named)
        ? schema.getPossibleTypes(named)
        : isObjectType(named)
          ? [named]
          : [];
      for (const { name } of types) {
        if (found.has(name)) continue;
        const on = isAbstractType(named) ? `... on ${name} ` : '';
        const further: Way = (inner) =>
          way(`${field.name}${written} { ${on === '' ? inner : `${on}{ ${inner} }`} }`);
        found.set(name, further);
        queue.push([name, further]);
      }
    }
  }
  return found;
}

/** The arguments that a field needs; null where there is no value for one. */
function argumentsOf(field: GraphQLField<unknown, unknown>, { given }: Ways): string | null {
  const written = field.args.flatMap((argument) => {
    const [value] = given[argument.name] ?? [];
    if (!isRequiredArgument(argument) && argument.name !== 'first') return [];
    return [value === undefined ? null : `${argument.name}: ${JSON.stringify(value)}`];
  });
  if (written.includes(null)) return null;
  return written.length === 0 ? '' : `(${written.join(', ')})`;
}
