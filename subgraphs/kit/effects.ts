import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql';
import {
  type Condition,
  type Effect,
  maskFunction,
  partialCoordinates,
  type PolicySet,
} from '../../policies/index.ts';
import type { RequestContext } from './context.ts';
import { after, compiled, type Field, type Read, readerOf } from './row.ts';
import { guardEntities, guardKinds, guardRows } from './rows.ts';

/**
 * Puts synchronous guards on the fields that any grant masks or gives on some rows, on the fields that list rows of
 * types of which some rows exist for some principals only, and on those that give an interface or a union. All other
 * fields keep their resolvers bare.
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
      if (isAbstractType(named) && field !== entities) guardKinds(field, named);
      if (partial.has(`${type.name}.${field.name}`))
        guardField(field, `${type.name}.${field.name}`);
    }
  }
}

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
