import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { DocumentNode, SelectionSetNode } from 'graphql';
import type { FetchNode, PlanNode, RequiredSelection } from './plan-nodes.ts';
import type { PreparedSupergraph } from './supergraph.ts';

/**
 * Turns the fields that a prepared supergraph made up back into the fields that subgraphs have: aliased with their
 * arguments where they are fetched, by their real names where they stand in a representation. A fetch that would
 * need one name twice in a representation, with different arguments, becomes several.
 */
export function restoreFixedFields(plan: PlanNode, supergraph: PreparedSupergraph): PlanNode {
  if (supergraph.fixedFields.size === 0) return plan;
  switch (plan.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...plan, nodes: plan.nodes.map((node) => restoreFixedFields(node, supergraph)) };
    case 'Flatten': {
      if (plan.node.kind !== 'Fetch') return plan;
      const nodes = restoreFetch(plan.node, supergraph).map((node) => ({ ...plan, node }));
      const [only] = nodes;
      return nodes.length === 1 && only ? only : { kind: 'Parallel', nodes };
    }
    case 'Fetch':
      return { ...plan, operation: restoreDocument(plan.operation, supergraph) };
  }
}

function restoreFetch(node: FetchNode, supergraph: PreparedSupergraph): FetchNode[] {
  const requires = node.requires ?? [];
  return split(node, supergraph).map(({ operation, needed }) => ({
    ...node,
    operation: restoreDocument(operation, supergraph),
    requires: restoreRequires(requires, supergraph, needed),
  }));
}

function restoreDocument(operation: string, { fixedFields }: PreparedSupergraph): string {
  if (![...fixedFields.keys()].some((name) => operation.includes(name))) return operation;
  const document: DocumentNode = visit(parse(operation, { noLocation: true }), {
    Field: (field) => {
      const fixed = fixedFields.get(field.name.value);
      if (!fixed) return undefined;
      const alias = field.alias ?? field.name;
      return {
        ...field,
        alias,
        name: { kind: Kind.NAME, value: fixed.field },
        arguments: fixed.arguments,
      };
    },
  });
  return stripIgnoredCharacters(print(document));
}

function restoreRequires(
  selections: readonly RequiredSelection[],
  supergraph: PreparedSupergraph,
  needed: ReadonlySet<string> | null,
): RequiredSelection[] {
  return selections.flatMap((selection): RequiredSelection[] => {
    const nested = selection.selections;
    const restored = nested ? { selections: restoreRequires(nested, supergraph, needed) } : {};
    if (selection.kind === 'InlineFragment') return [{ ...selection, ...restored }];
    const fixed = supergraph.fixedFields.get(selection.name);
    if (!fixed) return [{ ...selection, ...restored }];
    if (needed && !needed.has(selection.name)) return [];
    return [{ ...selection, ...restored, as: fixed.field }];
  });
}

interface Part {
  readonly operation: string;
  /** Fixed fields of its representations; null for all. */
  readonly needed: ReadonlySet<string> | null;
}

/** Parts of a fetch in which no field is required with two sets of arguments. */
function split(node: FetchNode, supergraph: PreparedSupergraph): Part[] {
  const fixed = fixedIn(node.requires ?? [], supergraph);
  if (!hasConflict(fixed, supergraph)) return [{ operation: node.operation, needed: null }];
  const document = parse(node.operation, { noLocation: true });
  const groups: { fields: Set<string>; needed: Set<string> }[] = [];
  forEachEntityField(document, (type, field) => {
    const coordinate = `${type}.${field}`;
    const needs = (supergraph.fixedBy.get(coordinate) ?? []).filter((name) => fixed.has(name));
    let group = groups.find(
      ({ needed }) => !hasConflict(new Set([...needed, ...needs]), supergraph),
    );
    if (!group) groups.push((group = { fields: new Set(), needed: new Set() }));
    group.fields.add(coordinate);
    for (const name of needs) group.needed.add(name);
  });
  return groups.map(({ fields, needed }) => ({
    operation: stripIgnoredCharacters(
      print(keepEntityFields(document, (type, field) => fields.has(`${type}.${field}`))),
    ),
    needed,
  }));
}

function fixedIn(
  selections: readonly RequiredSelection[],
  supergraph: PreparedSupergraph,
): Set<string> {
  const found = new Set<string>();
  for (const selection of selections) {
    if (selection.kind === 'Field' && supergraph.fixedFields.has(selection.name))
      found.add(selection.name);
    for (const name of fixedIn(selection.selections ?? [], supergraph)) found.add(name);
  }
  return found;
}

function hasConflict(names: ReadonlySet<string>, { fixedFields }: PreparedSupergraph): boolean {
  const real = new Set([...names].map((name) => fixedFields.get(name)?.field));
  return real.size < names.size;
}

function forEachEntityField(
  document: DocumentNode,
  each: (type: string, field: string) => void,
): void {
  keepEntityFields(document, (type, field) => {
    each(type, field);
    return true;
  });
}

/** The document without those fields of its entities that are not to be kept. */
function keepEntityFields(
  document: DocumentNode,
  isKept: (type: string, field: string) => boolean,
): DocumentNode {
  const fragments = new Map<string, SelectionSetNode>();
  const conditions = new Map<string, string>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
      conditions.set(definition.name.value, definition.typeCondition.name.value);
    }
  const keep = (set: SelectionSetNode, type: string): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((selection): SelectionSetNode['selections'] => {
      switch (selection.kind) {
        case Kind.FIELD:
          return selection.name.value === '__typename' || isKept(type, selection.name.value)
            ? [selection]
            : [];
        case Kind.INLINE_FRAGMENT: {
          const selectionSet = keep(
            selection.selectionSet,
            selection.typeCondition?.name.value ?? type,
          );
          return selectionSet.selections.length === 0 ? [] : [{ ...selection, selectionSet }];
        }
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          const condition = conditions.get(name) ?? type;
          const selectionSet = keep(
            fragments.get(name) ?? { kind: Kind.SELECTION_SET, selections: [] },
            condition,
          );
          const typeCondition = {
            kind: Kind.NAMED_TYPE,
            name: { kind: Kind.NAME, value: condition },
          } as const;
          const directives = selection.directives ? { directives: selection.directives } : {};
          if (selectionSet.selections.length === 0) return [];
          return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, ...directives, selectionSet }];
        }
      }
    }),
  });
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const selections = definition.selectionSet.selections.map((selection) =>
      selection.kind === Kind.FIELD && selection.selectionSet
        ? { ...selection, selectionSet: keep(selection.selectionSet, '') }
        : selection,
    );
    return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
  });
  return withoutUnusedFragments({ ...document, definitions });
}

function withoutUnusedFragments(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, { FragmentSpread: ({ name }) => void used.add(name.value) });
  const definitions = document.definitions.filter(
    (definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || used.has(definition.name.value),
  );
  return definitions.length === document.definitions.length
    ? document
    : withoutUnusedFragments({ ...document, definitions });
}
