import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { type AuthorizedOperation, hiddenAlias } from './compiled.ts';
import { concreteTypes, eachField, fieldType } from './fields.ts';
import { fetchesOf, type PlanNode, type RequiredSelection } from './plan-nodes.ts';

/** What a document asks beyond the rights of the principal. */
export interface Beyond {
  /** Coordinate to the grant that it rests on. */
  readonly granted: Readonly<Record<string, string>>;
  /** Coordinates that the plan needs and nothing grants. */
  readonly ungranted: ReadonlySet<string>;
}

/** Says for a document what it asks beyond the rights of the principal. */
export type BeyondOf = (document: string) => Beyond;

/**
 * Finds what the fetches of a plan ask beyond the principal's rights: what representations are made of and what
 * conditions read, where it is denied, masked or conditional for the principal. Such values reach the gateway whole
 * and leave it as policy says.
 * @param schema the supergraph, inaccessible elements and all
 * @param requiredBy the coordinates whose `@requires` or `@fromContext` names a coordinate
 */
export function compileBeyond(
  plan: PlanNode,
  operation: AuthorizedOperation,
  schema: GraphQLSchema,
  requiredBy: ReadonlyMap<string, readonly string[]>,
): BeyondOf {
  const needed = represented(plan, schema);
  return (document) => {
    const granted: Record<string, string> = {};
    const ungranted = new Set<string>();
    eachField(document, schema, (typeName, field, alias) => {
      const coordinate = `${typeName}.${field}`;
      const { kind } = operation.effectOf(typeName, field);
      if (kind === 'allow') return;
      const isHidden = alias === hiddenAlias(field);
      if (!isHidden && kind !== 'deny' && !needed.has(coordinate)) return;
      const grant = operation.grantFor(coordinate, requiredBy.get(coordinate) ?? []);
      if (grant === null) ungranted.add(coordinate);
      else granted[coordinate] = grant;
    });
    return { granted, ungranted };
  };
}

/** Every coordinate that a fetch of the plan needs and nothing grants. */
export function ungrantedIn(plan: PlanNode, beyondOf: BeyondOf): ReadonlySet<string> {
  return new Set(fetchesOf(plan).flatMap(({ operation }) => [...beyondOf(operation).ungranted]));
}

/** Coordinates that the representations and contexts of a plan, or of one of its fetches, are made of. */
export function represented(plan: PlanNode, schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (
    selections: readonly RequiredSelection[],
    parent: GraphQLNamedType | undefined,
  ): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        const { typeCondition } = selection;
        walk(
          selection.selections,
          typeCondition === undefined ? parent : schema.getType(typeCondition),
        );
        continue;
      }
      const name = selection.as ?? selection.name;
      for (const type of concreteTypes(parent, schema)) found.add(`${type}.${name}`);
      walk(selection.selections ?? [], fieldType(parent, name));
    }
  };
  for (const { requires, contextRewrites } of fetchesOf(plan)) {
    walk(requires ?? [], undefined);
    for (const { path } of contextRewrites ?? []) walk(asSelection(path), undefined);
  }
  return found;
}

/** A path up to an ancestor and down to a value, as the selection that it reads there. */
function asSelection(path: readonly string[]): readonly RequiredSelection[] {
  const condition = '... on ';
  return path
    .filter((step) => step !== '..')
    .reduceRight<readonly RequiredSelection[]>(
      (selections, step) =>
        step.startsWith(condition)
          ? [{ kind: 'InlineFragment', typeCondition: step.slice(condition.length), selections }]
          : [{ kind: 'Field', name: step, selections }],
      [],
    );
}
