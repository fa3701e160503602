import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ScalarTypeDefinitionNode,
} from 'graphql';

/** What `@listSize` says of a field. */
export interface ListSize {
  readonly assumedSize: number | null;
  readonly slicingArguments: readonly string[];
  /** Fields of what the field gives that are the lists; without any the field itself is. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** The weights and list sizes of a supergraph. */
export interface CostModel {
  /** By type, `Type.field`, `Type.field(argument:)` and `Input.field`. */
  readonly weights: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/** Reads `@cost` and `@listSize` (Apollo's cost specification 0.1, after IBM's) as composition carries them. */
export function readCostModel(document: DocumentNode): CostModel {
  const names = directiveNames(document);
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const weigh = (of: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const directive = directives.find(({ name }) => name.value === names.cost);
    const weight = directive === undefined ? null : numberOf(argumentOf(directive, 'weight'));
    if (weight !== null) weights.set(of, weight);
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.kind === Kind.OPERATION_DEFINITION) continue;
    const type = definition.name.value;
    if (isWeighed(definition)) weigh(type, definition.directives);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      weigh(coordinate, field.directives);
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      const sized = field.directives?.find(({ name }) => name.value === names.listSize);
      if (sized !== undefined) listSizes.set(coordinate, listSizeOf(sized));
      for (const { name, directives } of field.arguments ?? []) {
        weigh(`${coordinate}(${name.value}:)`, directives);
      }
    }
  }
  return { weights, listSizes };
}

function isWeighed(
  definition: DefinitionNode,
): definition is ObjectTypeDefinitionNode | EnumTypeDefinitionNode | ScalarTypeDefinitionNode {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.ENUM_TYPE_DEFINITION ||
    definition.kind === Kind.SCALAR_TYPE_DEFINITION
  );
}

/** The names under which the schema imports the directives (core schemas, `@link`). */
function directiveNames(document: DocumentNode): { cost: string; listSize: string } {
  const names = { cost: 'cost', listSize: 'listSize' };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
    for (const link of definition.directives ?? []) {
      const url = argumentOf(link, 'url');
      if (url?.kind !== Kind.STRING || !url.value.includes('specs.apollo.dev/cost/')) continue;
      const as = argumentOf(link, 'as');
      const prefix = as?.kind === Kind.STRING ? as.value : 'cost';
      // What is not imported stands under the specification's prefix; its main directive under the prefix alone.
      Object.assign(names, { cost: prefix, listSize: `${prefix}__listSize` });
      const imports = argumentOf(link, 'import');
      for (const each of imports?.kind === Kind.LIST ? imports.values : []) {
        const [name, renamed] = importOf(each);
        if (name === '@cost') names.cost = renamed.slice(1);
        if (name === '@listSize') names.listSize = renamed.slice(1);
      }
    }
  }
  return names;
}

function importOf(value: ConstValueNode): readonly [string, string] {
  if (value.kind === Kind.STRING) return [value.value, value.value];
  const of = (wanted: string): string => {
    if (value.kind !== Kind.OBJECT) return '';
    const found = value.fields.find(({ name }) => name.value === wanted)?.value;
    return found?.kind === Kind.STRING ? found.value : '';
  };
  return [of('name'), of('as') || of('name')];
}

function listSizeOf(directive: ConstDirectiveNode): ListSize {
  const required = argumentOf(directive, 'requireOneSlicingArgument');
  return {
    assumedSize: numberOf(argumentOf(directive, 'assumedSize')),
    slicingArguments: stringsOf(argumentOf(directive, 'slicingArguments')),
    sizedFields: stringsOf(argumentOf(directive, 'sizedFields')),
    requireOneSlicingArgument: required?.kind === Kind.BOOLEAN ? required.value : true,
  };
}

function argumentOf(directive: ConstDirectiveNode, wanted: string): ConstValueNode | undefined {
  return directive.arguments?.find(({ name }) => name.value === wanted)?.value;
}

/** IBM's specification writes weights as strings, Apollo's as integers. */
function numberOf(value: ConstValueNode | undefined): number | null {
  if (value === undefined || !('value' in value) || typeof value.value !== 'string') return null;
  const number = Number(value.value);
  return Number.isFinite(number) ? number : null;
}

function stringsOf(value: ConstValueNode | undefined): readonly string[] {
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((each) => (each.kind === Kind.STRING ? [each.value] : []));
}
