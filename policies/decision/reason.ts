import type { Agreement, PolicySet } from '../language/set.ts';
import type { Coordinate, DecisionClass, DepartmentId, Effect } from '../vocabulary.ts';
import { isAllowed, isDenied } from '../vocabulary.ts';
import { fieldsOf } from './condition.ts';

/**
 * An effect in words, to stand after "gets it": `in full`, `masked with month`.
 * @param isTold whether a field that a condition reads may be named; if not, neither is the condition
 */
export function describeEffect(
  { allow, mask }: Effect,
  isTold: (field: string) => boolean = () => true,
): string {
  if (allow === true) return 'in full';
  const masked =
    mask === null ? null : `masked with ${mask.name}${mask.when === true ? '' : ' on some rows'}`;
  if (allow === false) return masked ?? 'not at all';
  const rows = fieldsOf(allow).every(isTold)
    ? `on rows where ${JSON.stringify(allow)}`
    : 'on some rows';
  return `${rows}${masked === null ? '' : `, else ${masked}`}`;
}

/** A class in words: `the public`, or `tax for REFUND_REVIEW as analyst`. */
export function describeClass({ department, purpose, roles, hasCase }: DecisionClass): string {
  if (department === null) return 'the public';
  const acting = roles.length === 0 ? '' : ` as ${roles.join(', ')}`;
  return `${department} for ${purpose ?? 'no purpose that it may use'}${acting}${hasCase ? ', with a case' : ''}`;
}

/** Why something is given, for the asker. */
export function allowReason(
  effect: Effect,
  owner: DepartmentId | null,
  cls: DecisionClass,
  reliesOn: readonly string[],
): string {
  const how = isAllowed(effect)
    ? 'Given in full'
    : effect.allow === false
      ? 'Masked'
      : 'Given on some rows';
  if (reliesOn.length > 0) return `${how} under ${reliesOn.join(', ')}.`;
  return owner !== null && owner === cls.department
    ? `${how}: ${owner} owns it.`
    : `${how}: open to every department.`;
}

/** What a denial is explained from. */
export interface Denied {
  readonly cls: DecisionClass;
  readonly coordinate: Coordinate;
  readonly owner: DepartmentId | null;
  readonly set: PolicySet;
  readonly at: Date;
  readonly wouldGrant: readonly Agreement[];
  /** A source that is not given in full, if there is one. */
  readonly limiting: Coordinate | null;
  /** What the coordinate would give but for its sources. */
  readonly direct: Effect;
}

/** Why nothing is given; to the public, and about what a department can never get, it says nothing more. */
export function denialReason({
  cls,
  coordinate,
  owner,
  set,
  at,
  wouldGrant,
  limiting,
  direct,
}: Denied): string {
  if (cls.department === null) return 'It is not disclosed to the public.';
  const classification = set.classificationOf(coordinate);
  const hidden =
    owner !== cls.department && (classification === null || classification.sharing === 'WITHHELD');
  if (hidden || owner === null) return 'There is nothing to read here.';
  if (cls.purpose === null && owner !== cls.department) {
    return `${cls.department} may not use the purpose named; name one that is registered for it.`;
  }
  if (!isDenied(direct) && limiting !== null) {
    // What is withheld does not exist for others: its name would say that it does.
    const stated = set.classificationOf(limiting);
    const isHidden =
      set.ownerOf(limiting) !== cls.department &&
      (stated === null || stated.sharing === 'WITHHELD');
    const source = isHidden
      ? 'something that is not shared'
      : `${limiting}, which is not given in full`;
    return `It is computed from ${source}, and no agreement permits the derivation.`;
  }
  const [best] = wouldGrant;
  if (best === undefined) return `No agreement of ${owner} gives it to ${cls.department}.`;
  return `${owner} gives it to ${cls.department} under ${best.id}, ${why(best, cls, at)}.`;
}

/** How far an agreement is from granting: 0 for the nearest. */
export function closeness(agreement: Agreement, cls: DecisionClass, at: Date): number {
  const past = agreement.expires !== null && agreement.expires <= at;
  const future = agreement.effective > at;
  const hasPurpose = cls.purpose !== null && agreement.purposes.includes(cls.purpose);
  return (past ? 8 : 0) + (future ? 4 : 0) + (agreement.approved ? 0 : 2) + (hasPurpose ? 0 : 1);
}

function why(agreement: Agreement, cls: DecisionClass, at: Date): string {
  const { purposes, roles, effective, expires, approved } = agreement;
  if (expires !== null && expires <= at) return `which ended on ${day(expires)}`;
  if (effective > at) return `which begins on ${day(effective)}`;
  if (!approved) return 'which both sides have not yet approved and signed';
  if (cls.purpose === null || !purposes.includes(cls.purpose))
    return `for ${purposes.join(' or ')}, not for ${cls.purpose ?? 'this purpose'}`;
  if (roles !== null && !roles.some((role) => cls.roles.includes(role)))
    return `to the role ${roles.join(' or ')}`;
  return 'to those who name a case in Sharing-Case';
}

/** The calendar date in Asia/Shanghai. */
function day(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
