import { Kind, parse } from 'graphql';
import type { FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import type { ResponsePath, ToClientPath } from './client-paths.ts';
import type { CombinedFetch } from './combine.ts';
import { placeOfEntity } from './gather.ts';
import type { Gathered } from './gather.ts';
import type { Run } from './run.ts';

/** The response paths that a failed request leaves empty: each of its fields at the first place where it stands. */
export type FailurePaths = (run: Run, gathered: readonly (readonly Gathered[])[]) => ResponsePath[];

/** Compiles the fields that a request would have filled. */
export function compileFailurePaths(
  fetch: CombinedFetch,
  toClientPath: ToClientPath,
): FailurePaths {
  const { root, slots } = topFields(fetch);
  return (run, gathered) => {
    const paths: ResponsePath[] = [];
    if (fetch.root !== null)
      paths.push(
        ...asked(
          (fetch.root.path ?? []).filter((step) => step !== '@'),
          root,
          toClientPath,
        ),
      );
    for (const [index, fields] of slots.entries()) {
      const [first] = gathered[index] ?? [];
      const place = first && placeOfEntity(run, first);
      if (place) paths.push(...asked(place, fields, toClientPath));
    }
    return paths;
  };
}

function asked(
  place: ResponsePath,
  fields: readonly string[],
  toClientPath: ToClientPath,
): ResponsePath[] {
  const paths = fields
    .map((field) => toClientPath([...place, field]))
    .filter((path) => path.length === place.length + 1);
  return paths.length > 0 ? paths : [toClientPath(place)];
}

function topFields(fetch: CombinedFetch): { root: string[]; slots: string[][] } {
  const document = parse(fetch.document, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  const root = new Map<string, SelectionSetNode | undefined>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      collectKeys(definition.selectionSet, fragments, root);
  const slots = fetch.slots.map(({ key }) => {
    const keys = new Map<string, SelectionSetNode | undefined>();
    const entities = root.get(key);
    if (entities) collectKeys(entities, fragments, keys);
    root.delete(key);
    return [...keys.keys()];
  });
  return { root: [...root.keys()], slots };
}

function collectKeys(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keys: Map<string, SelectionSetNode | undefined>,
): void {
  for (const selection of set.selections) {
    switch (selection.kind) {
      case Kind.FIELD:
        keys.set(selection.alias?.value ?? selection.name.value, selection.selectionSet);
        break;
      case Kind.INLINE_FRAGMENT:
        collectKeys(selection.selectionSet, fragments, keys);
        break;
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        if (fragment) collectKeys(fragment.selectionSet, fragments, keys);
        break;
      }
    }
  }
}
