import type { DecisionClass, DecisionTable, Effect, Principal } from '../../policies/index.ts';
import type { Queries } from './store.ts';

/** What a resolver of a department is given. */
export interface RequestContext {
  readonly requestId: string;
  readonly principal: Principal;
  readonly cls: DecisionClass;
  readonly table: DecisionTable;
  readonly db: Queries;
  /** Loaders made for this request; see `entity.ts`. */
  readonly loaders: Map<unknown, unknown>;
  /** Seals and opens the cursors of lists. */
  readonly cursors: Cursors;
  /** Decides the operation that is being executed; the same answer for each of its root fields. */
  verdict(): { readonly effects: ReadonlyMap<string, Effect> };
}

/** Turns the place of a row in a list into an opaque text, and back. */
export interface Cursors {
  /** @param scope the list and its filter: a cursor of one list is worth nothing in another */
  seal(place: readonly (string | number | null)[], scope: string): string;
  /** @throws Refusal `BAD_USER_INPUT` when the cursor is forged or of another list */
  open(cursor: string, scope: string): (string | number | null)[];
}
