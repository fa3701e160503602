import { type InputValueDefinitionNode, Kind } from 'graphql';
import { placeOf } from '../place.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './rule.ts';
import { typeName as innermost } from '../type-name.ts';

const paging = ['first', 'after', 'last', 'before'];

/** Every argument and input field says what it lets a caller infer; only paging and input objects need not. */
export const reads: Rule = (contract) => {
  const inputs = new Set(
    contract.document.definitions.flatMap((definition) =>
      definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [definition.name.value] : [],
    ),
  );
  const problems: Problem[] = [];
  const check = (owner: string, node: InputValueDefinitionNode): void => {
    if (paging.includes(node.name.value) || inputs.has(innermost(node.type))) return;
    if (node.directives?.some(({ name }) => name.value === 'reads')) return;
    problems.push({
      code: 'READS',
      message: `${owner}${node.name.value} has no @reads. Name the coordinates that an answer lets a caller infer.`,
      ...placeOf(node.name, contract.file),
    });
  };
  for (const definition of contract.document.definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of definition.fields ?? []) check(`${definition.name.value}.`, field);
    }
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      continue;
    for (const field of definition.fields ?? []) {
      for (const argument of field.arguments ?? [])
        check(`${definition.name.value}.${field.name.value}: `, argument);
    }
  }
  return problems;
};
