import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  type GraphQLOutputType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  valueFromAST,
} from 'graphql';
import type { ValidDocument } from '../../authorize/valid-document.ts';
import { RequestRefused } from '../../errors.ts';
import type { CostModel, ListSize } from './cost-model.ts';
import { createInputCost, createIsFree } from './input-cost.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * What an operation costs at most with the given variables.
 * @throws RequestRefused `BAD_USER_INPUT` where `@listSize` requires one slicing argument and there is another number
 */
export type Cost = (variables: Variables) => number;

/** A list that a field above has sized. */
type Sized = ReadonlyMap<string, Cost>;

/** What a mutation costs beside what it asks for. */
const mutationCost = 10;
const nothing: Sized = new Map();

/** Makes the compiler for documents over one schema: the cost of each is found once, or once for each request. */
export function createCostCompiler(
  model: CostModel,
  defaultListSize: number,
): (document: Pick<ValidDocument, 'document' | 'operation'>, schema: GraphQLSchema) => Cost {
  const inputCost = createInputCost(model);
  const isFree = createIsFree(model);

  return ({ document, operation }, schema) => {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const each of document.definitions) {
      if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
    }
    const uses = { variables: false };

    const ofSet = (
      { selections }: SelectionSetNode,
      parent: GraphQLCompositeType,
      sized: Sized,
    ): Cost => {
      const costs = selections.map((selection): Cost => {
        const isIn = condition(selection.directives ?? []);
        const cost = ofSelection(selection, parent, sized);
        return isIn === null ? cost : (variables) => (isIn(variables) ? cost(variables) : 0);
      });
      return (variables) => costs.reduce((sum, cost) => sum + cost(variables), 0);
    };

    const ofSelection = (
      selection: SelectionSetNode['selections'][number],
      parent: GraphQLCompositeType,
      sized: Sized,
    ): Cost => {
      if (selection.kind === Kind.FIELD) return ofField(selection, parent, sized);
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) return free;
      const named = fragment.typeCondition?.name.value;
      const type = named === undefined ? parent : schema.getType(named);
      return ofSet(fragment.selectionSet, isCompositeType(type) ? type : parent, sized);
    };

    const ofField = (node: FieldNode, parent: GraphQLCompositeType, sized: Sized): Cost => {
      const name = node.name.value;
      const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
      // `__typename` is free, and so is introspection: validation bounds it.
      if (field === undefined) return free;
      const type = getNamedType(field.type);
      const own = coordinatesOf(parent, name, schema).map((coordinate) =>
        model.weights.get(coordinate),
      );
      const weights = own.filter((weight) => weight !== undefined);
      const weight =
        weights.length > 0
          ? Math.max(...weights)
          : (model.weights.get(type.name) ?? (isCompositeType(type) ? 1 : 0));
      const listSize = coordinatesOf(parent, name, schema)
        .map((coordinate) => model.listSizes.get(coordinate))
        .find((found) => found !== undefined);
      const size = listSize === undefined ? null : sizeOf(node, field, parent.name, listSize);
      const below =
        size === null || listSize === undefined
          ? nothing
          : new Map(listSize.sizedFields.map((each) => [each, size]));
      const inner =
        node.selectionSet !== undefined && isCompositeType(type)
          ? ofSet(node.selectionSet, type, below)
          : free;
      const times = isList(field.type)
        ? (sized.get(name) ?? (below.size === 0 ? size : null) ?? (() => defaultListSize))
        : one;
      const given = ofArguments(node, field, parent, name);
      return (variables) =>
        times(variables) * Math.max(0, weight + inner(variables)) + given(variables);
    };

    const ofArguments = (
      node: FieldNode,
      field: GraphQLField<unknown, unknown>,
      parent: GraphQLCompositeType,
      name: string,
    ): Cost => {
      const costs = field.args.flatMap((argument): Cost[] => {
        const [weight] = coordinatesOf(parent, name, schema)
          .map((coordinate) => model.weights.get(`${coordinate}(${argument.name}:)`))
          .filter((found) => found !== undefined);
        if (weight === undefined && isFree(argument.type)) return [];
        const value = argumentValue(node, argument.name, field);
        return [(variables) => inputCost(value(variables), argument.type, weight)];
      });
      return (variables) => costs.reduce((sum, cost) => sum + cost(variables), 0);
    };

    const sizeOf = (
      node: FieldNode,
      field: GraphQLField<unknown, unknown>,
      parent: string,
      { slicingArguments, assumedSize, requireOneSlicingArgument }: ListSize,
    ): Cost => {
      const values = slicingArguments.map((name) => argumentValue(node, name, field));
      const given = slicingArguments.filter((name) =>
        node.arguments?.some((each) => each.name.value === name),
      );
      const mustBeOne = requireOneSlicingArgument && slicingArguments.length > 0;
      return (variables) => {
        const sizes = values
          .map((value) => lengthOf(value(variables)))
          .filter((size) => size !== null);
        if (mustBeOne && (sizes.length === 0 || given.length > 1)) {
          throw new RequestRefused(
            'BAD_USER_INPUT',
            `"${parent}.${field.name}" takes exactly one of the arguments ${slicingArguments.join(', ')}, which say how much it gives.`,
          );
        }
        return sizes.length > 0 ? Math.max(...sizes) : (assumedSize ?? defaultListSize);
      };
    };

    const argumentValue = (
      node: FieldNode,
      name: string,
      field: GraphQLField<unknown, unknown>,
    ): ((variables: Variables) => unknown) => {
      const definition = field.args.find((argument) => argument.name === name);
      const literal = node.arguments?.find((argument) => argument.name.value === name)?.value;
      if (definition === undefined) return () => undefined;
      if (literal === undefined) return () => definition.defaultValue;
      if (literal.kind === Kind.INT) {
        const value = Number(literal.value);
        return () => value;
      }
      uses.variables = true;
      return (variables) =>
        valueFromAST(literal, definition.type, { ...variables }) ?? definition.defaultValue;
    };

    const condition = (
      directives: NonNullable<FieldNode['directives']>,
    ): ((variables: Variables) => boolean) | null => {
      const tests = directives.flatMap((directive) => {
        const isSkip = directive.name.value === 'skip';
        if (!isSkip && directive.name.value !== 'include') return [];
        const value = directive.arguments?.[0]?.value;
        if (value?.kind === Kind.BOOLEAN) return [() => value.value !== isSkip];
        if (value?.kind !== Kind.VARIABLE) return [];
        uses.variables = true;
        return [(variables: Variables) => (variables[value.name.value] === true) !== isSkip];
      });
      if (tests.length === 0) return null;
      return (variables) => tests.every((holds) => holds(variables));
    };

    const root = schema.getRootType(operation.operation);
    const base = operation.operation === OperationTypeNode.MUTATION ? mutationCost : 0;
    const asked = root == null ? free : ofSet(operation.selectionSet, root, nothing);
    const cost: Cost = (variables) => base + asked(variables);
    if (uses.variables) return cost;
    let known: number | null = null;
    return (variables) => (known ??= cost(variables));
  };
}

const free: Cost = () => 0;
const one: Cost = () => 1;

/** A field where it stands; on an interface whose field says nothing, as its types have it. */
function coordinatesOf(
  parent: GraphQLCompositeType,
  field: string,
  schema: GraphQLSchema,
): readonly string[] {
  const own = `${parent.name}.${field}`;
  if (!isInterfaceType(parent)) return [own];
  return [own, ...schema.getPossibleTypes(parent).map(({ name }) => `${name}.${field}`)];
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function lengthOf(value: unknown): number | null {
  if (typeof value === 'number') return Math.max(0, value);
  return Array.isArray(value) ? value.length : null;
}
