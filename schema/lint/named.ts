import { type ASTNode, visit } from 'graphql';
import { placeOf } from '../place.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './rule.ts';

type Named = ASTNode & { readonly name: ASTNode & { readonly value: string } };

/** Types are PascalCase, fields and arguments camelCase, enum values SCREAMING_SNAKE_CASE. */
export const named: Rule = (contract) => {
  const problems: Problem[] = [];
  const check =
    (pattern: RegExp, form: string) =>
    (node: Named): void => {
      if (pattern.test(node.name.value)) return;
      problems.push({
        code: 'NAMING',
        message: `${node.name.value} is not ${form}.`,
        ...placeOf(node.name, contract.file),
      });
    };
  const type = check(/^[A-Z][A-Za-z0-9]*$/, 'PascalCase');
  const field = check(/^[a-z][A-Za-z0-9]*$/, 'camelCase');
  visit(contract.document, {
    ObjectTypeDefinition: type,
    InterfaceTypeDefinition: type,
    UnionTypeDefinition: type,
    EnumTypeDefinition: type,
    InputObjectTypeDefinition: type,
    ScalarTypeDefinition: type,
    FieldDefinition: field,
    InputValueDefinition: field,
    EnumValueDefinition: check(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, 'SCREAMING_SNAKE_CASE'),
  });
  return problems;
};
