import type { PolicySet } from '../language/set.ts';
import type { Coordinate } from '../vocabulary.ts';

/** The types whose rows a field returns: its own, those it can be, and the nodes of a connection or of one of its edges. */
export function rowTypes(
  { coordinates, model }: Pick<PolicySet, 'coordinates' | 'model'>,
  field: Coordinate,
): readonly string[] {
  const type = coordinates.get(field)?.namedType ?? '';
  const edge = coordinates.get(`${type}.edges`)?.namedType ?? type;
  const own =
    coordinates.get(`${type}.nodes`)?.namedType ??
    coordinates.get(`${edge}.node`)?.namedType ??
    type;
  return [own, ...(model.possibleTypes.get(own) ?? [])];
}
