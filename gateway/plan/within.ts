import type { DocumentNode, GraphQLSchema } from 'graphql';
import { compileBeyond, type BeyondOf, ungrantedIn } from './beyond.ts';
import type { AuthorizedOperation } from './compiled.ts';
import type { PlanKeys } from './keys.ts';
import type { PlanNode } from './plan-nodes.ts';
import { prepare } from './prepare.ts';
import { resting } from './resting.ts';
import { withBlind, withhold } from './withhold.ts';

/** What planning needs of the engine. */
export interface PlanSetting {
  readonly schema: GraphQLSchema;
  readonly supergraph: GraphQLSchema;
  /** The coordinates whose `@requires` or `@fromContext` names a coordinate. */
  readonly requiredBy: ReadonlyMap<string, readonly string[]>;
  readonly keys: PlanKeys;
  readonly plan: (
    document: DocumentNode,
    overrides: readonly string[],
    asker: string,
  ) => Promise<PlanNode | null>;
}

/** What differs between the variants of one operation. */
export interface Conditions {
  /** Value of a variable in `@skip` or `@include`. */
  readonly isTrue: (variable: string) => boolean;
  /** Labels of the progressive `@override`s that hold. */
  readonly overrides: readonly string[];
  /** Who waits for the plan. */
  readonly asker: string;
}

/** A plan that asks nothing but what is permitted or granted. */
export interface PlanWithin {
  /** Null if nothing need be fetched. */
  readonly plan: PlanNode | null;
  readonly beyondOf: BeyondOf;
  /** The operation that the plan is for: as authorised, but for what had to be withheld. */
  readonly effective: AuthorizedOperation;
  /** Coordinates that are denied only because nothing grants what they are computed from. */
  readonly withheld: ReadonlySet<string>;
}

const nothingBeyond: BeyondOf = () => ({ granted: {}, ungranted: new Set() });

/**
 * Plans what may be fetched under some conditions. Where a plan needs what neither the principal nor any grant may
 * read, the fields that rest on it are denied and the rest is planned again, until every fetch is within bounds.
 * Throws if the operation cannot be planned within them at all.
 */
export async function planWithin(
  operation: AuthorizedOperation,
  setting: PlanSetting,
  { isTrue, overrides, asker }: Conditions,
): Promise<PlanWithin> {
  const { schema, supergraph, requiredBy, keys } = setting;
  const withheld = new Set<string>();
  let effective = operation;
  for (;;) {
    const document = prepare(effective.permitted, schema, keys, isTrue);
    const plan = document === null ? null : await setting.plan(document, overrides, asker);
    if (plan === null) return { plan, beyondOf: nothingBeyond, effective, withheld };
    const beyondOf = compileBeyond(plan, effective, supergraph, requiredBy);
    const ungranted = ungrantedIn(plan, beyondOf);
    if (ungranted.size === 0) return { plan, beyondOf, effective, withheld };
    const fields = resting(ungranted, plan, effective.permitted, setting);
    // Every round takes fields away; when none is left to take, the plan is refused.
    if (fields.size === 0)
      throw new Error(`The plan needs ${[...ungranted].join(', ')}, which nothing grants.`);
    const denied = withBlind(fields, effective, schema);
    for (const field of denied) withheld.add(field);
    effective = withhold(effective, denied, schema);
  }
}
