import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
} from 'graphql';
import { argumentOf, stringList, stringOf } from './directive-arguments.ts';
import {
  contextSources,
  outermostFields,
  requiredCoordinates,
  type TypeMap,
} from './field-sets.ts';
import { graphsOf, lentFields, readGraphs, resolvers } from './resolving.ts';
import { typeName as innermost } from './type-name.ts';

/** What a contract says about a coordinate, as written in `@classified`. */
export interface ClassifiedFacts {
  readonly category: string;
  readonly sharing: string;
  readonly derivesFrom: readonly string[];
}

/** What the supergraph says about one coordinate. */
export interface CoordinateFacts {
  /** `Type.field`, `Type.field(argument:)` or `Input.field`. */
  readonly coordinate: string;
  readonly kind: 'field' | 'interface-field' | 'argument' | 'input-field';
  readonly typeName: string;
  readonly fieldName: string;
  /** The innermost type of its values. */
  readonly namedType: string;
  readonly nonNull: boolean;
  readonly classified: ClassifiedFacts | null;
  /** Subgraphs that resolve it, sorted; for an argument or input field, those of its field or type. */
  readonly subgraphs: readonly string[];
  /** Whether it is part of a key of its type, in any subgraph. */
  readonly key: boolean;
  /** Whether it identifies whom the data is about. */
  readonly subject: boolean;
  /** Coordinates that an answer lets a caller infer through this argument or input field. */
  readonly reads: readonly string[];
  /** Coordinates that the resolver is given by `@requires` or `@fromContext`. */
  readonly requires: readonly string[];
  /** Interfaces as whose field a subgraph resolves it that cannot tell their types apart (`@interfaceObject`). */
  readonly lentThrough: readonly string[];
}

/** Everything that policies need to know of a supergraph. */
export interface ClassificationModel {
  readonly coordinates: ReadonlyMap<string, CoordinateFacts>;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Interface or union to the object types that it can be. */
  readonly possibleTypes: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the facts from a supergraph of any origin; coordinates without `@classified` have null.
 * Definitions of the federation machinery (`join__`, `link__`, `core__`) are left out.
 * @throws GraphQLError when the text is no SDL
 */
export function readClassification(supergraphSdl: string): ClassificationModel {
  const document = parse(supergraphSdl, { noLocation: true });
  const graphs = readGraphs(document);
  const types = typeMap(document);
  const lent = lentFields(document, graphs);
  const coordinates = new Map<string, CoordinateFacts>();
  const possibleTypes = new Map<string, string[]>();
  const add = (facts: CoordinateFacts): void => void coordinates.set(facts.coordinate, facts);

  for (const definition of document.definitions) {
    if (!('name' in definition) || /^(join|link|core)__/.test(definition.name.value)) continue;
    const typeName = definition.name.value;
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      possibleTypes.set(typeName, (definition.types ?? []).map(({ name }) => name.value).sort());
    }
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      const subgraphs = graphsOf(definition.directives, 'join__type', graphs);
      for (const field of definition.fields ?? [])
        add(
          inputFacts(`${typeName}.${field.name.value}`, 'input-field', typeName, field, subgraphs),
        );
    }
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      continue;
    const interfaces =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ? (definition.interfaces ?? []) : [];
    for (const { name } of interfaces)
      possibleTypes.set(name.value, [...(possibleTypes.get(name.value) ?? []), typeName].sort());
    const typeGraphs = graphsOf(definition.directives, 'join__type', graphs);
    const keys = joinKeys(definition.directives);
    for (const field of definition.fields ?? []) {
      const coordinate = `${typeName}.${field.name.value}`;
      const lentThrough = interfaces
        .map(({ name }) => name.value)
        .filter((name) => !keys.has(field.name.value) && lent.has(`${name}.${field.name.value}`));
      const lenders = lentThrough.flatMap((name) => lent.get(`${name}.${field.name.value}`) ?? []);
      const subgraphs = resolvers(field, typeGraphs, graphs, lenders);
      add({
        coordinate,
        kind: definition.kind === Kind.OBJECT_TYPE_DEFINITION ? 'field' : 'interface-field',
        typeName,
        fieldName: field.name.value,
        namedType: innermost(field.type),
        nonNull: field.type.kind === Kind.NON_NULL_TYPE,
        classified: classified(field),
        subgraphs,
        key: keys.has(field.name.value),
        subject: field.directives?.some(({ name }) => name.value === 'subject') ?? false,
        reads: [],
        requires: required(typeName, field, types),
        lentThrough,
      });
      for (const argument of field.arguments ?? []) {
        add(
          inputFacts(
            `${coordinate}(${argument.name.value}:)`,
            'argument',
            typeName,
            argument,
            subgraphs,
            field.name.value,
          ),
        );
      }
    }
  }
  return {
    coordinates,
    subgraphs: [...graphs.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    possibleTypes,
  };
}

function joinKeys(directives: readonly ConstDirectiveNode[] | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  for (const directive of directives ?? []) {
    const key =
      directive.name.value === 'join__type' ? stringOf(argumentOf(directive, 'key')) : null;
    if (key === null) continue;
    for (const name of outermostFields(key)) names.add(name);
  }
  return names;
}

function classified(field: FieldDefinitionNode): ClassifiedFacts | null {
  const directive = field.directives?.find(({ name }) => name.value === 'classified');
  if (directive === undefined) return null;
  return {
    category: stringOf(argumentOf(directive, 'category')) ?? '',
    sharing: stringOf(argumentOf(directive, 'sharing')) ?? '',
    derivesFrom: stringList(argumentOf(directive, 'derivesFrom')),
  };
}

function required(typeName: string, field: FieldDefinitionNode, types: TypeMap): string[] {
  const sources = new Set<string>();
  for (const join of field.directives ?? []) {
    if (join.name.value !== 'join__field') continue;
    const requires = stringOf(argumentOf(join, 'requires'));
    if (requires !== null)
      for (const source of requiredCoordinates(typeName, requires, types)) sources.add(source);
    for (const source of contextSources(argumentOf(join, 'contextArguments'), types))
      sources.add(source);
  }
  return [...sources].sort();
}

function inputFacts(
  coordinate: string,
  kind: 'argument' | 'input-field',
  typeName: string,
  node: InputValueDefinitionNode,
  subgraphs: readonly string[],
  fieldName = node.name.value,
): CoordinateFacts {
  const reads = node.directives?.find(({ name }) => name.value === 'reads');
  return {
    coordinate,
    kind,
    typeName,
    fieldName,
    namedType: innermost(node.type),
    nonNull: node.type.kind === Kind.NON_NULL_TYPE,
    classified: null,
    subgraphs,
    key: false,
    subject: false,
    reads: stringList(argumentOf(reads, 'fields')),
    requires: [],
    lentThrough: [],
  };
}

function typeMap(document: DocumentNode): TypeMap {
  const fields = new Map<string, Map<string, string>>();
  const contexts = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      continue;
    const typeName = definition.name.value;
    fields.set(
      typeName,
      new Map(definition.fields?.map((field) => [field.name.value, innermost(field.type)])),
    );
    for (const directive of definition.directives ?? []) {
      const name =
        directive.name.value === 'context' ? stringOf(argumentOf(directive, 'name')) : null;
      if (name !== null) contexts.set(name, [...(contexts.get(name) ?? []), typeName]);
    }
  }
  return { fields, contexts };
}
