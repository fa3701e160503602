import { Kind, parse, print } from 'graphql';
import type {
  ArgumentNode,
  ConstDirectiveNode,
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

/** A type with fields. */
export type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Gives each field that a `@requires` names with arguments a name of its own, on every type that has it, and in
 * the `@requires`. Fix every type before adding to any.
 */
export class Fixer {
  readonly fixedFields = new Map<string, FixedField>();
  readonly requiredNames = new Set<string>();
  readonly requiredBy = new Map<string, string[]>();
  readonly fixedBy = new Map<string, string[]>();
  readonly #types: ReadonlyMap<string, Fielded>;
  readonly #prefix: string;
  readonly #names = new Map<string, string>();
  /** Names of fixed fields to add, by type. */
  readonly #added = new Map<string, Set<string>>();
  /** `graph Type.field` that a `@requires` names with arguments. */
  readonly #replaced = new Set<string>();
  /** `graph field` that a `@requires` names without. */
  readonly #plain = new Set<string>();

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
    return {
      ...type,
      fields: [...fields.map((field) => this.#withoutIdle(type, field)), ...added],
    };
  }

  /** An external field of which only fixed fields are still required must not stay: it would have no use. */
  #withoutIdle(type: Fielded, field: FieldDefinitionNode): FieldDefinitionNode {
    const coordinate = `${type.name.value}.${field.name.value}`;
    const isOfInterface = (type.interfaces ?? []).some(({ name }) =>
      this.#types.get(name.value)?.fields?.some((one) => one.name.value === field.name.value),
    );
    const isIdle = (directive: ConstDirectiveNode): boolean => {
      const graph = graphOf(directive);
      const isReplaced = this.#replaced.has(`${graph} ${coordinate}`);
      return (
        isReplaced && !this.#plain.has(`${graph} ${field.name.value}`) && isExternal(directive)
      );
    };
    if (isOfInterface || !field.directives) return field;
    return { ...field, directives: field.directives.filter((directive) => !isIdle(directive)) };
  }

  #fixJoin(directive: ConstDirectiveNode, type: Fielded, coordinate: string): ConstDirectiveNode {
    const graph = graphOf(directive);
    for (const { selection, context } of contextSelections(directive))
      for (const { name } of [...this.#types.values()].filter((one) => isContext(one, context)))
        this.#walk(parseFieldSet(selection), name.value, coordinate, graph);
    const argumentNodes = (directive.arguments ?? []).map((argument) => {
      if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING)
        return argument;
      const set = this.#walk(
        parseFieldSet(argument.value.value),
        type.name.value,
        coordinate,
        graph,
      );
      const text = print(set).slice(1, -1).replaceAll(/\s+/g, ' ').trim();
      return { ...argument, value: { kind: Kind.STRING, value: text } as const };
    });
    return { ...directive, arguments: argumentNodes };
  }

  #walk(
    set: SelectionSetNode,
    typeName: string,
    coordinate: string,
    graph: string,
  ): SelectionSetNode {
    const selections = set.selections.map((selection): SelectionSetNode['selections'][number] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typeName;
        return {
          ...selection,
          selectionSet: this.#walk(selection.selectionSet, condition, coordinate, graph),
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
                graph,
              ),
            }
          : {};
      const given = selection.arguments ?? [];
      if (given.length === 0) {
        this.requiredNames.add(name);
        this.#plain.add(`${graph} ${name}`);
        return { ...selection, ...nested };
      }
      const fixed = this.#fix(name, given, typeName, graph);
      push(this.fixedBy, coordinate, fixed);
      const { arguments: _arguments, ...rest } = selection;
      return { ...rest, ...nested, name: { kind: Kind.NAME, value: fixed } };
    });
    return { ...set, selections };
  }

  #fix(field: string, given: readonly ArgumentNode[], typeName: string, graph: string): string {
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
      this.#replaced.add(`${graph} ${type.name.value}.${field}`);
      const added = this.#added.get(type.name.value) ?? new Set();
      this.#added.set(type.name.value, added.add(name));
    }
    return name;
  }
}

function graphOf(directive: ConstDirectiveNode): string {
  const graph = directive.arguments?.find(({ name }) => name.value === 'graph')?.value;
  return graph?.kind === Kind.ENUM ? graph.value : '';
}

function isExternal(directive: ConstDirectiveNode): boolean {
  const external = directive.arguments?.find(({ name }) => name.value === 'external')?.value;
  return external?.kind === Kind.BOOLEAN && external.value;
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key) ?? [];
  if (!values.includes(value)) values.push(value);
  map.set(key, values);
}

/** Reads a set of fields as `@requires` and `@provides` write it. */
export function parseFieldSet(text: string): SelectionSetNode {
  const source = text.trim().startsWith('{') ? text : `{${text}}`;
  const [definition] = parse(source, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error(`"${text}" is not a set of fields.`);
  return definition.selectionSet;
}

/** The name of a type without its lists and its non-nulls. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** What `join__field(contextArguments:)` selects, and the context that it selects it from. */
function contextSelections(
  directive: ConstDirectiveNode,
): { readonly selection: string; readonly context: string }[] {
  const argument = directive.arguments?.find(({ name }) => name.value === 'contextArguments');
  if (argument?.value.kind !== Kind.LIST) return [];
  return argument.value.values.flatMap((value) => {
    if (value.kind !== Kind.OBJECT) return [];
    const read = (field: string): string | null => {
      const found = value.fields.find(({ name }) => name.value === field)?.value;
      return found?.kind === Kind.STRING ? found.value : null;
    };
    const selection = read('selection');
    const context = read('context');
    return selection === null || context === null ? [] : [{ selection, context }];
  });
}

function isContext(type: Fielded, context: string): boolean {
  return (type.directives ?? []).some(
    ({ name, arguments: given }) =>
      name.value === 'context' &&
      (given ?? []).some(({ value }) => value.kind === Kind.STRING && value.value === context),
  );
}
