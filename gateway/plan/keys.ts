import { createHash } from 'node:crypto';
import { isInputObjectType, isInterfaceType, isObjectType, print } from 'graphql';
import type { FieldNode, GraphQLSchema } from 'graphql';
import { hiddenAlias } from './compiled.ts';
import type { PreparedSupergraph } from './supergraph.ts';

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
 * Where a subgraph knows several types as one interface object, what stands under one response key on different
 * types would meet on that one: there, each field with each set of arguments has a key of its own.
 */
export function createPlanKeys(schema: GraphQLSchema, prepared: PreparedSupergraph): PlanKeys {
  const names = fieldNames(schema);
  let prefix = '_as_';
  while ([...names].some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;

  const isTaken = (alias: string, field: string): boolean =>
    names.has(alias) || (alias.startsWith(hiddenAlias('')) && alias !== hiddenAlias(field));

  return {
    keyOf(field) {
      const name = field.name.value;
      const alias = field.alias?.value ?? name;
      const hasArguments = field.arguments !== undefined && field.arguments.length > 0;
      const mayMeet =
        prepared.hasInterfaceObjects &&
        alias !== hiddenAlias(name) &&
        (alias !== name || hasArguments);
      if (mayMeet) return `${prefix}${digest(field)}_${alias}`;
      const travelsApart =
        alias in Object.prototype ||
        alias.startsWith(prefix) ||
        (alias === name ? hasArguments && prepared.requiredNames.has(name) : isTaken(alias, name));
      return travelsApart ? `${prefix}_${alias}` : alias;
    },
    responseKeyOf: (key) =>
      key.startsWith(prefix) ? key.slice(key.indexOf('_', prefix.length) + 1) : key,
  };
}

function digest({ name, arguments: given }: FieldNode): string {
  const text = [name.value, ...(given ?? []).map((argument) => print(argument)).sort()].join();
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function fieldNames(schema: GraphQLSchema): Set<string> {
  const names = new Set(['__typename', '_entities']);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type) || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const name of Object.keys(type.getFields())) names.add(name);
  }
  return names;
}
