import type { Coordinate } from '../vocabulary.ts';
import { formatPlace, type PolicyFault } from './fault.ts';
import type { Rule } from './set.ts';

/**
 * Pairs of rules that give one principal two different masks of one coordinate at some instant. A principal may
 * hold any set of roles, so every pair that shares recipient, purpose and an instant is reached by somebody:
 * looking at all pairs decides it exhaustively.
 */
export function maskConflicts(rules: ReadonlyMap<Coordinate, readonly Rule[]>): PolicyFault[] {
  const faults = new Map<string, PolicyFault>();
  for (const [coordinate, all] of rules) {
    const masking = all.filter(({ grant }) => grant.effect.mask !== null);
    masking.forEach((one, index) => {
      for (const other of masking.slice(index + 1)) {
        if (one.grant.effect.mask?.name === other.grant.effect.mask?.name || !meet(one, other))
          continue;
        const key = `${formatPlace(one.grant.place)} ${formatPlace(other.grant.place)}`;
        if (faults.has(key)) continue;
        faults.set(key, {
          code: 'MASK_CONFLICT',
          message: `${coordinate} is masked with "${other.grant.effect.mask?.name ?? ''}" here and with "${one.grant.effect.mask?.name ?? ''}" at ${formatPlace(one.grant.place)}, for the same principals. Leave one.`,
          ...other.grant.place,
        });
      }
    });
  }
  return [...faults.values()];
}

function meet({ by: one }: Rule, { by: other }: Rule): boolean {
  const startsBeforeEnd = (a: typeof one, b: typeof one): boolean =>
    b.expires === null || a.effective < b.expires;
  if (!startsBeforeEnd(one, other) || !startsBeforeEnd(other, one)) return false;
  if (one.kind === 'disclosure' || other.kind === 'disclosure') return true;
  return (
    one.recipient === other.recipient &&
    one.purposes.some((purpose) => other.purposes.includes(purpose))
  );
}
