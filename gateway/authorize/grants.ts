import type { PolicyTable } from '../../policies/index.ts';

/**
 * Makes the function that says on which grant a plan may fetch what the principal may not see: entity keys, what
 * conditions and the audit trail read, and what a derivation permits; null for anything else.
 * @param needed coordinates that conditions and the audit trail read, with the reason
 */
export function createGrants(
  table: PolicyTable,
  needed: ReadonlyMap<string, string>,
): (coordinate: string, requiredBy: readonly string[]) => string | null {
  const { policies } = table;
  return (coordinate, requiredBy) => {
    const reason = needed.get(coordinate);
    if (reason !== undefined) return reason;
    if (policies.coordinates.get(coordinate)?.key === true) return 'key';
    for (const target of requiredBy) {
      const granted = table.derivation(target, coordinate);
      if (granted !== null) return granted;
      if (policies.ownerOf(target) === policies.ownerOf(coordinate)) return 'own';
    }
    return null;
  };
}
