import { Kind, parse, print } from 'graphql';
import type { FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';
import type { FetchNode } from '../plan/plan-nodes.ts';
import { askedBy } from './combine.ts';
import { compileRepresentation, requiredLeaves } from './representations.ts';
import type { Represent } from './representations.ts';
import type { TypeTest } from './types.ts';

/** What is asked of a subgraph elsewhere in the plan, and is answered by what a fetch gets anyhow. */
export interface Covered {
  readonly asked: string;
  /** How an entity is represented there. */
  readonly represent: Represent;
}

/** What a fetch of entities has to do with the others of its plan. */
export interface Overlap {
  /** Whether others ask the same, or more. */
  readonly isCovered: boolean;
  /** What others ask that is a part of it. */
  readonly covers: readonly Covered[];
}

const apart: Overlap = { isCovered: false, covers: [] };

/**
 * Finds where a plan asks a subgraph for an entity's fields more than once: an entity's fields are the same for one
 * representation, and what a representation has beyond its key changes only the fields that require it. That an entity
 * brings more than was asked does no harm: a response key has one meaning in a plan, whatever client and plan call it.
 * After a mutation an entity may be another: there nothing is taken from elsewhere.
 * @param fetches every fetch of the plan
 */
export function compileOverlaps(
  fetches: readonly FetchNode[],
  isSubtype: TypeTest,
): (asked: string) => Overlap {
  if (fetches.some(({ operationKind }) => operationKind !== 'query')) return () => apart;
  const groups = new Map<string, Group>();
  for (const fetch of fetches) {
    if (fetch.requires === undefined) continue;
    const asked = askedBy(fetch);
    const group = groups.get(asked);
    if (group === undefined) groups.set(asked, groupOf(asked, fetch));
    else group.fetches.push(fetch);
  }
  const overlaps = new Map<string, Overlap>();
  for (const group of groups.values()) {
    const isPart = (other: Group): boolean => other !== group && covers(group, other, isSubtype);
    const isWhole = (other: Group): boolean => other !== group && covers(other, group, isSubtype);
    const all = [...groups.values()];
    overlaps.set(group.asked, {
      isCovered: group.fetches.length > 1 || all.some(isWhole),
      covers: all.filter(isPart).flatMap(({ asked, fetches: parts }) =>
        [...new Map(parts.map(({ requires = [] }) => [JSON.stringify(requires), requires]))].map(
          ([, requires]) => ({
            asked,
            represent: compileRepresentation(requires, [], isSubtype),
          }),
        ),
      ),
    });
  }
  return (asked) => overlaps.get(asked) ?? apart;
}

/** Fetches that ask the same of the same subgraph. */
interface Group {
  readonly asked: string;
  readonly fetches: FetchNode[];
  /** Fields by type condition, each with its text by response key. */
  readonly types: ReadonlyMap<string, Fields>;
  /** The one condition under which it asks anything; null if there are several, or others than types. */
  readonly only: { readonly type: string; readonly fields: Fields } | null;
}

type Fields = ReadonlyMap<string, string>;

function groupOf(asked: string, fetch: FetchNode): Group {
  const { selections, fragments } = entitiesOf(fetch.operation);
  const types = new Map<string, Fields>();
  let isPlain = true;
  for (const selection of selections) {
    const found = onType(selection, fragments);
    if (found === null || types.has(found.type)) isPlain = false;
    else types.set(found.type, found.fields);
  }
  const [only = null] = [...types].map(([type, fields]) => ({ type, fields }));
  return { asked, fetches: [fetch], types, only: isPlain && types.size === 1 ? only : null };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** What is asked of entities in a fetch's document, which has no other field than `_entities`. */
function entitiesOf(document: string): {
  readonly selections: readonly SelectionNode[];
  readonly fragments: Fragments;
} {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let selections: readonly SelectionNode[] = [];
  for (const definition of parse(document, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const [field] = definition.selectionSet.selections;
    if (field?.kind === Kind.FIELD) selections = field.selectionSet?.selections ?? [];
  }
  return { selections, fragments };
}

/** Fields that are asked of one type whatever the variables are; null for anything else. */
function onType(
  selection: SelectionNode,
  fragments: Fragments,
): { readonly type: string; readonly fields: Fields } | null {
  const isConditional = (selection.directives ?? []).length > 0;
  const fragment =
    selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
  if (isConditional || fragment === undefined || fragment.kind === Kind.FIELD) return null;
  const type = fragment.typeCondition?.name.value;
  const fields = fieldsOf(fragment.selectionSet.selections, fragments);
  return type === undefined || fields === null ? null : { type, fields };
}

/** Fields by response key; null where not all are plain fields. */
function fieldsOf(selections: readonly SelectionNode[], fragments: Fragments): Fields | null {
  const fields = new Map<string, string>();
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) return null;
    const key = selection.alias?.value ?? selection.name.value;
    if (fields.has(key)) return null;
    fields.set(key, print(withFragments(selection, fragments)));
  }
  return fields;
}

/** The same without spreads, whose names are others in each document. Fragments of a plan are in no circle. */
function withFragments(selection: SelectionNode, fragments: Fragments): SelectionNode {
  const inside = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((each) => withFragments(each, fragments)),
  });
  if (selection.kind === Kind.FRAGMENT_SPREAD) {
    const fragment = fragments.get(selection.name.value);
    if (fragment === undefined) return selection;
    const { directives = [] } = selection;
    return {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: fragment.typeCondition,
      directives,
      selectionSet: inside(fragment.selectionSet),
    };
  }
  return selection.selectionSet === undefined
    ? selection
    : { ...selection, selectionSet: inside(selection.selectionSet) };
}

/** Whether whoever asks the one for an entity has the other's answer too. */
function covers(whole: Group, part: Group, isSubtype: TypeTest): boolean {
  const { only } = part;
  if (only === null) return false;
  const [one, other] = [whole.fetches[0], part.fetches[0]];
  if (one?.serviceName !== other?.serviceName) return false;
  const given = whole.types.get(only.type);
  if (given === undefined) return false;
  for (const [key, text] of only.fields) if (given.get(key) !== text) return false;
  if ([...whole.fetches, ...part.fetches].some(isRewritten)) return false;
  return whole.fetches.every(({ requires: more = [] }) =>
    part.fetches.every(({ requires: less = [] }) => {
      const [has, needs] = [
        requiredLeaves(more, only.type, isSubtype),
        requiredLeaves(less, only.type, isSubtype),
      ];
      if (has === null || needs === null) return false;
      return [...needs].every(([key, as]) => has.get(key) === as);
    }),
  );
}

function isRewritten({ inputRewrites, outputRewrites, contextRewrites }: FetchNode): boolean {
  return [inputRewrites, outputRewrites, contextRewrites].some((each) => (each ?? []).length > 0);
}
