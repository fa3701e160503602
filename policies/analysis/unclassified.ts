import type { PolicySet } from '../language/set.ts';
import type { Finding } from './finding.ts';
import { inSupergraph } from './place.ts';

/** Fields that nothing classifies: nobody but their owner may read them. */
export function unclassified(set: PolicySet): Finding[] {
  return [...set.coordinates.values()]
    .filter(({ kind, coordinate }) => kind === 'field' && set.classificationOf(coordinate) === null)
    .map(({ coordinate }) => ({
      severity: 'error',
      code: 'UNCLASSIFIED',
      message: `Nothing classifies ${coordinate}. Write @classified in its contract, or a line in policies/classifications/.`,
      ...inSupergraph,
    }));
}
