import type { PolicyTable } from '../decision/table.ts';
import type { Coordinate, DecisionClass, Principal } from '../vocabulary.ts';
import { isAllowed, isDenied } from '../vocabulary.ts';

/** How a coordinate was answered, or would be. */
export type Outcome = 'released' | 'masked' | 'denied' | 'refused';

/** An operation as it was answered. */
export interface PastOperation {
  readonly principal: Principal;
  /** Coordinates of fields, by how they were answered. */
  readonly answered: ReadonlyMap<Coordinate, Exclude<Outcome, 'refused'>>;
  /** Arguments and input fields that it gave; a policy that denies one refuses the operation. */
  readonly given: readonly Coordinate[];
}

/** What a draft would answer otherwise, how often, and to whom. */
export interface Flip {
  readonly department: string;
  readonly purpose: string | null;
  readonly coordinate: Coordinate;
  readonly was: Outcome;
  readonly wouldBe: Outcome;
  readonly operations: number;
}

/** Decides past operations again: by department, purpose and coordinate, what would now be answered otherwise. */
export function replay(past: Iterable<PastOperation>, draft: PolicyTable): readonly Flip[] {
  const flips = new Map<string, { -readonly [Key in keyof Flip]: Flip[Key] }>();
  const note = (
    principal: Principal,
    coordinate: Coordinate,
    was: Outcome,
    wouldBe: Outcome,
  ): void => {
    const who =
      principal.kind === 'public'
        ? { department: 'public', purpose: null }
        : { department: principal.department, purpose: principal.purpose };
    const key = JSON.stringify([who, coordinate, was, wouldBe]);
    const known = flips.get(key);
    if (known === undefined) flips.set(key, { ...who, coordinate, was, wouldBe, operations: 1 });
    else known.operations += 1;
  };
  for (const { principal, answered, given } of past) {
    const cls = draft.classOf(principal);
    for (const [coordinate, was] of answered) {
      const wouldBe = draft.visible(cls, coordinate)
        ? isWithheld(draft, cls, coordinate) || draft.givesNothingOf(cls, coordinate) !== null
          ? 'denied'
          : outcomeOf(draft.decide(cls, coordinate).effect)
        : 'refused';
      if (wouldBe !== was && !coordinate.endsWith('.__typename'))
        note(principal, coordinate, was, wouldBe);
    }
    for (const coordinate of given) {
      if (!isAllowed(draft.decide(cls, coordinate).effect))
        note(principal, coordinate, 'released', 'refused');
    }
  }
  return [...flips.values()].sort(
    (a, b) =>
      order(a.department, b.department) ||
      order(a.coordinate, b.coordinate) ||
      order(a.purpose ?? '', b.purpose ?? ''),
  );
}

/**
 * Whether the plan denies what decisions would give: it is computed from another department's field that the class
 * does not get whole, and nothing grants the computation.
 */
function isWithheld(
  { policies, decide, derivation }: PolicyTable,
  cls: DecisionClass,
  coordinate: Coordinate,
): boolean {
  const { requires = [] } = policies.coordinates.get(coordinate) ?? {};
  return requires.some(
    (source) =>
      !isAllowed(decide(cls, source).effect) &&
      policies.coordinates.get(source)?.key !== true &&
      derivation(coordinate, source) === null &&
      policies.ownerOf(source) !== policies.ownerOf(coordinate),
  );
}

/** As a record names it: what is given on some rows only counts as masked. */
function outcomeOf(effect: Parameters<typeof isAllowed>[0]): Outcome {
  if (isDenied(effect)) return 'denied';
  return isAllowed(effect) ? 'released' : 'masked';
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
