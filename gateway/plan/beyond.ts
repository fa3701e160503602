import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { type AuthorizedOperation, hiddenAlias } from './compiled.ts';
import type { PlanNode, RequiredSelection } from './plan-nodes.ts';

/** What one document asks beyond the rights of the principal: coordinate to grant. */
export type Beyond = Readonly<Record<string, string>>;

/** Says for a document what it asks beyond the rights of the principal. */
export type BeyondOf = (document: string) => Beyond;

/**
 * Finds what the fetches of a plan ask beyond the principal's rights: what representations are made of and what
 * conditions read, where it is denied, masked or conditional for the principal. Such values reach the gateway whole
 * and leave it as policy says.
 * @param schema the supergraph, inaccessible elements and all
 * @param requiredBy the coordinates whose `@requires` or `@fromContext` names a coordinate
 */
export function compileBeyond(
  plan: PlanNode,
  operation: AuthorizedOperation,
  schema: GraphQLSchema,
  requiredBy: ReadonlyMap<string, readonly string[]>,
): BeyondOf {
  const representations = represented(plan, schema);
  return (document) => {
    const beyond: Record<string, string> = {};
    eachCoordinate(document, schema, (coordinate, typeName, field, isHidden) => {
      if (coordinate in beyond) return;
      const { kind } = operation.effectOf(typeName, field);
      const isNeededWhole = isHidden || kind === 'deny' || representations.has(coordinate);
      if (kind === 'allow' || !isNeededWhole) return;
      const grant = operation.grantFor(coordinate, requiredBy.get(coordinate) ?? []);
      // Authorisation denies what rests on an ungranted source; a plan that asks for one all the same is refused.
      if (grant === null) throw new Error(`The plan needs ${coordinate}, which nothing grants.`);
      beyond[coordinate] = grant;
    });
    return beyond;
  };
}

type Visit = (coordinate: string, typeName: string, field: string, isHidden: boolean) => void;

const machinery = new Set(['__typename', '_entities', '_service']);

function eachCoordinate(document: string, schema: GraphQLSchema, visit: Visit): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const { definitions } = parse(document, { noLocation: true });
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const walk = (set: SelectionSetNode, parent: GraphQLNamedType | undefined): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        const isHidden = selection.alias?.value === hiddenAlias(name);
        if (!machinery.has(name)) {
          for (const type of concrete(parent, schema))
            visit(`${type}.${name}`, type, name, isHidden);
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

/** Coordinates that any representation of the plan is made of. */
function represented(plan: PlanNode, schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (
    selections: readonly RequiredSelection[],
    parent: GraphQLNamedType | undefined,
  ): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        const { typeCondition } = selection;
        walk(
          selection.selections,
          typeCondition === undefined ? parent : schema.getType(typeCondition),
        );
        continue;
      }
      for (const type of concrete(parent, schema)) found.add(`${type}.${selection.name}`);
      walk(selection.selections ?? [], fieldType(parent, selection.name));
    }
  };
  const visit = (node: PlanNode): void => {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        node.nodes.forEach(visit);
        break;
      case 'Condition':
        if (node.ifClause) visit(node.ifClause);
        if (node.elseClause) visit(node.elseClause);
        break;
      case 'Flatten':
        visit(node.node);
        break;
      case 'Fetch':
        walk(node.requires ?? [], undefined);
    }
  };
  visit(plan);
  return found;
}

function concrete(type: GraphQLNamedType | undefined, schema: GraphQLSchema): readonly string[] {
  if (isObjectType(type)) return [type.name];
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
}

function fieldType(
  parent: GraphQLNamedType | undefined,
  name: string,
): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[name];
  return field === undefined ? undefined : getNamedType(field.type);
}
