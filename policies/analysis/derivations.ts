import { directSources } from '../decision/sources.ts';
import type { PolicyTable } from '../decision/table.ts';
import type { PolicyFault } from '../language/fault.ts';
import { inSupergraph } from './place.ts';

/** Fields computed from another department's without a derivation grant of that department in force. */
export function missingDerivations({ policies, derivation }: PolicyTable): PolicyFault[] {
  const findings: PolicyFault[] = [];
  for (const { kind, coordinate } of policies.coordinates.values()) {
    if (kind !== 'field') continue;
    const owner = policies.ownerOf(coordinate);
    for (const source of directSources(policies, coordinate)) {
      const sourceOwner = policies.ownerOf(source);
      if (sourceOwner === owner || derivation(coordinate, source) !== null) continue;
      findings.push({
        code: 'DERIVATION_UNGRANTED',
        message: `${coordinate} is computed from ${source}, and no agreement of ${sourceOwner ?? 'its owner'} in force permits it. Add a derivation to an agreement: { target: ${coordinate}, from: [${source}] }.`,
        ...inSupergraph(coordinate),
      });
    }
  }
  return findings;
}
