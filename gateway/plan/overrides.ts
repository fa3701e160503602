import { type DocumentNode, Kind, visit } from 'graphql';
import type { PreparedSupergraph } from './supergraph.ts';

/** Progressive `@override`s: labels that hold for a share of the requests. */
export interface Overrides {
  /** The labels that the plan of a document may depend on. */
  readonly labelsFor: (document: DocumentNode) => readonly string[];
}

/**
 * Reads the labels of a supergraph. A field is looked for by its name alone, and one that `@requires` names is always
 * taken to be needed: a label too many costs a plan, one too few a wrong answer.
 */
export function readOverrides(
  supergraph: DocumentNode,
  requiredBy: PreparedSupergraph['requiredBy'],
): Overrides {
  const requiredNames = new Set([...requiredBy.keys()].map((each) => each.split('.')[1]));
  const labels = new Map<string, Set<string>>();
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      for (const directive of directives) {
        if (directive.name.value !== 'join__field') continue;
        const label = directive.arguments?.find((each) => each.name.value === 'overrideLabel');
        if (label?.value.kind !== Kind.STRING) continue;
        let ofField = labels.get(name.value);
        if (ofField === undefined) labels.set(name.value, (ofField = new Set()));
        ofField.add(label.value.value);
      }
    },
  });
  const always = [...labels].filter(([name]) => requiredNames.has(name));
  return {
    labelsFor(document) {
      if (labels.size === 0) return [];
      const found = new Set(always.flatMap(([, ofField]) => [...ofField]));
      visit(document, {
        Field({ name }) {
          for (const label of labels.get(name.value) ?? []) found.add(label);
        },
      });
      return [...found].sort();
    },
  };
}

/**
 * The labels that hold for a request. `percent(5)` holds for five of a hundred; one roll decides all of a request, so
 * that few sets of labels, and thus few plans, come about. A label of any other kind never holds.
 * @param roll from 0, less than 1
 */
export function holding(labels: readonly string[], roll: number): readonly string[] {
  return labels.filter((label) => roll * 100 < percentOf(label));
}

/** A roll for each set of labels that can come to hold. */
export function rollsThatDiffer(labels: readonly string[]): readonly number[] {
  const bounds = labels.map((label) => percentOf(label) / 100).filter((bound) => bound < 1);
  return [...new Set([0, ...bounds])];
}

function percentOf(label: string): number {
  return Number(/^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1] ?? 0);
}
