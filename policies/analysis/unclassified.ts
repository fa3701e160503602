import type { PolicySet } from '../language/set.ts';
import type { PolicyFault } from '../language/fault.ts';
import { inSupergraph } from './place.ts';

/** Fields that nothing classifies: nobody but their owner may read them. */
export function unclassified(set: PolicySet): PolicyFault[] {
  return [...set.coordinates.values()]
    .filter(({ kind, coordinate }) => kind === 'field' && set.classificationOf(coordinate) === null)
    .map(({ coordinate }) => ({
      code: 'UNCLASSIFIED',
      message: `Nothing classifies ${coordinate}. Write @classified in its contract, or a line in policies/classifications/.`,
      ...inSupergraph(coordinate),
    }));
}
