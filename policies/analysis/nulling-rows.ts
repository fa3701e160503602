import canonicalize from 'canonicalize';
import { everyClass } from '../decision/classes.ts';
import { rowsGiven } from '../decision/effect.ts';
import type { PolicyTable } from '../decision/table.ts';
import type { PolicyFault } from '../language/fault.ts';
import { isDenied } from '../vocabulary.ts';
import { describeClass } from '../decision/reason.ts';
import { inSupergraph } from './place.ts';

/**
 * Non-null fields that are given to a class on fewer rows than exist for it, or through a mask that gives null: on
 * the other rows the null goes up and takes the whole row.
 */
export function nullingRows({ policies, decide, rowsOf }: PolicyTable): PolicyFault[] {
  const classes = everyClass(policies);
  return [...policies.coordinates.values()].flatMap((facts): PolicyFault[] => {
    if (facts.kind !== 'field' || !facts.nonNull) return [];
    const { coordinate, typeName } = facts;
    const harmed = classes.find((cls) => {
      const { effect } = decide(cls, coordinate);
      if (isDenied(effect)) return false;
      const given = rowsGiven(effect);
      return (
        effect.mask?.name === 'null' ||
        (given !== true && canonicalize(given) !== canonicalize(rowsOf(cls, typeName)))
      );
    });
    if (harmed === undefined) return [];
    const message = `${coordinate} is non-null, and on some rows that exist for ${describeClass(harmed)} it has no value: asking for it takes the whole row along.`;
    return [{ code: 'PARTIAL_NON_NULL', message, ...inSupergraph(coordinate) }];
  });
}
