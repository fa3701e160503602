import { everyClass } from '../decision/classes.ts';
import type { PolicyTable } from '../decision/table.ts';
import { isDenied } from '../vocabulary.ts';
import type { PolicyFault } from '../language/fault.ts';
import { inSupergraph } from './place.ts';

/**
 * Non-null fields that are denied to a class which may read a sibling: the null goes up and takes the sibling
 * with it.
 */
export function nullingDenials({ policies, decide, visible }: PolicyTable): PolicyFault[] {
  const fields = [...policies.coordinates.values()].filter(({ kind }) => kind === 'field');
  const classes = everyClass(policies);
  return fields
    .filter(({ nonNull }) => nonNull)
    .flatMap(({ coordinate, typeName }) => {
      const siblings = fields.filter((each) => each.typeName === typeName && !each.nonNull);
      const harmed = classes.find(
        (cls) =>
          visible(cls, coordinate) &&
          isDenied(decide(cls, coordinate).effect) &&
          siblings.some((sibling) => !isDenied(decide(cls, sibling.coordinate).effect)),
      );
      if (harmed === undefined) return [];
      return [
        {
          code: 'DENIED_NON_NULL',
          message: `${coordinate} is non-null and denied to ${harmed.key}, which may read other fields of ${typeName}: asking for it takes them along. Let it be nullable, or grant it.`,
          ...inSupergraph(coordinate),
        },
      ];
    });
}
