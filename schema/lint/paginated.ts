import { type FieldDefinitionNode, Kind } from 'graphql';
import { placeOf } from '../place.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './rule.ts';
import { typeName as innermost } from '../type-name.ts';

/**
 * A connection takes `first` and `after`, and what takes them is a connection. Plain lists are for what stays
 * small: the parts of a thing, its history, a list of reference such as the zone's parks. `@listSize` says that a page
 * is as long as `first`: without, it would cost as much as any list.
 */
export const paginated: Rule = (contract) => {
  const problems: Problem[] = [];
  for (const definition of contract.document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const connection = innermost(field.type).endsWith('Connection');
      const pages = ['first', 'after'].every((name) => takes(field, name));
      const isSized = field.directives?.some(({ name }) => name.value === 'listSize') === true;
      if (connection && pages && !isSized) {
        problems.push({
          code: 'PAGINATION',
          message: `${definition.name.value}.${field.name.value} gives a page and has to say how long it is: @listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false).`,
          ...placeOf(field.name, contract.file),
        });
      }
      if (connection === pages) continue;
      problems.push({
        code: 'PAGINATION',
        message: connection
          ? `${definition.name.value}.${field.name.value} gives a connection and has to take first and after.`
          : `${definition.name.value}.${field.name.value} takes first and after and has to give a connection.`,
        ...placeOf(field.name, contract.file),
      });
    }
  }
  return problems;
};

function takes(field: FieldDefinitionNode, name: string): boolean {
  return field.arguments?.some((argument) => argument.name.value === name) ?? false;
}
