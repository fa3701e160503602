import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import {
  compileCondition,
  type Condition,
  type Effect,
  maskFunction,
  partialCoordinates,
  type PolicySet,
} from '../../policies/index.ts';
import type { RequestContext } from './context.ts';

/** Reads a field of the row at hand. */
type Read = (field: string) => unknown;

/**
 * Puts synchronous guards on the fields that any grant masks or gives on some rows, and on the fields that list
 * rows of types of which some rows exist for some principals only. All other fields keep their resolvers bare.
 * Conditions read the row as the resolver returned it: a type with conditional rows is resolved from whole rows.
 */
export function guardValues(schema: GraphQLSchema, policies: readonly PolicySet[]): void {
  const partial = new Set(policies.flatMap((set) => [...partialCoordinates(set)]));
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('_'),
  );
  const conditional = new Set(
    types
      .filter(({ name }) => [...partial].some((coordinate) => coordinate.startsWith(`${name}.`)))
      .map(({ name }) => name),
  );
  const entities = schema.getQueryType()?.getFields()._entities as Field | undefined;
  if (entities !== undefined)
    guardEntities(
      entities,
      types.filter(({ name }) => conditional.has(name)),
    );
  for (const type of types) {
    for (const field of Object.values(type.getFields()) as Field[]) {
      const named = getNamedType(field.type);
      if (isObjectType(named) && conditional.has(named.name)) guardRows(field, named);
      if (partial.has(`${type.name}.${field.name}`))
        guardField(field, `${type.name}.${field.name}`);
    }
  }
}

type Field = GraphQLField<unknown, RequestContext>;

function guardField(field: Field, coordinate: string): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const effect = context.effects.get(coordinate);
    const value: unknown = resolve(parent, args, context, info);
    if (effect === undefined) return value;
    const give = valueGiver(effect, context);
    return after(value, (found) => give(found, readerOf(parent)));
  };
}

function guardRows(field: Field, type: GraphQLObjectType): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const value: unknown = resolve(parent, args, context, info);
    const test = rowTestOf(type, context);
    if (test === null) return value;
    const exists = (row: unknown): boolean => row == null || test(readerOf(row));
    return after(value, (found) =>
      Array.isArray(found) ? found.filter(exists) : exists(found) ? found : null,
    );
  };
}

/**
 * An entity that does not exist for the principal is none when it is asked for by its key either. What a ticket
 * grants for a derivation is computed from whatever row there is: then its values alone are guarded.
 */
function guardEntities(field: Field, types: readonly GraphQLObjectType[]): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const tests = new Map<unknown, (read: Read) => boolean>();
    for (const type of types) {
      const test = derives(type.name, context) ? null : rowTestOf(type, context);
      if (test !== null) tests.set(type.name, test);
    }
    const value: unknown = resolve(parent, args, context, info);
    if (tests.size === 0) return value;
    const existing = (row: unknown): unknown => {
      const read = readerOf(row);
      return tests.get(read('__typename'))?.(read) === false ? null : row;
    };
    return after(value, (found) =>
      Array.isArray(found) ? found.map((row: unknown) => after(row, existing)) : found,
    );
  };
}

/** Reasons of a ticket that give a value to the gateway alone, for rows that the principal may see. */
const ofTheGateway = new Set(['condition', 'subject', 'key', 'typename']);

function derives(typeName: string, { beyond }: RequestContext): boolean {
  return Object.entries(beyond).some(
    ([coordinate, grant]) => coordinate.startsWith(`${typeName}.`) && !ofTheGateway.has(grant),
  );
}

/** The test of whether a row exists for the principal; null when every row does, or when it is another's to test. */
function rowTestOf(
  type: GraphQLObjectType,
  context: RequestContext,
): ((read: Read) => boolean) | null {
  const rows = context.table.rowsOf(context.cls, type.name);
  if (rows === true) return null;
  const { needs, test } = compiled(rows, context);
  // Another subgraph's rows are that subgraph's to filter: here there is no more of them than a key.
  return needs.every((name) => name in type.getFields()) ? test : null;
}

function valueGiver(
  { allow, mask }: Effect,
  context: RequestContext,
): (value: unknown, read: Read) => unknown {
  const holds = (condition: boolean | Condition, read: Read): boolean =>
    typeof condition === 'boolean' ? condition : compiled(condition, context).test(read);
  const { principal, pseudonymKey: key } = context;
  const department = principal.kind === 'public' ? null : principal.department;
  const purpose = principal.kind === 'public' ? null : principal.purpose;
  const apply = mask === null ? null : maskFunction(mask.name, { department, purpose, key });
  return (value, read) => {
    if (holds(allow, read)) return value;
    return mask !== null && apply !== null && holds(mask.when, read) ? apply(value) : null;
  };
}

/** Compiled once a request: `$now` and `$principal` are part of it. */
function compiled(
  condition: Condition,
  { loaders, principal, now }: RequestContext,
): ReturnType<typeof compileCondition> {
  const known = loaders.get(condition) as ReturnType<typeof compileCondition> | undefined;
  if (known !== undefined) return known;
  const made = compileCondition(condition, { principal, now });
  loaders.set(condition, made);
  return made;
}

function readerOf(row: unknown): Read {
  return (field) =>
    typeof row === 'object' && row !== null && Object.hasOwn(row, field)
      ? (row as Readonly<Record<string, unknown>>)[field]
      : undefined;
}

function after(value: unknown, then: (found: unknown) => unknown): unknown {
  return value instanceof Promise ? value.then(then) : then(value);
}
