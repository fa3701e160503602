import {
  type FieldNode,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

type Operation = Pick<GraphQLResolveInfo, 'schema' | 'operation' | 'fragments' | 'variableValues'>;

/** Root fields of the federation machinery: they hold no data of their own. */
const machinery = new Set(['Query._entities', 'Query._service']);

/**
 * `Type.field` of every field that a row can be asked for, on every concrete type that a selection can fall on.
 * `@skip` and `@include` are disregarded: what may be asked is asked.
 */
export function fieldsAsked({ schema, operation, fragments }: Operation): ReadonlySet<string> {
  const fields = new Set<string>();
  eachField({ schema, operation, fragments }, (parent, node) => {
    for (const typeName of concrete(schema, parent)) {
      const coordinate = `${typeName}.${node.name.value}`;
      if (!machinery.has(coordinate) && !node.name.value.startsWith('__')) fields.add(coordinate);
    }
  });
  return fields;
}

/**
 * `Type.field(argument:)` and `Input.field` of everything that applies to an operation: given in literals, in
 * variables, or left out with a default value.
 */
export function inputsAsked({
  schema,
  operation,
  fragments,
  variableValues,
}: Operation): ReadonlySet<string> {
  const inputs = new Set<string>();
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
  const visitDefault = ({ type, defaultValue }: Defaulted, coordinate: string): void => {
    if (defaultValue === undefined) return;
    inputs.add(coordinate);
    visitJson(type, defaultValue);
  };
  const visitValue = (type: GraphQLInputType, value: ValueNode): void => {
    const named = getNamedType(type);
    if (value.kind === Kind.VARIABLE) visitJson(type, variableValues[value.name.value]);
    else if (value.kind === Kind.LIST) for (const item of value.values) visitValue(type, item);
    else if (value.kind === Kind.OBJECT && isInputObjectType(named)) {
      for (const definition of Object.values(named.getFields())) {
        const coordinate = `${named.name}.${definition.name}`;
        const field = value.fields.find(({ name }) => name.value === definition.name);
        if (field === undefined) visitDefault(definition, coordinate);
        else {
          inputs.add(coordinate);
          visitValue(definition.type, field.value);
        }
      }
    }
  };
  eachField({ schema, operation, fragments }, (parent, node) => {
    for (const definition of fieldOf(parent, node)?.args ?? []) {
      const given = node.arguments?.find(({ name }) => name.value === definition.name);
      for (const typeName of concrete(schema, parent)) {
        const coordinate = `${typeName}.${node.name.value}(${definition.name}:)`;
        if (given === undefined) visitDefault(definition, coordinate);
        else inputs.add(coordinate);
      }
      if (given !== undefined) visitValue(definition.type, given.value);
    }
  });
  return inputs;
}

type Defaulted = Pick<GraphQLArgument | GraphQLInputField, 'type' | 'defaultValue'>;

function eachField(
  { schema, operation, fragments }: Omit<Operation, 'variableValues'>,
  visit: (parent: GraphQLNamedType, node: FieldNode) => void,
): void {
  const seen = new Set<string>();
  const visitSelections = (parent: GraphQLNamedType, { selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        visit(parent, selection);
        const type = fieldOf(parent, selection)?.type;
        if (selection.selectionSet !== undefined && type !== undefined) {
          visitSelections(getNamedType(type), selection.selectionSet);
        }
        continue;
      }
      const spread = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : null;
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      if (fragment === undefined || (spread !== null && seen.has(spread))) continue;
      if (spread !== null) seen.add(spread);
      const type = schema.getType(fragment.typeCondition?.name.value ?? parent.name);
      if (type !== undefined) visitSelections(type, fragment.selectionSet);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) visitSelections(root, operation.selectionSet);
}

function fieldOf(
  parent: GraphQLNamedType,
  node: FieldNode,
): GraphQLField<unknown, unknown> | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  return parent.getFields()[node.name.value];
}

function concrete(schema: GraphQLSchema, type: GraphQLNamedType): readonly string[] {
  if (isObjectType(type)) return [type.name];
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
}
