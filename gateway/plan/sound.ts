import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { type Fielded, namedType, parseFieldSet } from './fix-requires.ts';
import { type FetchNode, fetchesOf, type PlanNode, type RequiredSelection } from './plan-nodes.ts';

/** Whether every subgraph that a plan asks for a field can resolve it there. */
export type IsSound = (plan: PlanNode) => boolean;

/** What one subgraph says of one field of one type. */
interface Joined {
  readonly isExternal: boolean;
  readonly requires: SelectionSetNode | null;
  readonly provides: SelectionSetNode | null;
}

const plain: Joined = { isExternal: false, requires: null, provides: null };

/**
 * Makes the test of plans over a supergraph. A plan is unsound that asks a subgraph for an `@external` field that is
 * neither a key nor provided on the way to it, or for a field without what it `@requires` in the representation.
 */
export function createSoundness(supergraph: DocumentNode): IsSound {
  const types = new Map<string, Fielded>();
  const graphs = new Map<string, string>();
  /** `graph field` of what keys select, at any depth: who has a key knows its fields, external or not. */
  const keyNames = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (isFielded(definition)) {
      types.set(definition.name.value, definition);
      for (const directive of definition.directives ?? [])
        for (const name of textOf(directive, 'key')?.match(/\w+/g) ?? [])
          keyNames.add(`${textOf(directive, 'graph') ?? ''} ${name}`);
    }
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION) continue;
    for (const { name, directives = [] } of definition.values ?? [])
      for (const directive of directives)
        if (directive.name.value === 'join__graph')
          graphs.set(textOf(directive, 'name') ?? '', name.value);
  }
  const known = new Map<string, Joined>();
  const joinedOf = (type: Fielded, field: FieldDefinitionNode, graph: string): Joined => {
    const key = `${graph} ${type.name.value}.${field.name.value}`;
    let joined = known.get(key);
    if (joined === undefined) known.set(key, (joined = readJoined(type, field, graph)));
    return joined;
  };
  const isSoundSet = (set: SelectionSetNode, at: Place): boolean =>
    set.selections.every((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = at.fragments.get(selection.name.value);
        return (
          fragment === undefined ||
          isSoundSet(fragment.selectionSet, { ...at, type: types.get(fragment.on) })
        );
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        const type = condition === undefined ? at.type : types.get(condition);
        return isSoundSet(selection.selectionSet, { ...at, type });
      }
      const { type, graph, given, provided } = at;
      const name = selection.name.value;
      const field = type?.fields?.find((each) => each.name.value === name);
      if (type === undefined || field === undefined) {
        // The entities of a fetch: what they are is said by the fragments within.
        const isEntities = name === '_entities' && selection.selectionSet !== undefined;
        return !isEntities || isSoundSet(selection.selectionSet, { ...at, type: undefined });
      }
      const joined = joinedOf(type, field, graph);
      const isThere = (wanted: string): boolean => {
        const other = type.fields?.find((each) => each.name.value === wanted);
        return (
          given.has(wanted) ||
          named(provided, wanted) !== null ||
          other === undefined ||
          keyNames.has(`${graph} ${wanted}`) ||
          !joinedOf(type, other, graph).isExternal
        );
      };
      const isKey = keyNames.has(`${graph} ${name}`);
      if (joined.isExternal && !isKey && named(provided, name) === null) return false;
      if (joined.requires !== null && !namesOf(joined.requires).every(isThere)) return false;
      if (selection.selectionSet === undefined) return true;
      return isSoundSet(selection.selectionSet, {
        ...at,
        type: types.get(namedType(field.type)),
        given: none,
        provided: [...(named(provided, name) ?? []), ...(joined.provides ? [joined.provides] : [])],
      });
    });
  const isSoundFetch = (fetch: FetchNode): boolean => {
    const { definitions } = parse(fetch.operation, { noLocation: true });
    const fragments = new Map(
      definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION
          ? [
              [
                each.name.value,
                { on: each.typeCondition.name.value, selectionSet: each.selectionSet },
              ] as const,
            ]
          : [],
      ),
    );
    const root = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
    return definitions
      .filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION)
      .every(({ operation, selectionSet }) =>
        isSoundSet(selectionSet, {
          graph: graphs.get(fetch.serviceName) ?? '',
          type: types.get(root[operation]),
          fragments,
          given: new Set(givenBy(fetch.requires ?? [])),
          provided: [],
        }),
      );
  };
  return (plan) => fetchesOf(plan).every(isSoundFetch);
}

interface Place {
  readonly graph: string;
  readonly type: Fielded | undefined;
  readonly fragments: ReadonlyMap<
    string,
    { readonly on: string; readonly selectionSet: SelectionSetNode }
  >;
  /** Fields of the representation. */
  readonly given: ReadonlySet<string>;
  /** What fields on the way here provide. */
  readonly provided: readonly SelectionSetNode[];
}

const none: ReadonlySet<string> = new Set();

function isFielded(definition: DocumentNode['definitions'][number]): definition is Fielded {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

function readJoined(type: Fielded, field: FieldDefinitionNode, graph: string): Joined {
  const directive = (field.directives ?? []).find(
    (each) => each.name.value === 'join__field' && textOf(each, 'graph') === graph,
  );
  if (directive === undefined) return plain;
  const requires = textOf(directive, 'requires');
  const provides = textOf(directive, 'provides');
  return {
    isExternal: textOf(directive, 'external') === 'true',
    requires: requires === null ? null : parseFieldSet(requires),
    provides: provides === null ? null : parseFieldSet(provides),
  };
}

/** An argument of a directive as text; null where it is not given. */
function textOf(directive: ConstDirectiveNode, argument: string): string | null {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value !== undefined && 'value' in value ? String(value.value) : null;
}

/** What sets select of a field, through fragments on any type; null where they do not select it. */
function named(sets: readonly SelectionSetNode[], name: string): SelectionSetNode[] | null {
  const found = sets
    .flatMap((set) => fieldsOf(set))
    .filter((field) => field.name.value === name)
    .map(({ selectionSet }) => selectionSet);
  return found.length === 0 ? null : found.filter((each) => each !== undefined);
}

function fieldsOf(
  set: SelectionSetNode,
): Extract<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}

function namesOf(set: SelectionSetNode): string[] {
  return fieldsOf(set).map(({ name }) => name.value);
}

function givenBy(selections: readonly RequiredSelection[]): string[] {
  return selections.flatMap((selection) =>
    selection.kind === 'InlineFragment' ? givenBy(selection.selections) : [selection.name],
  );
}
