import { coordinatePlace } from '../../schema/place.ts';
import type { Contract } from '../../schema/load.ts';
import type { Finding } from '../../policies/index.ts';

/** Findings about the schema with their places in the contracts that it was composed from. */
export function inContracts(
  findings: readonly Finding[],
  contracts: readonly Contract[],
): readonly Finding[] {
  return findings.map((finding) => {
    const place =
      finding.coordinate === undefined ? null : coordinatePlace(contracts, finding.coordinate);
    return place === null ? finding : { ...finding, ...place };
  });
}
