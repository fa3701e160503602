import type { PolicySet } from '../language/set.ts';
import type { Finding } from './finding.ts';

/** Grants that give nothing: what they name is not the provider's, or is WITHHELD. */
export function emptyGrants({ agreements, disclosures }: PolicySet): Finding[] {
  return [...disclosures, ...agreements].flatMap(({ id, grants }) =>
    grants
      .filter(({ coordinates }) => coordinates.size === 0)
      .map(({ place }) => ({
        severity: 'warning',
        code: 'GRANT_EMPTY',
        message: `A grant of "${id}" gives nothing: none of what it names may be given by it.`,
        ...place,
      })),
  );
}
