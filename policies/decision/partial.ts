import type { PolicySet } from '../language/set.ts';
import type { Coordinate } from '../vocabulary.ts';
import { isAllowed } from '../vocabulary.ts';
import { directSources } from './sources.ts';

/**
 * The fields that some grant, in force or not, masks or gives on some rows only, and those computed from them.
 * Every other field is given in full or not at all, whoever asks.
 */
export function partialCoordinates(set: PolicySet): ReadonlySet<Coordinate> {
  const partial = new Set<Coordinate>();
  for (const [coordinate, rules] of set.rules) {
    if (rules.some(({ grant }) => !isAllowed(grant.effect))) partial.add(coordinate);
  }
  const fields = [...set.coordinates.values()].filter(({ kind }) => kind === 'field');
  for (let grew = partial.size > 0; grew;) {
    grew = false;
    for (const { coordinate } of fields) {
      if (partial.has(coordinate)) continue;
      if (!directSources(set, coordinate).some((source) => partial.has(source))) continue;
      partial.add(coordinate);
      grew = true;
    }
  }
  for (const { kind, coordinate, typeName, fieldName } of set.coordinates.values()) {
    if (kind !== 'interface-field') continue;
    const types = set.model.possibleTypes.get(typeName) ?? [];
    if (types.some((type) => partial.has(`${type}.${fieldName}`))) partial.add(coordinate);
  }
  return partial;
}
