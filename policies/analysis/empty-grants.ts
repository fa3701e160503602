import type { PolicyFault } from '../language/fault.ts';
import type { PolicySet } from '../language/set.ts';

/** Grants, and categories and wildcards of grants, that give nothing: what they name is another's, or WITHHELD. */
export function emptyGrants({ agreements, disclosures }: PolicySet): PolicyFault[] {
  return [...disclosures, ...agreements].flatMap(({ id, grants }) =>
    grants.flatMap(({ coordinates, parts, place }): PolicyFault[] => {
      if (coordinates.size === 0) {
        const message = `A grant of "${id}" gives nothing: none of what it names may be given by it.`;
        return [{ code: 'GRANT_EMPTY', message, ...place }];
      }
      return parts
        .filter(({ gives }) => gives === 0)
        .map((part) => ({
          code: 'GRANT_EMPTY',
          message: `"${part.text}" gives nothing in this grant of "${id}".`,
          ...part.place,
        }));
    }),
  );
}
