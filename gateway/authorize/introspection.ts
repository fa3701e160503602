import {
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ValidDocument } from './valid-document.ts';

type Introspection = (
  variables: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;

/** Answers the introspection fields of a document from the schema that the principal sees; null if it has none. */
export function introspectionOf(
  { document, operation }: ValidDocument,
  visible: GraphQLSchema,
): Introspection | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const selections = introspecting(operation.selectionSet, fragments);
  if (selections.length === 0) return null;
  const alone = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } },
      ...fragments.values(),
    ],
  } as const;
  const ask: Introspection = (variables) => {
    const { data } = executeSync({ schema: visible, document: alone, variableValues: variables });
    return { ...data };
  };
  if ((operation.variableDefinitions ?? []).length > 0) return ask;
  let once: Readonly<Record<string, unknown>> | null = null;
  return (variables) => (once ??= ask(variables));
}

function introspecting(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      return ['__schema', '__type'].includes(selection.name.value) ? [selection] : [];
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (fragment === undefined) return [];
    const inner = introspecting(fragment.selectionSet, fragments);
    if (inner.length === 0) return [];
    const { directives } = selection;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(directives === undefined ? {} : { directives }),
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ];
  });
}
