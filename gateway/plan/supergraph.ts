import { Kind } from 'graphql';
import type { DirectiveNode, DocumentNode } from 'graphql';
import { type Fielded, Fixer, type FixedField } from './fix-requires.ts';

/** A supergraph made ready for a planner that does not tell fields of equal name apart by their arguments. */
export interface PreparedSupergraph {
  readonly document: DocumentNode;
  /** Fields that stand for another with the arguments of a `@requires`, by name. */
  readonly fixedFields: ReadonlyMap<string, FixedField>;
  /** Names that `@requires` and `@fromContext` select without arguments. */
  readonly requiredNames: ReadonlySet<string>;
  /** For each coordinate, the coordinates whose `@requires` or `@fromContext` names it. */
  readonly requiredBy: ReadonlyMap<string, readonly string[]>;
  /** The fixed fields that a field requires, by `Type.field`. */
  readonly fixedBy: ReadonlyMap<string, readonly string[]>;
  /** Whether some subgraph knows the types of an interface as one object. */
  readonly hasInterfaceObjects: boolean;
}

/**
 * Prepares a supergraph for planning. Two answers of the planner (2.14) are wrong and cured here:
 * - fields inside `@requires` are merged although their arguments differ, among themselves and with the client's:
 *   each such field is given a name of its own (`restoreFixedFields` turns it back in the plan);
 * - the way back into a subgraph after `@requires` takes its first key, be it `resolvable: false`: resolvable keys
 *   are put first.
 */
export function prepareSupergraph(document: DocumentNode): PreparedSupergraph {
  const types = new Map<string, Fielded>();
  for (const definition of document.definitions)
    if (isFielded(definition)) types.set(definition.name.value, definition);

  const fixer = new Fixer(types, prefixFor(types));
  const fixed = new Map<string, Fielded>();
  for (const type of types.values()) fixed.set(type.name.value, fixer.fixRequires(type));
  const definitions = document.definitions.map((definition) => {
    const type = isFielded(definition) ? fixed.get(definition.name.value) : undefined;
    return type ? resolvableFirst(fixer.withFixedFields(type)) : definition;
  });
  return {
    document: { ...document, definitions },
    fixedFields: fixer.fixedFields,
    requiredNames: fixer.requiredNames,
    requiredBy: fixer.requiredBy,
    fixedBy: fixer.fixedBy,
    hasInterfaceObjects: [...types.values()].some((type) =>
      (type.directives ?? []).some((directive) => isJoin(directive, 'isInterfaceObject', true)),
    ),
  };
}

function isFielded(definition: DocumentNode['definitions'][number]): definition is Fielded {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

function prefixFor(types: ReadonlyMap<string, Fielded>): string {
  let prefix = '_cpz_fixed';
  const names = [...types.values()].flatMap(({ fields }) =>
    (fields ?? []).map(({ name }) => name.value),
  );
  while (names.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return prefix;
}

function resolvableFirst(type: Fielded): Fielded {
  const isUnresolvable = (directive: DirectiveNode): boolean =>
    isJoin(directive, 'resolvable', false);
  const directives = type.directives ?? [];
  return {
    ...type,
    directives: [
      ...directives.filter((directive) => !isUnresolvable(directive)),
      ...directives.filter(isUnresolvable),
    ],
  };
}

function isJoin(directive: DirectiveNode, argument: string, expected: boolean): boolean {
  return (
    directive.name.value === 'join__type' &&
    (directive.arguments ?? []).some(
      ({ name, value }) =>
        name.value === argument && value.kind === Kind.BOOLEAN && value.value === expected,
    )
  );
}
