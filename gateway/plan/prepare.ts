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
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { PlanKeys } from './keys.ts';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The document to plan: what may be fetched, under the keys by which it travels, with `__typename` wherever the
 * concrete type is not known from the schema and without what needs no subgraph (introspection, `__typename` of an
 * object type), and with every `@skip` and `@include` decided: the planner (2.14) loses what a representation or an
 * object of a condition's branches needs. Null if nothing is left to fetch.
 */
export function prepare(
  permitted: DocumentNode,
  schema: GraphQLSchema,
  keys: PlanKeys,
  isTrue: (variable: string) => boolean,
): DocumentNode | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of permitted.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  const definitions = permitted.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const root = schema.getRootType(definition.operation) ?? undefined;
    const selectionSet = prepareSet(definition.selectionSet, root, {
      schema,
      keys,
      fragments,
      isTrue,
    });
    return selectionSet.selections.length === 0 ? [] : [{ ...definition, selectionSet }];
  });
  return definitions.length === 0 ? null : { ...permitted, definitions };
}

interface Preparation {
  readonly schema: GraphQLSchema;
  readonly keys: PlanKeys;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly isTrue: (variable: string) => boolean;
}

function isRootType(type: GraphQLNamedType | undefined, schema: GraphQLSchema): boolean {
  return (
    type !== undefined && (type === schema.getQueryType() || type === schema.getMutationType())
  );
}

function prepareSet(
  set: SelectionSetNode,
  parent: GraphQLNamedType | undefined,
  preparation: Preparation,
): SelectionSetNode {
  const selections: SelectionNode[] = isAbstractType(parent) ? [TYPENAME] : [];
  for (const selection of set.selections) {
    const prepared = prepareSelection(selection, parent, preparation);
    if (prepared !== null) selections.push(prepared);
  }
  if (selections.length === 0 && !isRootType(parent, preparation.schema)) selections.push(TYPENAME);
  return { kind: Kind.SELECTION_SET, selections };
}

function prepareSelection(
  selection: SelectionNode,
  parent: GraphQLNamedType | undefined,
  preparation: Preparation,
): SelectionNode | null {
  if (!isIncluded(selection, preparation.isTrue)) return null;
  switch (selection.kind) {
    case Kind.FIELD: {
      if (selection.name.value.startsWith('__')) return null;
      const key = preparation.keys.keyOf(selection);
      const alias =
        key === selection.name.value ? {} : { alias: { kind: Kind.NAME, value: key } as const };
      const { alias: _alias, directives: _directives, selectionSet, ...rest } = selection;
      if (selectionSet === undefined) return { ...rest, ...alias };
      const type = fieldType(selection, parent);
      return {
        ...rest,
        ...alias,
        selectionSet: prepareSet(selectionSet, type, preparation),
      };
    }
    case Kind.INLINE_FRAGMENT:
      return prepareFragment(selection, parent, preparation);
    case Kind.FRAGMENT_SPREAD: {
      const fragment = preparation.fragments.get(selection.name.value);
      return fragment ? prepareFragment(fragment, parent, preparation) : null;
    }
  }
}

/** Inline, so that a fragment of which nothing is left to fetch leaves no trace. */
function prepareFragment(
  { typeCondition, selectionSet }: Pick<InlineFragmentNode, 'typeCondition' | 'selectionSet'>,
  parent: GraphQLNamedType | undefined,
  preparation: Preparation,
): SelectionNode | null {
  const type = typeCondition ? preparation.schema.getType(typeCondition.name.value) : parent;
  const prepared = prepareSet(selectionSet, type, preparation);
  return prepared.selections.length === 0
    ? null
    : {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition ? { typeCondition } : {}),
        selectionSet: prepared,
      };
}

function isIncluded({ directives }: SelectionNode, isTrue: (variable: string) => boolean): boolean {
  return (directives ?? []).every(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const condition = given?.find((argument) => argument.name.value === 'if')?.value;
    const holds =
      condition?.kind === Kind.VARIABLE
        ? isTrue(condition.name.value)
        : condition?.kind === Kind.BOOLEAN && condition.value;
    return holds === (name.value === 'include');
  });
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
