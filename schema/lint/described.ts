import { type ASTNode, Kind, visit } from 'graphql';
import { placeOf } from '../place.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './rule.ts';

/** Every type, field, argument, enum value and input field has a description: they are the public documentation. */
export const described: Rule = (contract) => {
  const problems: Problem[] = [];
  const check = (
    node: ASTNode & {
      readonly description?: { readonly value: string } | undefined;
      readonly name: { readonly value: string } & ASTNode;
    },
  ): void => {
    if (node.description !== undefined && node.description.value.trim() !== '') return;
    problems.push({
      code: 'UNDESCRIBED',
      message: `${node.name.value} has no description. Say in one sentence what it is.`,
      ...placeOf(node.name, contract.file),
    });
  };
  visit(contract.document, {
    ObjectTypeDefinition: (node) => {
      if (!['Query', 'Mutation', 'Subscription'].includes(node.name.value)) check(node);
    },
    InterfaceTypeDefinition: check,
    UnionTypeDefinition: check,
    EnumTypeDefinition: check,
    EnumValueDefinition: check,
    InputObjectTypeDefinition: check,
    ScalarTypeDefinition: check,
    FieldDefinition: check,
    InputValueDefinition: (node, _key, _parent, _path, ancestors) => {
      if (
        !ancestors.some(
          (ancestor) => 'kind' in ancestor && ancestor.kind === Kind.DIRECTIVE_DEFINITION,
        )
      )
        check(node);
    },
  });
  return problems;
};
