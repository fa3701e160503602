import type { PolicyFault } from '../language/fault.ts';

/** Where a finding stands that no policy document causes: whoever has the contracts knows the line of the coordinate. */
export function inSupergraph(
  coordinate: string,
): Pick<PolicyFault, 'file' | 'line' | 'column' | 'coordinate'> {
  return { file: 'supergraph', line: 1, column: 1, coordinate };
}
