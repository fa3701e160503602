import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** Is told one field of a document on one object type, and its alias. */
export type VisitField = (typeName: string, field: string, alias: string | undefined) => void;

/** Federation's own fields hold no data. */
const machinery = new Set(['__typename', '_entities', '_service']);

/** Visits every field of a document, on every object type that it can fall on. */
export function eachField(
  document: string | DocumentNode,
  schema: GraphQLSchema,
  visit: VisitField,
): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const { definitions } =
    typeof document === 'string' ? parse(document, { noLocation: true }) : document;
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const walk = (set: SelectionSetNode, parent: GraphQLNamedType | undefined): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        if (!machinery.has(name)) {
          for (const type of concreteTypes(parent, schema)) {
            visit(type, name, selection.alias?.value);
          }
        }
        if (selection.selectionSet) walk(selection.selectionSet, fieldType(parent, name));
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      walk(fragment.selectionSet, condition === undefined ? parent : schema.getType(condition));
    }
  };
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      walk(definition.selectionSet, schema.getRootType(definition.operation) ?? undefined);
    }
  }
}

/** The names of the object types that a type stands for. */
export function concreteTypes(
  type: GraphQLNamedType | undefined,
  schema: GraphQLSchema,
): readonly string[] {
  if (isObjectType(type)) return [type.name];
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
}

/** The named type of a field; undefined for a field that the type does not have. */
export function fieldType(
  parent: GraphQLNamedType | undefined,
  name: string,
): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[name];
  return field === undefined ? undefined : getNamedType(field.type);
}
