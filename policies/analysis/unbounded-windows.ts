import type { PolicyFault } from '../language/fault.ts';
import type { Disclosure, PolicySet } from '../language/set.ts';
import type { Condition } from '../vocabulary.ts';

/**
 * Disclosures of data that the law publishes for a time only, on rows whose time is over: the category names the
 * field in which the last day stands, and every row that is published must be tested against it.
 */
export function unboundedWindows(set: PolicySet): PolicyFault[] {
  const until = new Map(
    set.categories.flatMap(({ id, publishedUntil }) =>
      publishedUntil === null ? [] : [[id, publishedUntil] as const],
    ),
  );
  return set.disclosures.flatMap(({ id, grants }) =>
    grants.flatMap((grant) => unboundedIn(grant, id, until, set)),
  );
}

function unboundedIn(
  { coordinates, effect, place }: Disclosure['grants'][number],
  id: string,
  until: ReadonlyMap<string, string>,
  { classificationOf, coordinates: known }: PolicySet,
): PolicyFault[] {
  for (const coordinate of coordinates) {
    const facts = known.get(coordinate);
    const field = until.get(classificationOf(coordinate)?.category ?? '');
    if (facts === undefined || field === undefined || !known.has(`${facts.typeName}.${field}`))
      continue;
    const rows = [effect.allow, effect.mask?.when ?? false].filter((given) => given !== false);
    if (rows.every((given) => given !== true && isBoundedBy(given, field))) continue;
    return [
      {
        code: 'WINDOW_UNBOUNDED',
        message: `"${id}" publishes ${coordinate} also on rows whose ${field} has passed.`,
        ...place,
      },
    ];
  }
  return [];
}

/** Whether a condition holds only until the day or instant that a field names. */
function isBoundedBy(condition: Condition, field: string): boolean {
  return Object.entries(condition).some(([key, value]) => {
    if (key === '$and' && Array.isArray(value))
      return value.some((part: Condition) => isBoundedBy(part, field));
    if (key === '$or' && Array.isArray(value))
      return value.every((part: Condition) => isBoundedBy(part, field));
    if (key !== field || typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(
      ([operator, bound]) =>
        (operator === '$gte' || operator === '$gt') && (bound === '$today' || bound === '$now'),
    );
  });
}
