import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { PolicyTable } from '../../policies/index.ts';
import type { Effects } from './effects.ts';
import type { ValidDocument } from './valid-document.ts';
import { hiddenAlias } from '../plan/compiled.ts';
import { concreteTypes, fieldType } from '../plan/fields.ts';

/** One field of an operation on one concrete type. */
export interface AskedField {
  readonly typeName: string;
  readonly field: string;
  readonly node: FieldNode;
}

/** An operation without what is denied. */
export interface Rewritten {
  readonly permitted: DocumentNode;
  /** Every field on every concrete type that it can fall on, denied ones too. */
  readonly asked: readonly AskedField[];
  /** Coordinates that conditions and the audit trail read: `condition` or `subject`. */
  readonly needed: ReadonlyMap<string, string>;
}

/**
 * Leaves out every field that is denied on the concrete types that it can fall on; where the types of an interface
 * or union differ, the selection is split by type. Adds, under hidden names, what conditions and the audit trail read.
 */
export function rewrite(
  { document, operation }: ValidDocument,
  api: GraphQLSchema,
  table: PolicyTable,
  { of: effectOf, rowTestOf }: Effects,
): Rewritten {
  const asked: AskedField[] = [];
  const needed = new Map<string, string>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }

  const rewriteSet = (
    set: SelectionSetNode,
    parent: GraphQLNamedType,
    possible: readonly string[],
  ): SelectionNode[] => set.selections.flatMap((node) => rewriteNode(node, parent, possible));

  const rewriteNode = (
    node: SelectionNode,
    parent: GraphQLNamedType,
    possible: readonly string[],
  ): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return rewriteField(node, parent, possible);
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (fragment === undefined) return [];
    const condition = fragment.typeCondition?.name.value ?? parent.name;
    const type = api.getType(condition);
    if (type === undefined) return [];
    const narrowed = concreteTypes(type, api).filter((name) => possible.includes(name));
    const selections = rewriteSet(fragment.selectionSet, type, narrowed);
    return selections.length === 0 ? [] : [onType(condition, selections, node)];
  };

  const rewriteField = (
    node: FieldNode,
    parent: GraphQLNamedType,
    possible: readonly string[],
  ): SelectionNode[] => {
    const field = node.name.value;
    if (field.startsWith('__')) return [node];
    const effects = possible.map((typeName) => ({ typeName, effect: effectOf(typeName, field) }));
    for (const { typeName } of effects) asked.push({ typeName, field, node });
    const open = effects.filter(({ effect }) => effect.kind !== 'deny');
    if (open.length === 0) return [];
    const kept = withSelections(node, parent);
    const isWhole = open.length === possible.length;
    const conditional = open.flatMap(({ typeName, effect }) => {
      const hidden = effect.kind === 'rows' ? effect.needs : [];
      return hide(typeName, hidden, 'condition', parent, needed);
    });
    if (isWhole) return [kept, ...conditional];
    return [...open.map(({ typeName }) => onType(typeName, [kept])), ...conditional];
  };

  const withSelections = (node: FieldNode, parent: GraphQLNamedType): FieldNode => {
    const type = fieldType(parent, node.name.value);
    if (node.selectionSet === undefined || type === undefined) return node;
    const possible = concreteTypes(type, api);
    const subjects = possible.flatMap((typeName) =>
      hide(typeName, table.subjectFields(typeName), 'subject', type, needed),
    );
    const rows = possible.flatMap((typeName) =>
      hide(typeName, rowTestOf(typeName)?.needs ?? [], 'condition', type, needed),
    );
    const selections = [...rewriteSet(node.selectionSet, type, possible), ...subjects, ...rows];
    return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  };

  const root = api.getRootType(operation.operation);
  const selections = root ? rewriteSet(operation.selectionSet, root, [root.name]) : [];
  return {
    permitted: {
      kind: Kind.DOCUMENT,
      definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }],
    },
    asked,
    needed,
  };
}

/** Fields of an object type under their hidden names, where the selection's parent may be wider. */
function hide(
  typeName: string,
  fields: readonly string[],
  reason: string,
  parent: GraphQLNamedType,
  needed: Map<string, string>,
): SelectionNode[] {
  if (fields.length === 0) return [];
  const nodes = fields.map((field): FieldNode => {
    needed.set(`${typeName}.${field}`, reason);
    return {
      kind: Kind.FIELD,
      alias: { kind: Kind.NAME, value: hiddenAlias(field) },
      name: { kind: Kind.NAME, value: field },
    };
  });
  return parent.name === typeName ? nodes : [onType(typeName, nodes)];
}

function onType(
  typeName: string,
  selections: readonly SelectionNode[],
  { directives }: Pick<SelectionNode, 'directives'> = {},
): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
    ...(directives === undefined ? {} : { directives }),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
