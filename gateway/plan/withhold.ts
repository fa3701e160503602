import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { AuthorizedOperation, FieldEffect } from './compiled.ts';
import { concreteTypes, eachField, fieldType } from './fields.ts';

/** The coordinates, and every one whose condition reads one of them: a condition that cannot be read denies. */
export function withBlind(
  coordinates: ReadonlySet<string>,
  { permitted, effectOf }: Pick<AuthorizedOperation, 'permitted' | 'effectOf'>,
  schema: GraphQLSchema,
): ReadonlySet<string> {
  const all = new Set(coordinates);
  for (let before = -1; before < all.size;) {
    before = all.size;
    eachField(permitted, schema, (type, field) => {
      if (field.startsWith('__')) return;
      const effect = effectOf(type, field);
      if (effect.kind === 'rows' && effect.needs.some((name) => all.has(`${type}.${name}`)))
        all.add(`${type}.${field}`);
    });
  }
  return all;
}

/** The operation with fields denied that authorisation let pass: on those types they are never fetched, and null. */
export function withhold(
  operation: AuthorizedOperation,
  coordinates: ReadonlySet<string>,
  schema: GraphQLSchema,
): AuthorizedOperation {
  return {
    ...operation,
    permitted: without(operation.permitted, coordinates, schema),
    effectOf(objectType, field) {
      const coordinate = `${objectType}.${field}`;
      if (coordinates.has(coordinate)) return denial(coordinate);
      return operation.effectOf(objectType, field);
    },
  };
}

function denial(coordinate: string): FieldEffect {
  const reason = 'It is computed from data that nothing grants for this computation.';
  return {
    kind: 'deny',
    denial: {
      message: `${coordinate}: ${reason}`,
      extensions: { code: 'POLICY_DENIED', coordinate, reason },
    },
  };
}

function without(
  document: DocumentNode,
  coordinates: ReadonlySet<string>,
  schema: GraphQLSchema,
): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);

  const keep = (
    set: SelectionSetNode,
    parent: GraphQLNamedType | undefined,
    possible: readonly string[],
  ): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((node) => keepNode(node, parent, possible)),
  });
  const keepNode = (
    node: SelectionNode,
    parent: GraphQLNamedType | undefined,
    possible: readonly string[],
  ): readonly SelectionNode[] => {
    if (node.kind !== Kind.FIELD) {
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (fragment === undefined) return [];
      const { typeCondition } = fragment;
      const type = typeCondition === undefined ? parent : schema.getType(typeCondition.name.value);
      const narrowed = concreteTypes(type, schema).filter((name) => possible.includes(name));
      const selectionSet = keep(fragment.selectionSet, type, narrowed);
      if (selectionSet.selections.length === 0) return [];
      return [onType(typeCondition?.name.value, selectionSet, node)];
    }
    const field = node.name.value;
    const open = possible.filter((type) => !coordinates.has(`${type}.${field}`));
    if (open.length === 0 && possible.length > 0) return [];
    const type = fieldType(parent, field);
    const kept =
      node.selectionSet === undefined
        ? node
        : { ...node, selectionSet: keep(node.selectionSet, type, concreteTypes(type, schema)) };
    if (open.length === possible.length) return [kept];
    return open.map((name) => onType(name, { kind: Kind.SELECTION_SET, selections: [kept] }));
  };
  const definitions = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const root = schema.getRootType(definition.operation) ?? undefined;
    const selectionSet = keep(definition.selectionSet, root, concreteTypes(root, schema));
    return [{ ...definition, selectionSet }];
  });
  return { ...document, definitions };
}

function onType(
  typeName: string | undefined,
  selectionSet: SelectionSetNode,
  { directives }: Pick<SelectionNode, 'directives'> = {},
): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(typeName === undefined
      ? {}
      : {
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
        }),
    ...(directives === undefined ? {} : { directives }),
    selectionSet,
  };
}
