import { contextOf } from './fetch.ts';
import type { FetchedStage, Shaped } from './stages.ts';

/** Projects what was fetched onto what was asked: masks, row conditions, nulls and errors in place. */
export function shape({ planned, fetched }: FetchedStage): Shaped {
  const context = contextOf(planned, () => ({}));
  return { authorized: planned.authorized, answer: planned.compiled.shape(fetched, context) };
}
