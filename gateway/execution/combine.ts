import { Kind, OperationTypeNode, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type {
  DocumentNode,
  OperationDefinitionNode,
  SelectionNode,
  VariableDefinitionNode,
} from 'graphql';
import { hiddenAlias } from '../plan/compiled.ts';
import type { FetchNode } from '../plan/plan-nodes.ts';
import type { PlacedFetch } from './steps.ts';

/** Entities of one or more fetches with the same selection, asked for by one `_entities` field. */
export interface EntitySlot {
  /** Response key of the `_entities` field. */
  readonly key: string;
  /** Variable that holds the representations. */
  readonly variable: string;
  readonly fetches: readonly PlacedFetch[];
  /** What it asks of whom, without names: equal slots get equal entities for equal representations. */
  readonly asked: string;
}

/** One document for a subgraph. */
export interface CombinedFetch {
  readonly document: string;
  readonly variables: readonly string[];
  readonly root: PlacedFetch | null;
  readonly slots: readonly EntitySlot[];
}

/** Joins fetches to one subgraph into as few documents as can be; most often one. */
export function combine(fetches: readonly PlacedFetch[]): CombinedFetch[] {
  const groups: PlacedFetch[][] = [];
  for (const fetch of fetches) {
    // Equal selections of the same subgraph: one list of representations serves them all.
    const same = groups.find(
      ([first]) => first && isEntity(first) && askedBy(first.node) === askedBy(fetch.node),
    );
    if (same) same.push(fetch);
    else groups.push([fetch]);
  }
  const [only] = groups;
  if (groups.length === 1 && only) return [single(only)];
  const one = joined(groups);
  return one === null ? groups.map(single) : [one];
}

/** What a fetch asks of whom: its document without the operation's name, which is another for each fetch of a plan. */
export function askedBy({ serviceName, operation }: FetchNode): string {
  return `${serviceName} ${operation.replace(/^query \w+/, 'query')}`;
}

function isEntity(fetch: PlacedFetch): boolean {
  return fetch.node.requires !== undefined;
}

function single(fetches: readonly PlacedFetch[]): CombinedFetch {
  const [first] = fetches;
  if (!first) throw new Error('A request without a fetch.');
  return {
    document: first.node.operation,
    variables: variablesOf(first.node),
    root: isEntity(first) ? null : first,
    slots: isEntity(first)
      ? [
          {
            key: '_entities',
            variable: 'representations',
            fetches,
            asked: askedBy(first.node),
          },
        ]
      : [],
  };
}

function variablesOf(node: FetchNode): string[] {
  return (node.variableUsages ?? []).filter((name) => name !== 'representations');
}

function joined(groups: readonly (readonly PlacedFetch[])[]): CombinedFetch | null {
  const variables = new Map<string, VariableDefinitionNode>();
  const selections: SelectionNode[] = [];
  const fragments: DocumentNode['definitions'][number][] = [];
  const slots: EntitySlot[] = [];
  let root: PlacedFetch | null = null;
  let name: OperationDefinitionNode['name'];
  for (const [index, fetches] of groups.entries()) {
    const [first] = fetches;
    if (!first) continue;
    const isRoot = !isEntity(first);
    if (isRoot && (root !== null || first.path !== null)) return null;
    if (isRoot) root = first;
    // A client's alias cannot have this name: see `PlanKeys`.
    const key = hiddenAlias(`e${index}`);
    const variable = `representations_${index}`;
    if (!isRoot) slots.push({ key, variable, fetches, asked: askedBy(first.node) });
    const document = renamed(
      parse(first.node.operation, { noLocation: true }),
      index,
      key,
      variable,
    );
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.push(definition);
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      if (definition.directives && definition.directives.length > 0) return null;
      name ??= definition.name;
      selections.push(...definition.selectionSet.selections);
      for (const variableDefinition of definition.variableDefinitions ?? []) {
        const known = variables.get(variableDefinition.variable.name.value);
        if (known && print(known) !== print(variableDefinition)) return null;
        variables.set(variableDefinition.variable.name.value, variableDefinition);
      }
    }
  }
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(name ? { name } : {}),
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const used = groups.flatMap(([first]) => (first ? variablesOf(first.node) : []));
  return {
    document: stripIgnoredCharacters(
      print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }),
    ),
    variables: [...new Set(used)],
    root,
    slots,
  };
}

/** The document with its `_entities` field, representations and fragments under names of their own. */
function renamed(
  document: DocumentNode,
  index: number,
  key: string,
  variable: string,
): DocumentNode {
  const withName = (value: string): { kind: Kind.NAME; value: string } => ({
    kind: Kind.NAME,
    value,
  });
  return visit(document, {
    Variable: (node) =>
      node.name.value === 'representations' ? { ...node, name: withName(variable) } : undefined,
    FragmentSpread: (node) => ({ ...node, name: withName(`${node.name.value}_${index}`) }),
    FragmentDefinition: (node) => ({ ...node, name: withName(`${node.name.value}_${index}`) }),
    Field: (node) =>
      node.name.value === '_entities' && node.alias === undefined
        ? { ...node, alias: withName(key) }
        : undefined,
  });
}
