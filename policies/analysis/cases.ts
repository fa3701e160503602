import canonicalize from 'canonicalize';
import { describeClass, describeEffect } from '../decision/reason.ts';
import type { PolicyTable } from '../decision/table.ts';
import type { Expectation, PolicyCase } from '../language/cases.ts';
import type { Place } from '../language/source.ts';
import { type DecisionClass, isDenied } from '../vocabulary.ts';

/** An example that does not hold. */
export interface CaseFailure extends Place {
  /** Who asks, such as `tax for REFUND_REVIEW`. */
  readonly who: string;
  /** The coordinate, or the query. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** The expectations of a case that a table does not meet. */
export function failedExpectations(
  { principal, expectations, place }: PolicyCase,
  table: PolicyTable,
): readonly CaseFailure[] {
  const cls = table.classOf(principal);
  const who = describeClass(cls);
  if (cls.department !== null && cls.purpose === null) {
    const named =
      principal.kind === 'public' ? '' : `${principal.department}, ${principal.purpose}`;
    const expected = 'a registered department and a purpose that it may use';
    return [{ ...place, who, what: 'as', expected, found: named }];
  }
  return expectations.flatMap((expectation) => {
    const found = failureOf(expectation, cls, table);
    if (found === null) return [];
    return [{ ...expectation.place, who, what: expectation.coordinate, ...found }];
  });
}

function failureOf(
  { coordinate, effect, document }: Expectation,
  cls: DecisionClass,
  table: PolicyTable,
): Pick<CaseFailure, 'expected' | 'found'> | null {
  if (!table.policies.coordinates.has(coordinate))
    return { expected: 'a coordinate of the graph', found: `nothing is called ${coordinate}` };
  const isVisible = table.visible(cls, coordinate);
  const decision = table.decide(cls, coordinate);
  const gives = isVisible ? describeEffect(decision.effect) : 'hidden';
  if (effect === 'hidden') return isVisible ? { expected: 'hidden', found: gives } : null;
  const expected = describeEffect(effect);
  const why = decision.reason;
  if (!isVisible || canonicalize(decision.effect) !== canonicalize(effect))
    return { expected, found: `${gives}. ${why}` };
  if (document === null) return null;
  const rests = isDenied(effect) ? decision.wouldGrant : decision.reliesOn;
  if (rests.includes(document)) return null;
  const named = isDenied(effect) ? 'and given instead' : 'given';
  return {
    expected: `${named} by ${document}`,
    found: rests.length === 0 ? `by no document. ${why}` : `by ${rests.join(', ')}`,
  };
}
