import { type ASTNode, type ConstDirectiveNode, type DefinitionNode, Kind } from 'graphql';
import type { Contract } from './load.ts';
import type { Problem } from './problem.ts';

/** Where a node stands. */
export function placeOf(
  node: ASTNode | undefined,
  file: string,
): Pick<Problem, 'file' | 'line' | 'column'> {
  const start = node?.loc?.startToken;
  return {
    file: node?.loc?.source.name ?? file,
    line: start?.line ?? 1,
    column: start?.column ?? 1,
  };
}

/** Where a contract defines `Type.field`; its first line when it does not. */
export function fieldPlace(
  contract: Contract | undefined,
  coordinate: string,
): Pick<Problem, 'file' | 'line' | 'column'> {
  const [typeName, fieldName] = coordinate.split('.');
  for (const definition of contract?.document.definitions ?? []) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      continue;
    if (definition.name.value !== typeName) continue;
    const field = definition.fields?.find(({ name }) => name.value === fieldName);
    if (field !== undefined) return placeOf(field.name, contract?.file ?? '');
  }
  return { file: contract?.file ?? '', line: 1, column: 1 };
}

/**
 * Where contracts define `Type.field`, `Type.field(argument:)` or `Input.field`: the first that does not only refer to
 * it (`@external`); null where none does.
 */
export function coordinatePlace(
  contracts: readonly Contract[],
  coordinate: string,
): Pick<Problem, 'file' | 'line' | 'column'> | null {
  for (const { document, file } of contracts) {
    for (const definition of document.definitions) {
      const node = nodeIn(definition, coordinate);
      if (node !== null) return placeOf(node, file);
    }
  }
  return null;
}

function nodeIn(definition: DefinitionNode, coordinate: string): ASTNode | null {
  const [, typeName, fieldName, argument] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  if (!('name' in definition) || definition.name.value !== typeName) return null;
  if (!('fields' in definition)) return null;
  for (const field of definition.fields ?? []) {
    const directives: readonly ConstDirectiveNode[] = field.directives ?? [];
    const isReferred = directives.some(({ name }) => name.value === 'external');
    if (field.name.value !== fieldName || isReferred) continue;
    if (argument === undefined) return field.name;
    if (!('arguments' in field)) return null;
    return field.arguments.find(({ name }) => name.value === argument)?.name ?? null;
  }
  return null;
}
