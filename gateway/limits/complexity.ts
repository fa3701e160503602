import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What one operation may be, before anything is planned. */
export interface ComplexityLimits {
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Levels of fields below the root. */
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  /** Fields, counted wherever a fragment spreads them. */
  readonly fields: number;
}

/** Limits that a person's query never meets and a machine's seldom does. */
export const defaultComplexity: ComplexityLimits = {
  tokens: 5_000,
  depth: 20,
  rootFields: 20,
  aliases: 100,
  fields: 2_000,
};

/** What is too much about an operation, in a sentence; null when nothing is. Stops as soon as a limit is passed. */
export function checkComplexity(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limits: ComplexityLimits,
): string | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const counts = { rootFields: 0, aliases: 0, fields: 0 };
  const visit = (
    set: SelectionSetNode,
    depth: number,
    within: ReadonlySet<string>,
  ): string | null => {
    for (const selection of set.selections) {
      const excess = visitSelection(selection, depth, within);
      if (excess !== null) return excess;
    }
    return null;
  };
  const visitSelection = (
    selection: SelectionSetNode['selections'][number],
    depth: number,
    within: ReadonlySet<string>,
  ): string | null => {
    switch (selection.kind) {
      case Kind.FIELD: {
        counts.fields += 1;
        if (depth === 1) counts.rootFields += 1;
        if (selection.alias !== undefined) counts.aliases += 1;
        if (depth > limits.depth) return over('levels of fields', limits.depth);
        for (const [name, words] of counted) {
          if (counts[name] > limits[name]) return over(words, limits[name]);
        }
        return selection.selectionSet === undefined
          ? null
          : visit(selection.selectionSet, depth + 1, within);
      }
      case Kind.INLINE_FRAGMENT:
        return visit(selection.selectionSet, depth, within);
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        // A cycle is validation's to report.
        if (fragment === undefined || within.has(name)) return null;
        return visit(fragment.selectionSet, depth, new Set([...within, name]));
      }
    }
  };
  return visit(operation.selectionSet, 1, new Set());
}

const counted = [
  ['rootFields', 'fields at the root'],
  ['aliases', 'aliases'],
  ['fields', 'fields, fragments counted where they are spread'],
] as const;

function over(what: string, limit: number): string {
  return `The operation asks too much at once: more than ${limit} ${what}. Split it.`;
}
