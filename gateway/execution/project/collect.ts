import { Kind } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { conditionsOf } from './conditions.ts';
import type { Condition } from './conditions.ts';

/** A selection set with the conditions under which it counts. */
export interface Occurrence {
  readonly set: SelectionSetNode;
  readonly conditions: readonly Condition[];
}

/** One field of an answer: everything selected under one response key. */
export interface CollectedField {
  readonly key: string;
  readonly field: FieldNode;
  /** It is in the answer if any of these holds. */
  readonly alternatives: (readonly Condition[])[];
  readonly selections: Occurrence[];
}

/** CollectFields of the specification (section 6.3.2) for one concrete type, conditions kept instead of evaluated. */
export function collectFields(
  occurrences: readonly Occurrence[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  applies: (typeCondition: string) => boolean,
): CollectedField[] {
  const fields = new Map<string, CollectedField>();
  const spread = new Set<string>();

  const collect = ({ set, conditions: around }: Occurrence): void => {
    for (const selection of set.selections) {
      const conditions = conditionsOf(selection, around);
      if (conditions === null) continue;
      switch (selection.kind) {
        case Kind.FIELD: {
          const key = selection.alias?.value ?? selection.name.value;
          const known = fields.get(key) ?? {
            key,
            field: selection,
            alternatives: [],
            selections: [],
          };
          fields.set(key, known);
          known.alternatives.push(conditions);
          if (selection.selectionSet)
            known.selections.push({ set: selection.selectionSet, conditions });
          break;
        }
        case Kind.INLINE_FRAGMENT:
          if (selection.typeCondition && !applies(selection.typeCondition.name.value)) break;
          collect({ set: selection.selectionSet, conditions });
          break;
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          const fragment = fragments.get(name);
          const once = conditions.length === 0 ? name : `${name} ${JSON.stringify(conditions)}`;
          if (!fragment || spread.has(name) || spread.has(once)) break;
          spread.add(once);
          if (applies(fragment.typeCondition.name.value))
            collect({ set: fragment.selectionSet, conditions });
          break;
        }
      }
    }
  };
  for (const occurrence of occurrences) collect(occurrence);
  return [...fields.values()];
}
