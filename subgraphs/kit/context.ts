import type { GraphQLResolveInfo } from 'graphql';
import type { DecisionClass, Effect, PolicyTable, Principal } from '../../policies/index.ts';
import type { Report } from './readable.ts';
import type { Queries } from './store.ts';

/** What a resolver of a department is given. */
export interface RequestContext {
  readonly requestId: string;
  readonly principal: Principal;
  readonly cls: DecisionClass;
  readonly table: PolicyTable;
  /** The instant that it is for this request: periods and deadlines are reckoned from it. */
  readonly now: Date;
  readonly db: Queries;
  /** Loaders made for this request; see `entity.ts`. */
  readonly loaders: Map<unknown, unknown>;
  /** Seals and opens the cursors of lists. */
  readonly cursors: Cursors;
  /** What the gateway's ticket grants beyond the principal's rights, for this document alone. */
  readonly beyond: Readonly<Record<string, string>>;
  /** Secret under which pseudonyms are made; the same in every department and in the gateway. */
  readonly pseudonymKey: string;
  readonly report: Report;
  /** Effects on what the operation asks; set by the guard before any field of the operation is resolved. */
  effects: ReadonlyMap<string, Effect>;
}

/** Resolves one field. */
export type Resolver<Parent = never, Args = never> = (
  parent: Parent,
  args: Args,
  context: RequestContext,
  info: GraphQLResolveInfo,
) => unknown;

/** Resolves a representation that the gateway sends to the entity's row here, or null. */
export type ReferenceResolver = (reference: never, context: RequestContext) => unknown;

/** A department's resolvers, by type and field. */
export type Resolvers = Readonly<
  Record<string, Readonly<Record<string, Resolver | ReferenceResolver>>>
>;

/** Turns the place of a row in a list into an opaque text, and back. */
export interface Cursors {
  /** @param scope the list and its filter: a cursor of one list is worth nothing in another */
  readonly seal: (place: readonly (string | number | null)[], scope: string) => string;
  /** @throws Refusal `BAD_USER_INPUT` when the cursor is forged or of another list */
  readonly open: (cursor: string, scope: string) => (string | number | null)[];
}
