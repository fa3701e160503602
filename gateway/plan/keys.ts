import { createHash } from 'node:crypto';
import { isInputObjectType, isInterfaceType, isObjectType, print, visit } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import { hiddenAlias } from './compiled.ts';
import type { PreparedSupergraph } from './supergraph.ts';

/** Names under which values travel from subgraphs to the answer. */
export interface PlanKeys {
  /** The key under which a field's value is fetched. Equal for equal response keys of the same field. */
  keyOf(field: FieldNode): string;
  /** The response key that `keyOf` was given. */
  responseKeyOf(key: string): string;
}

/** Makes the keys of one operation. */
export type PlanKeysFor = (operation: DocumentNode) => PlanKeys;

/**
 * A client's alias may be the name of a field that the plan fetches for itself: `{ product { id: name } }`
 * beside a key `id`. The planner would merge the two. So such an alias travels under a name that no field of the
 * schema has; so does a field with arguments that `@requires` names too, and whatever `Object.prototype` has.
 * One entity is one object wherever it stands in the answer. So a response key that stands for different fields, or
 * for one with different arguments, at different places of the operation has a key of its own for each of them; and
 * so has every alias and every field with arguments where a subgraph knows several types as one interface object,
 * because what stands under one response key on different types would meet on that one.
 */
export function createPlanKeys(schema: GraphQLSchema, prepared: PreparedSupergraph): PlanKeysFor {
  const names = fieldNames(schema);
  let prefix = '_as_';
  while ([...names].some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;

  const isTaken = (alias: string, field: string): boolean =>
    names.has(alias) || (alias.startsWith(hiddenAlias('')) && alias !== hiddenAlias(field));

  const keysFor = (ambiguous: ReadonlySet<string>): PlanKeys => ({
    keyOf(field) {
      const name = field.name.value;
      const alias = field.alias?.value ?? name;
      const hasArguments = field.arguments !== undefined && field.arguments.length > 0;
      const mayMeet =
        ambiguous.has(alias) ||
        (prepared.hasInterfaceObjects &&
          alias !== hiddenAlias(name) &&
          (alias !== name || hasArguments));
      if (mayMeet) return `${prefix}${digest(field)}_${alias}`;
      const travelsApart =
        alias in Object.prototype ||
        alias.startsWith(prefix) ||
        (alias === name ? hasArguments && prepared.requiredNames.has(name) : isTaken(alias, name));
      return travelsApart ? `${prefix}_${alias}` : alias;
    },
    responseKeyOf: (key) =>
      key.startsWith(prefix) ? key.slice(key.indexOf('_', prefix.length) + 1) : key,
  });
  return (operation) => keysFor(ambiguousKeys(operation));
}

/** Response keys that stand for different fields, or for one with different arguments. */
function ambiguousKeys(operation: DocumentNode): ReadonlySet<string> {
  const meanings = new Map<string, string>();
  const ambiguous = new Set<string>();
  visit(operation, {
    Field(field) {
      const key = field.alias?.value ?? field.name.value;
      const meaning = meaningOf(field);
      const known = meanings.get(key);
      if (known === undefined) meanings.set(key, meaning);
      else if (known !== meaning) ambiguous.add(key);
    },
  });
  return ambiguous;
}

/** A field and its arguments as text, equal for equal ones. */
function meaningOf({ name, arguments: given }: FieldNode): string {
  return [name.value, ...(given ?? []).map((argument) => print(argument)).sort()].join();
}

function digest(field: FieldNode): string {
  return createHash('sha256').update(meaningOf(field)).digest('hex').slice(0, 12);
}

function fieldNames(schema: GraphQLSchema): Set<string> {
  const names = new Set(['__typename', '_entities']);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type) || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const name of Object.keys(type.getFields())) names.add(name);
  }
  return names;
}
