import { type ASTNode, Kind } from 'graphql';
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
