import { Kind, visit } from 'graphql';
import { placeOf } from '../place.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './rule.ts';

const values = ['UNCONDITIONAL', 'CONDITIONAL', 'WITHHELD'];

/** `@classified(sharing:)` is one of the three that the law knows. */
export const sharing: Rule = (contract) => {
  const problems: Problem[] = [];
  visit(contract.document, {
    Directive: (node) => {
      if (node.name.value !== 'classified') return;
      const argument = node.arguments?.find(({ name }) => name.value === 'sharing');
      if (argument?.value.kind === Kind.STRING && values.includes(argument.value.value)) return;
      problems.push({
        code: 'SHARING',
        message: `sharing is one of ${values.join(', ')}.`,
        ...placeOf(argument ?? node, contract.file),
      });
    },
  });
  return problems;
};
