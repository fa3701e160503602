import type { PolicyFault } from '../language/fault.ts';
import type { PolicySet } from '../language/set.ts';

/** Grants of an agreement that name what every department may read anyway. */
export function needlessGrants({ agreements, classificationOf }: PolicySet): PolicyFault[] {
  return agreements.flatMap(({ id, grants }) =>
    grants.flatMap(({ named, place }): PolicyFault[] => {
      const open = [...named].filter(
        (coordinate) => classificationOf(coordinate)?.sharing === 'UNCONDITIONAL',
      );
      const [first, ...more] = open;
      if (first === undefined) return [];
      const others = more.length === 0 ? '' : ` and ${more.length} more`;
      const message = `"${id}" gives ${first}${others}, which every department reads already.`;
      return [{ code: 'GRANT_NEEDLESS', message, ...place }];
    }),
  );
}
