import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What one operation asks of a schema, on concrete types. */
export interface Demand {
  /** `Type.field` of every field that a row can be asked for. */
  readonly fields: ReadonlySet<string>;
  /** `Type.field(argument:)` and `Input.field` of everything that is given. */
  readonly inputs: ReadonlySet<string>;
}

/** Root fields of the federation machinery: they hold no data of their own. */
const machinery = new Set(['Query._entities', 'Query._service']);

/**
 * Lists what an operation asks for: fields on every concrete type that they can fall on, arguments, and the
 * input fields in literals and in the values of variables. `@skip` and `@include` are disregarded: what may be
 * asked is asked.
 */
export function demandOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Demand {
  const fields = new Set<string>();
  const inputs = new Set<string>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const seen = new Set<string>();

  const concrete = (type: GraphQLNamedType): readonly string[] => {
    if (isObjectType(type)) return [type.name];
    return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
  };

  const visitValue = (type: GraphQLInputType, value: ValueNode): void => {
    const named = getNamedType(type);
    if (value.kind === Kind.VARIABLE) visitJson(type, variables[value.name.value]);
    else if (value.kind === Kind.LIST) for (const item of value.values) visitValue(type, item);
    else if (value.kind === Kind.OBJECT && isInputObjectType(named)) {
      for (const field of value.fields) {
        inputs.add(`${named.name}.${field.name.value}`);
        const inner = named.getFields()[field.name.value];
        if (inner !== undefined) visitValue(inner.type, field.value);
      }
    }
  };

  const visitJson = (type: GraphQLInputType, value: unknown): void => {
    const named = getNamedType(type);
    if (Array.isArray(value)) for (const item of value) visitJson(type, item);
    else if (isInputObjectType(named) && typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        inputs.add(`${named.name}.${name}`);
        const inner = named.getFields()[name];
        if (inner !== undefined) visitJson(inner.type, item);
      }
    }
  };

  const visitField = (parent: GraphQLNamedType, node: FieldNode): void => {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return;
    const field = parent.getFields()[node.name.value];
    if (field === undefined) return;
    for (const typeName of concrete(parent)) {
      const coordinate = `${typeName}.${node.name.value}`;
      if (machinery.has(coordinate)) continue;
      fields.add(coordinate);
      for (const argument of node.arguments ?? []) inputs.add(`${coordinate}(${argument.name.value}:)`);
    }
    if (parent.name === 'Query' && machinery.has(`Query.${node.name.value}`)) {
      if (node.selectionSet !== undefined) visitSelections(getNamedType(field.type), node.selectionSet);
      return;
    }
    for (const argument of node.arguments ?? []) {
      const definition = field.args.find(({ name }) => name === argument.name.value);
      if (definition !== undefined) visitValue(definition.type, argument.value);
    }
    if (node.selectionSet !== undefined) visitSelections(getNamedType(field.type), node.selectionSet);
  };

  const visitSelections = (parent: GraphQLNamedType, { selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        visitField(parent, selection);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value ?? parent.name;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (seen.has(selection.name.value)) continue;
        seen.add(selection.name.value);
      }
      const type = schema.getType(condition);
      if (type !== undefined) visitSelections(type, fragment.selectionSet);
    }
  };

  const root = schema.getRootType(operation.operation);
  if (root) visitSelections(root, operation.selectionSet);
  return { fields, inputs };
}
