import canonicalize from 'canonicalize';
import type { PolicyFault } from '../language/fault.ts';
import { formatPlace } from '../language/fault.ts';
import type { Agreement, Disclosure, Grant, PolicySet, Rule } from '../language/set.ts';
import { isAllowed } from '../vocabulary.ts';

/**
 * Grants of which a broader one gives every coordinate already, and pairs of agreements that give one coordinate
 * alike. Of two grants that say the same, the one that comes later is idle.
 */
export function idleGrants(set: PolicySet): PolicyFault[] {
  const documents = [...set.disclosures, ...set.agreements];
  const order = new Map(
    documents.flatMap(({ grants }) => grants).map((grant, index) => [grant, index]),
  );
  const covers = (broad: Rule, narrow: Rule): boolean => {
    if (broad.grant === narrow.grant || !reachesAll(broad.by, narrow.by)) return false;
    if (!givesAll(broad.grant, narrow.grant)) return false;
    const isMutual = reachesAll(narrow.by, broad.by) && givesAll(narrow.grant, broad.grant);
    return !isMutual || (order.get(broad.grant) ?? 0) < (order.get(narrow.grant) ?? 0);
  };
  const faults: PolicyFault[] = [];
  const overlapping = new Map<
    string,
    { readonly one: Rule; readonly other: Rule; count: number }
  >();
  for (const by of documents) {
    for (const grant of by.grants) {
      const narrow = { by, grant };
      const covered = [...grant.coordinates].map((coordinate) =>
        (set.rules.get(coordinate) ?? []).find((broad) => covers(broad, narrow)),
      );
      const [first] = covered;
      if (first !== undefined && covered.every((broad) => broad !== undefined)) {
        faults.push({
          code: 'GRANT_IDLE',
          message: `"${first.by.id}" gives all of this grant of "${by.id}" already (${formatPlace(first.grant.place)}).`,
          ...grant.place,
        });
      } else if (by.kind === 'agreement') {
        for (const coordinate of grant.coordinates) noteOverlaps(narrow, coordinate);
      }
    }
  }
  function noteOverlaps(one: Rule, coordinate: string): void {
    for (const other of set.rules.get(coordinate) ?? []) {
      if (other.by.id <= one.by.id || !meetsWith(one, other)) continue;
      const key = `${one.by.id} ${other.by.id}`;
      const known = overlapping.get(key);
      if (known === undefined) overlapping.set(key, { one, other, count: 1 });
      else known.count += 1;
    }
  }
  for (const { one, other, count } of overlapping.values()) {
    faults.push({
      code: 'DOCUMENTS_OVERLAP',
      message: `"${other.by.id}" and "${one.by.id}" give ${count} coordinate(s) alike, to the same principals at the same time.`,
      ...other.by.place,
    });
  }
  return faults;
}

/** Whether everybody whom the narrow document reaches, at any time, is reached by the broad one. */
function reachesAll(broad: Agreement | Disclosure, narrow: Agreement | Disclosure): boolean {
  const starts = broad.effective <= narrow.effective;
  const lasts =
    broad.expires === null || (narrow.expires !== null && narrow.expires <= broad.expires);
  if (!starts || !lasts) return false;
  if (broad.kind === 'disclosure') return true;
  if (narrow.kind === 'disclosure' || !broad.approved) return false;
  return (
    broad.recipient === narrow.recipient &&
    broad.provider === narrow.provider &&
    narrow.purposes.every((purpose) => broad.purposes.includes(purpose)) &&
    (broad.roles === null ||
      (narrow.roles?.every((role) => broad.roles?.includes(role) === true) ?? false))
  );
}

function givesAll(broad: Grant, narrow: Grant): boolean {
  if (broad.requiresCase && !narrow.requiresCase) return false;
  return isAllowed(broad.effect) || canonicalize(broad.effect) === canonicalize(narrow.effect);
}

/** Whether two agreements give the same effect to somebody at some instant. */
function meetsWith({ by: one, grant }: Rule, { by: other, grant: another }: Rule): boolean {
  if (one.kind !== 'agreement' || other.kind !== 'agreement') return false;
  const before = (a: Agreement, b: Agreement): boolean =>
    b.expires === null || a.effective < b.expires;
  return (
    one.recipient === other.recipient &&
    one.provider === other.provider &&
    before(one, other) &&
    before(other, one) &&
    one.purposes.some((purpose) => other.purposes.includes(purpose)) &&
    grant.requiresCase === another.requiresCase &&
    canonicalize(grant.effect) === canonicalize(another.effect)
  );
}
