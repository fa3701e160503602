import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  GraphQLNamedType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { PlanKeys } from './keys.ts';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The document to plan: what may be fetched, under the keys by which it travels, with `__typename` wherever the
 * concrete type is not known from the schema and without what needs no subgraph (introspection, `__typename` of an
 * object type). Null if nothing is left to fetch.
 */
export function prepare(
  permitted: DocumentNode,
  schema: GraphQLSchema,
  keys: PlanKeys,
): DocumentNode | null {
  const definitions = permitted.definitions.map((definition) => {
    switch (definition.kind) {
      case Kind.OPERATION_DEFINITION: {
        const root = schema.getRootType(definition.operation) ?? undefined;
        const selectionSet = prepareSet(definition.selectionSet, root, schema, keys, true);
        return { ...definition, selectionSet };
      }
      case Kind.FRAGMENT_DEFINITION: {
        const type = schema.getType(definition.typeCondition.name.value);
        const isRoot = type !== undefined && isRootType(type, schema);
        return {
          ...definition,
          selectionSet: prepareSet(definition.selectionSet, type, schema, keys, isRoot),
        };
      }
      default:
        return definition;
    }
  });
  const isEmpty = definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      definition.selectionSet.selections.length === 0,
  );
  return isEmpty ? null : { ...permitted, definitions };
}

function isRootType(type: GraphQLNamedType, schema: GraphQLSchema): boolean {
  return type === schema.getQueryType() || type === schema.getMutationType();
}

function prepareSet(
  set: SelectionSetNode,
  parent: GraphQLNamedType | undefined,
  schema: GraphQLSchema,
  keys: PlanKeys,
  isRoot: boolean,
): SelectionSetNode {
  const selections: SelectionNode[] = isAbstractType(parent) ? [TYPENAME] : [];
  for (const selection of set.selections) {
    const prepared = prepareSelection(selection, parent, schema, keys, isRoot);
    if (prepared !== null) selections.push(prepared);
  }
  if (selections.length === 0 && !isRoot) selections.push(TYPENAME);
  return { kind: Kind.SELECTION_SET, selections };
}

function prepareSelection(
  selection: SelectionNode,
  parent: GraphQLNamedType | undefined,
  schema: GraphQLSchema,
  keys: PlanKeys,
  isRoot: boolean,
): SelectionNode | null {
  switch (selection.kind) {
    case Kind.FIELD: {
      if (selection.name.value.startsWith('__')) return null;
      const key = keys.keyOf(selection);
      const alias =
        key === selection.name.value ? {} : { alias: { kind: Kind.NAME, value: key } as const };
      const { alias: _, selectionSet, ...rest } = selection;
      if (selectionSet === undefined) return { ...rest, ...alias };
      const type = fieldType(selection, parent);
      return {
        ...rest,
        ...alias,
        selectionSet: prepareSet(selectionSet, type, schema, keys, false),
      };
    }
    case Kind.INLINE_FRAGMENT: {
      const type = selection.typeCondition
        ? schema.getType(selection.typeCondition.name.value)
        : parent;
      const selectionSet = prepareSet(selection.selectionSet, type, schema, keys, isRoot);
      return selectionSet.selections.length === 0 ? null : { ...selection, selectionSet };
    }
    case Kind.FRAGMENT_SPREAD:
      return selection;
  }
}

function fieldType(
  field: FieldNode,
  parent: GraphQLNamedType | undefined,
): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const definition = parent.getFields()[field.name.value];
  const type = definition && getNamedType(definition.type);
  return isCompositeType(type) ? type : undefined;
}
