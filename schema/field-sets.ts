import { type ConstValueNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { stringOf } from './directive-arguments.ts';

/** Types by name with the named type of each field, and the types that set each context. */
export interface TypeMap {
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly contexts: ReadonlyMap<string, readonly string[]>;
}

/** The coordinates that a field set such as `a { b } ... on T { c }` names, the inner fields as well as the outer. */
export function requiredCoordinates(typeName: string, fieldSet: string, types: TypeMap): string[] {
  const definition = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions[0];
  return definition?.kind === Kind.OPERATION_DEFINITION
    ? walk(typeName, definition.selectionSet, types)
    : [];
}

/** The coordinates that the context arguments of a field read, on every type that sets the context. */
export function contextSources(value: ConstValueNode | undefined, types: TypeMap): string[] {
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((item) => {
    if (item.kind !== Kind.OBJECT) return [];
    const read = (name: string): string | null =>
      stringOf(item.fields.find((field) => field.name.value === name)?.value);
    const selection = read('selection');
    if (selection === null) return [];
    const inner = selection.replace(/^\s*\{/, '').replace(/\}\s*$/, '');
    return (types.contexts.get(read('context') ?? '') ?? []).flatMap((typeName) =>
      requiredCoordinates(typeName, inner, types),
    );
  });
}

/** The names of the outermost fields of a field set such as `a { b } c`. */
export function outermostFields(fieldSet: string): string[] {
  const definition = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions[0];
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
}

function walk(typeName: string, selections: SelectionSetNode, types: TypeMap): string[] {
  return selections.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return walk(selection.typeCondition?.name.value ?? typeName, selection.selectionSet, types);
    }
    const name = selection.name.value;
    if (name === '__typename') return [];
    const inner = types.fields.get(typeName)?.get(name);
    const below =
      selection.selectionSet && inner !== undefined
        ? walk(inner, selection.selectionSet, types)
        : [];
    return [`${typeName}.${name}`, ...below];
  });
}
