import { Kind, parse, print } from 'graphql';
import type {
  ArgumentNode,
  ConstDirectiveNode,
  DirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
  SelectionSetNode,
  TypeNode,
} from 'graphql';

/** A field with fixed arguments under a name of its own. */
export interface FixedField {
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/** A supergraph made ready for a planner that does not tell fields of equal name apart by their arguments. */
export interface PreparedSupergraph {
  readonly sdl: string;
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

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Prepares a supergraph for planning. Two answers of the planner (2.14) are wrong and cured here:
 * - fields inside `@requires` are merged although their arguments differ, among themselves and with the client's:
 *   each such field is given a name of its own (`restoreFixedFields` turns it back in the plan);
 * - the way back into a subgraph after `@requires` takes its first key, be it `resolvable: false`: resolvable keys
 *   are put first.
 */
export function prepareSupergraph(sdl: string): PreparedSupergraph {
  const document = parse(sdl, { noLocation: true });
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
    sdl: print({ ...document, definitions }),
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

class Fixer {
  readonly fixedFields = new Map<string, FixedField>();
  readonly requiredNames = new Set<string>();
  readonly requiredBy = new Map<string, string[]>();
  readonly fixedBy = new Map<string, string[]>();
  readonly #types: ReadonlyMap<string, Fielded>;
  readonly #prefix: string;
  readonly #names = new Map<string, string>();
  /** Names of fixed fields to add, by type. */
  readonly #added = new Map<string, Set<string>>();

  constructor(types: ReadonlyMap<string, Fielded>, prefix: string) {
    this.#types = types;
    this.#prefix = prefix;
  }

  fixRequires(type: Fielded): Fielded {
    const fields = (type.fields ?? []).map((field) => {
      const coordinate = `${type.name.value}.${field.name.value}`;
      const directives = (field.directives ?? []).map((directive) =>
        directive.name.value === 'join__field'
          ? this.#fixJoin(directive, type, coordinate)
          : directive,
      );
      return { ...field, directives };
    });
    return { ...type, fields };
  }

  /** The type with a field for each fixed one; resolved wherever the field that it stands for is. */
  withFixedFields(type: Fielded): Fielded {
    const fields = type.fields ?? [];
    const added = [...(this.#added.get(type.name.value) ?? [])].flatMap(
      (name): FieldDefinitionNode[] => {
        const real = fields.find((field) => field.name.value === this.fixedFields.get(name)?.field);
        if (!real) return [];
        const { description: _description, arguments: _arguments, ...rest } = real;
        return [{ ...rest, name: { kind: Kind.NAME, value: name } }];
      },
    );
    return { ...type, fields: [...fields, ...added] };
  }

  #fixJoin(directive: ConstDirectiveNode, type: Fielded, coordinate: string): ConstDirectiveNode {
    for (const context of contextSelections(directive))
      this.#walk(parseFieldSet(context.selection), context.type, coordinate);
    const argumentNodes = (directive.arguments ?? []).map((argument) => {
      if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING)
        return argument;
      const set = this.#walk(parseFieldSet(argument.value.value), type.name.value, coordinate);
      const text = print(set).slice(1, -1).replaceAll(/\s+/g, ' ').trim();
      return { ...argument, value: { kind: Kind.STRING, value: text } as const };
    });
    return { ...directive, arguments: argumentNodes };
  }

  #walk(set: SelectionSetNode, typeName: string, coordinate: string): SelectionSetNode {
    const selections = set.selections.map((selection): SelectionSetNode['selections'][number] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typeName;
        return {
          ...selection,
          selectionSet: this.#walk(selection.selectionSet, condition, coordinate),
        };
      }
      const name = selection.name.value;
      const definition = this.#types
        .get(typeName)
        ?.fields?.find((field) => field.name.value === name);
      push(this.requiredBy, `${typeName}.${name}`, coordinate);
      const nested =
        selection.selectionSet && definition
          ? {
              selectionSet: this.#walk(
                selection.selectionSet,
                namedType(definition.type),
                coordinate,
              ),
            }
          : {};
      const given = selection.arguments ?? [];
      if (given.length === 0) {
        this.requiredNames.add(name);
        return { ...selection, ...nested };
      }
      const fixed = this.#fix(name, given, typeName);
      push(this.fixedBy, coordinate, fixed);
      const { arguments: _arguments, ...rest } = selection;
      return { ...rest, ...nested, name: { kind: Kind.NAME, value: fixed } };
    });
    return { ...set, selections };
  }

  #fix(field: string, given: readonly ArgumentNode[], typeName: string): string {
    const sorted = [...given].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    const key = `${field}(${sorted.map((argument) => print(argument)).join()})`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `${this.#prefix}${this.#names.size}_${field}`;
      this.#names.set(key, name);
      this.fixedFields.set(name, { field, arguments: sorted });
    }
    for (const type of this.#types.values()) {
      const isOf =
        type.name.value === typeName || type.interfaces?.some((one) => one.name.value === typeName);
      if (!isOf) continue;
      const added = this.#added.get(type.name.value) ?? new Set();
      this.#added.set(type.name.value, added.add(name));
    }
    return name;
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key) ?? [];
  if (!values.includes(value)) values.push(value);
  map.set(key, values);
}

function parseFieldSet(text: string): SelectionSetNode {
  const source = text.trim().startsWith('{') ? text : `{${text}}`;
  const [definition] = parse(source, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error(`"${text}" is not a set of fields.`);
  return definition.selectionSet;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** What `join__field(contextArguments:)` selects; the context's type is not said there, so fields are looked up by name. */
function contextSelections(directive: ConstDirectiveNode): { selection: string; type: string }[] {
  const argument = directive.arguments?.find(({ name }) => name.value === 'contextArguments');
  if (argument?.value.kind !== Kind.LIST) return [];
  return argument.value.values.flatMap((value) => {
    if (value.kind !== Kind.OBJECT) return [];
    const selection = value.fields.find(({ name }) => name.value === 'selection')?.value;
    return selection?.kind === Kind.STRING ? [{ selection: selection.value, type: '' }] : [];
  });
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
