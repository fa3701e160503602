import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import type { PlanKeys } from '../plan/keys.ts';

/** A path in the answer: response keys and indices. */
export type ResponsePath = readonly (string | number)[];

/**
 * Turns a path through fetched data into the path in the client's answer, cut where it leaves what the client asked
 * for: keys that only the plan needs are nobody's business.
 */
export type ToClientPath = (path: readonly unknown[]) => ResponsePath;

interface Asked {
  readonly fields: Map<string, Asked>;
}

/** Compiles the paths that an operation's answer can have. */
export function compileClientPaths(requested: DocumentNode, keys: PlanKeys): ToClientPath {
  const root: Asked = { fields: new Map() };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of requested.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  for (const definition of requested.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      addAsked(root, definition.selectionSet, fragments);

  return (path) => {
    const found: (string | number)[] = [];
    let asked: Asked | undefined = root;
    for (const step of path) {
      if (typeof step === 'number' && Number.isInteger(step) && step >= 0) {
        if (found.length > 0) found.push(step);
        continue;
      }
      if (typeof step !== 'string') break;
      const key: string = keys.responseKeyOf(step);
      asked = asked.fields.get(key);
      if (asked === undefined) break;
      found.push(key);
    }
    return found;
  };
}

function addAsked(
  asked: Asked,
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  for (const selection of set.selections) {
    switch (selection.kind) {
      case Kind.FIELD: {
        const key = selection.alias?.value ?? selection.name.value;
        const field = asked.fields.get(key) ?? { fields: new Map<string, Asked>() };
        asked.fields.set(key, field);
        if (selection.selectionSet) addAsked(field, selection.selectionSet, fragments);
        break;
      }
      case Kind.INLINE_FRAGMENT:
        addAsked(asked, selection.selectionSet, fragments);
        break;
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        if (fragment) addAsked(asked, fragment.selectionSet, fragments);
        break;
      }
    }
  }
}
