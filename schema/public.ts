import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
} from 'graphql';
import { settle } from './settle.ts';
import { typeName as innermost } from './type-name.ts';

/** A contract for a part of the supergraph, or what cannot be reached in it. */
export interface Subset {
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  /** Coordinates that are in the subset but that no path from a root type reaches. */
  readonly unreachable: readonly string[];
}

/**
 * The API of a supergraph, cut down to what a predicate lets through: no directives of ours, no machinery, no
 * argument that reads something outside, no type that nothing leads to. What remains is a valid schema: an interface
 * has the fields that every type of it has, and what can no longer be asked for is gone.
 * @param supergraph SDL, or the document that it parses to
 * @param includes whether a coordinate, `Type.field` or `Type.field(argument:)` or `Input.field`, is in it
 * @throws GraphQLError when what remains is no schema, for example when nothing of `Query` remains
 */
export function subsetOf(
  supergraph: string | DocumentNode,
  includes: (coordinate: string) => boolean,
): Subset {
  const document =
    typeof supergraph === 'string' ? parse(supergraph, { noLocation: true }) : supergraph;
  const cut = settle(document.definitions.flatMap((each) => cutDefinition(each, includes)));
  const reached = reachable(cut);
  const kept = settle(
    cut.filter((definition) => !('name' in definition) || reached.has(definition.name.value)),
  );
  const unreachable = cut.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && !reached.has(definition.name.value)
      ? (definition.fields ?? []).map((field) => `${definition.name.value}.${field.name.value}`)
      : [],
  );
  const subset: DocumentNode = { kind: Kind.DOCUMENT, definitions: kept };
  const schema = buildASTSchema(subset);
  return {
    get sdl() {
      return `${print(subset)}\n`;
    },
    schema,
    unreachable,
  };
}

function cutDefinition(
  definition: DefinitionNode,
  includes: (coordinate: string) => boolean,
): DefinitionNode[] {
  if (!('name' in definition) || /^(join|link|core|context)__/.test(definition.name.value))
    return [];
  const typeName = definition.name.value;
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const fields = (definition.fields ?? [])
        .filter((field) => isCallable(typeName, field, includes))
        .map((field) => ({
          ...field,
          directives: published(field.directives),
          arguments: (field.arguments ?? [])
            .filter(
              ({ name, directives }) =>
                visible(directives) && includes(`${typeName}.${field.name.value}(${name.value}:)`),
            )
            .map((argument) => ({ ...argument, directives: published(argument.directives) })),
        }));
      return fields.length === 0 ? [] : [{ ...definition, directives: [], fields }];
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const isUsable = (definition.fields ?? []).every(
        (field) => !alwaysApplies(field) || includes(`${typeName}.${field.name.value}`),
      );
      const fields = (isUsable ? (definition.fields ?? []) : [])
        .filter(
          ({ name, directives }) => visible(directives) && includes(`${typeName}.${name.value}`),
        )
        .map((field) => ({ ...field, directives: published(field.directives) }));
      return fields.length === 0
        ? []
        : [{ ...definition, directives: published(definition.directives), fields }];
    }
    case Kind.ENUM_TYPE_DEFINITION:
      return [
        {
          ...definition,
          directives: [],
          values: (definition.values ?? [])
            .filter(({ directives }) => visible(directives))
            .map((value) => ({ ...value, directives: published(value.directives) })),
        },
      ];
    case Kind.UNION_TYPE_DEFINITION:
      return [{ ...definition, directives: [] }];
    case Kind.SCALAR_TYPE_DEFINITION:
      return [{ ...definition, directives: published(definition.directives) }];
    default:
      return [];
  }
}

/** Whether a field is in the subset and so are the arguments that apply whether or not they are given. */
function isCallable(
  typeName: string,
  { name, directives, arguments: given = [] }: FieldDefinitionNode,
  includes: (coordinate: string) => boolean,
): boolean {
  const coordinate = `${typeName}.${name.value}`;
  return (
    visible(directives) &&
    includes(coordinate) &&
    given.every(
      (argument) => !alwaysApplies(argument) || includes(`${coordinate}(${argument.name.value}:)`),
    )
  );
}

/** Whether an argument or input field has a value even where none is given, or must be given. */
function alwaysApplies({ type, defaultValue }: InputValueDefinitionNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE || defaultValue !== undefined;
}

/** Only what the specification defines is published; facts of ours and of the federation are not. */
function published(directives: readonly ConstDirectiveNode[] | undefined): ConstDirectiveNode[] {
  return (directives ?? []).filter(({ name }) =>
    ['deprecated', 'specifiedBy', 'oneOf'].includes(name.value),
  );
}

function visible(directives: readonly ConstDirectiveNode[] | undefined): boolean {
  return !(directives ?? []).some(({ name }) => name.value === 'inaccessible');
}

function reachable(definitions: readonly DefinitionNode[]): ReadonlySet<string> {
  const byName = new Map(
    definitions.flatMap((definition) =>
      'name' in definition ? [[definition.name.value, definition]] : [],
    ),
  );
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const definition = byName.get(name);
    if (definition === undefined || reached.has(name)) return;
    reached.add(name);
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      for (const member of definition.types ?? []) visit(member.name.value);
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      for (const field of definition.fields ?? []) visit(innermost(field.type));
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      return;
    for (const field of definition.fields ?? []) {
      visit(innermost(field.type));
      for (const argument of field.arguments ?? []) visit(innermost(argument.type));
    }
    for (const { name: implemented } of definition.interfaces ?? []) visit(implemented.value);
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      for (const other of definitions) {
        if (
          other.kind === Kind.OBJECT_TYPE_DEFINITION &&
          other.interfaces?.some((i) => i.name.value === name)
        )
          visit(other.name.value);
      }
    }
  };
  for (const root of ['Query', 'Mutation', 'Subscription']) visit(root);
  return reached;
}
