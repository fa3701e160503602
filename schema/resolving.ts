import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
} from 'graphql';
import { argumentOf, stringOf } from './directive-arguments.ts';

/** Subgraphs by their names in the supergraph. */
export type Graphs = ReadonlyMap<string, { readonly name: string; readonly url: string }>;

/** Reads the subgraphs that a supergraph names. */
export function readGraphs(document: DocumentNode): Graphs {
  const graphs = new Map<string, { name: string; url: string }>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph')
      continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find(({ name }) => name.value === 'join__graph');
      graphs.set(value.name.value, {
        name: stringOf(argumentOf(graph, 'name')) ?? value.name.value,
        url: stringOf(argumentOf(graph, 'url')) ?? '',
      });
    }
  }
  return graphs;
}

/** The subgraphs that directives of a name speak of, sorted. */
export function graphsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
  graphs: Graphs,
): string[] {
  const found = new Set<string>();
  for (const directive of directives ?? []) {
    if (directive.name.value !== name) continue;
    const graph = argumentOf(directive, 'graph');
    if (graph?.kind === Kind.ENUM) found.add(graphs.get(graph.value)?.name ?? graph.value);
  }
  return [...found].sort();
}

/**
 * A field without `@join__field` is resolved by every subgraph of its type.
 * @param lenders subgraphs that resolve it for an interface of its type (`@interfaceObject`)
 */
export function resolvers(
  field: FieldDefinitionNode,
  typeGraphs: readonly string[],
  graphs: Graphs,
  lenders: readonly string[],
): readonly string[] {
  const joins = field.directives?.filter(({ name }) => name.value === 'join__field') ?? [];
  const resolving = joins.filter(
    (join) => !isTrue(join, 'external') && !isTrue(join, 'usedOverridden'),
  );
  const named = graphsOf(resolving, 'join__field', graphs);
  const isLent = joins.length > 0 && named.length === 0 && lenders.length > 0;
  const own = isLent ? [] : joins.length === 0 || named.length === 0 ? typeGraphs : named;
  return [...new Set([...own, ...lenders])].sort();
}

function isTrue(directive: ConstDirectiveNode, flag: string): boolean {
  const value = argumentOf(directive, flag);
  return value?.kind === Kind.BOOLEAN && value.value;
}

/**
 * `Interface.field` to the subgraphs that know the interface as an object (`@interfaceObject`) and resolve the field
 * for every type that implements it: on those types the supergraph names no subgraph for it.
 */
export function lentFields(document: DocumentNode, graphs: Graphs): ReadonlyMap<string, string[]> {
  const lent = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const typeGraphs = graphsOf(definition.directives, 'join__type', graphs);
    const objects = graphsOf(
      definition.directives?.filter((join) => isTrue(join, 'isInterfaceObject')),
      'join__type',
      graphs,
    );
    if (objects.length === 0) continue;
    for (const field of definition.fields ?? []) {
      const lenders = resolvers(field, typeGraphs, graphs, []).filter((graph) =>
        objects.includes(graph),
      );
      if (lenders.length > 0) lent.set(`${definition.name.value}.${field.name.value}`, lenders);
    }
  }
  return lent;
}
