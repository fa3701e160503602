import { readdir, readFile } from 'node:fs/promises';
import {
  buildASTSchema,
  Kind,
  parse,
  visit,
  type DefinitionNode,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';

const folder = new URL('../../../schema/', import.meta.url);

/**
 * The six contracts as one plain schema, without directives: what a client sees of the graph.
 * Coordinates in `hidden` are left out.
 */
export async function pilotZoneSchema(
  hidden: ReadonlySet<string> = new Set(),
): Promise<GraphQLSchema> {
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith('.graphql') && file !== 'directives.graphql',
  );
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  const types = new Map<string, DefinitionNode>();
  for (const definition of texts.flatMap((text) => parse(text).definitions)) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const before = types.get(definition.name.value);
    types.set(
      definition.name.value,
      before === undefined ? definition : merged(before, definition),
    );
  }
  const document = visit(
    { kind: Kind.DOCUMENT, definitions: [...types.values()] },
    {
      ObjectTypeDefinition: (type) => ({
        ...type,
        fields:
          type.fields?.filter((field) => !hidden.has(`${type.name.value}.${field.name.value}`)) ??
          [],
      }),
      Directive: () => null,
    },
  );
  return buildASTSchema(document);
}

function merged(one: DefinitionNode, other: DefinitionNode): DefinitionNode {
  if (one.kind !== Kind.OBJECT_TYPE_DEFINITION || other.kind !== Kind.OBJECT_TYPE_DEFINITION)
    return one;
  const known = new Set(fieldsOf(one).map((field) => field.name.value));
  return {
    ...one,
    fields: [...fieldsOf(one), ...fieldsOf(other).filter(({ name }) => !known.has(name.value))],
  };
}

function fieldsOf({ fields }: ObjectTypeDefinitionNode) {
  return fields ?? [];
}
