import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { FieldNode, GraphQLSchema } from 'graphql';
import { hiddenAlias } from './compiled.ts';

/** Names under which values travel from subgraphs to the answer. */
export interface PlanKeys {
  /** The key under which a field's value is fetched. Equal for equal response keys of the same field. */
  keyOf(field: FieldNode): string;
  /** The response key that `keyOf` was given. */
  responseKeyOf(key: string): string;
}

/**
 * A client's alias may be the name of a field that the plan fetches for itself: `{ product { id: name } }`
 * beside a key `id`. The planner would merge the two. So such an alias travels under a name that no field of the
 * schema has; so does a field with arguments that `@requires` names too, and whatever `Object.prototype` has.
 */
export function createPlanKeys(
  schema: GraphQLSchema,
  requiredNames: ReadonlySet<string>,
): PlanKeys {
  const names = fieldNames(schema);
  let prefix = '_as_';
  while ([...names].some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;

  const isTaken = (alias: string, field: string): boolean =>
    names.has(alias) || (alias.startsWith(hiddenAlias('')) && alias !== hiddenAlias(field));

  return {
    keyOf(field) {
      const name = field.name.value;
      const alias = field.alias?.value ?? name;
      const travelsApart =
        alias in Object.prototype ||
        alias.startsWith(prefix) ||
        (alias === name
          ? field.arguments !== undefined && field.arguments.length > 0 && requiredNames.has(name)
          : isTaken(alias, name));
      return travelsApart ? prefix + alias : alias;
    },
    responseKeyOf: (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : key),
  };
}

function fieldNames(schema: GraphQLSchema): Set<string> {
  const names = new Set(['__typename', '_entities']);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type) || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const name of Object.keys(type.getFields())) names.add(name);
  }
  return names;
}
