import type { DocumentFacts } from '../authorize/authorize-document.ts';
import { contextOf } from './fetch.ts';
import type { FetchedStage, Shaped } from './stages.ts';

/** Projects what was fetched onto what was asked: masks, row conditions, nulls and errors in place. */
export function shape({ planned, fetched }: FetchedStage): Shaped {
  const { authorized, compiled } = planned;
  const context = contextOf(planned, () => ({}));
  return {
    authorized,
    compiled,
    answer: compiled.shape(fetched, context),
    facts: without(authorized.authorized.facts, compiled.withheld),
  };
}

/** What the plan could not fetch, because nothing grants what it rests on, was denied and not released. */
function without(facts: DocumentFacts, withheld: readonly string[]): DocumentFacts {
  if (withheld.length === 0) return facts;
  const isGiven = (coordinate: string): boolean => !withheld.includes(coordinate);
  return {
    ...facts,
    released: facts.released.filter(isGiven),
    masked: facts.masked.filter(isGiven),
    denied: [...new Set([...facts.denied, ...withheld])].sort(),
  };
}
