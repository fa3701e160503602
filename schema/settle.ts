import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { typeName as innermost } from './type-name.ts';

const builtIn = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

/**
 * Takes from definitions what hangs in the air, until nothing does: fields, arguments and members whose type is
 * gone, types of which nothing is left, and an interface's fields and arguments that a type of it lacks.
 */
export function settle(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  let settled = definitions;
  for (let size = -1, next = sizeOf(settled); size !== next;) {
    size = next;
    settled = settleOnce(settled);
    next = sizeOf(settled);
  }
  return settled;
}

function settleOnce(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  const standing = new Set(
    definitions.flatMap((definition) => ('name' in definition ? [definition.name.value] : [])),
  );
  const stands = (type: TypeNode): boolean =>
    standing.has(innermost(type)) || builtIn.has(innermost(type));
  const typesOf = implementers(definitions);
  return definitions.flatMap((definition): DefinitionNode[] => {
    switch (definition.kind) {
      case Kind.UNION_TYPE_DEFINITION: {
        const types = (definition.types ?? []).filter(({ name }) => standing.has(name.value));
        return types.length === 0 ? [] : [{ ...definition, types }];
      }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
        const fields = (definition.fields ?? []).filter(({ type }) => stands(type));
        return fields.length === 0 ? [] : [{ ...definition, fields }];
      }
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const types = typesOf.get(definition.name.value) ?? [];
        const fields = (definition.fields ?? [])
          .filter(({ type, name }) => stands(type) && isOnAll(types, name.value))
          .map((field) => ({
            ...field,
            arguments: (field.arguments ?? []).filter(
              ({ type, name }) => stands(type) && isOnAll(types, field.name.value, name.value),
            ),
          }));
        const interfaces = (definition.interfaces ?? []).filter(({ name }) =>
          standing.has(name.value),
        );
        return fields.length === 0 ? [] : [{ ...definition, interfaces, fields }];
      }
      default:
        return [definition];
    }
  });
}

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

function implementers(
  definitions: readonly DefinitionNode[],
): ReadonlyMap<string, readonly Fielded[]> {
  const found = new Map<string, Fielded[]>();
  for (const definition of definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      continue;
    for (const { name } of definition.interfaces ?? [])
      found.set(name.value, [...(found.get(name.value) ?? []), definition]);
  }
  return found;
}

/** Whether every type has a field, and its argument if one is named. */
function isOnAll(types: readonly Fielded[], field: string, argument?: string): boolean {
  const has = (found: FieldDefinitionNode | undefined): boolean =>
    found !== undefined &&
    (argument === undefined || (found.arguments ?? []).some(({ name }) => name.value === argument));
  return types.every(({ fields }) => has(fields?.find(({ name }) => name.value === field)));
}

/** How many definitions, fields, arguments and members there are. */
function sizeOf(definitions: readonly DefinitionNode[]): number {
  return definitions.reduce((sum, definition) => {
    const fields = 'fields' in definition ? (definition.fields ?? []) : [];
    const members = 'types' in definition ? (definition.types ?? []) : [];
    const inner = fields.reduce(
      (count, field) => count + 1 + ('arguments' in field ? (field.arguments ?? []).length : 0),
      0,
    );
    return sum + 1 + inner + members.length;
  }, 0);
}
