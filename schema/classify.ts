import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { outermostFields } from './field-sets.ts';
import type { Contract } from './load.ts';

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Pushes each type's `@classified` down to the fields that this contract defines.
 *
 * Composition merges a directive on a type that several contracts define by taking one of them, so that one
 * department's UNCONDITIONAL would open another's fields. A field is defined by one contract, or classified by
 * its lead: a contributor's key takes the lead's classification, and an external field its resolver's.
 *
 * @param leads type to the subgraph that classifies its keys and shared fields
 */
export function classifyFields(
  contract: Contract,
  leads: Readonly<Record<string, string>>,
): DocumentNode {
  const classify = (definition: DefinitionNode): DefinitionNode => {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      return definition;
    }
    const fallback = definition.directives?.find(isClassified);
    const led = leads[definition.name.value];
    const leading = led === undefined || led === contract.name;
    return {
      ...definition,
      directives: (definition.directives ?? []).filter((directive) => !isClassified(directive)),
      fields: (definition.fields ?? []).map((field) =>
        fallback === undefined ||
        field.directives?.some(isClassified) ||
        !(leading || isOwn(definition, field))
          ? field
          : { ...field, directives: [...(field.directives ?? []), fallback] },
      ),
    };
  };
  return { ...contract.document, definitions: contract.document.definitions.map(classify) };
}

/** The names of the fields that identify an entity in this definition, nested keys by their outermost field. */
function keyFields(definition: Fielded): ReadonlySet<string> {
  const names = new Set<string>();
  for (const directive of definition.directives ?? []) {
    if (directive.name.value !== 'key') continue;
    const fields = directive.arguments?.find((argument) => argument.name.value === 'fields')?.value;
    if (fields?.kind !== Kind.STRING) continue;
    for (const name of outermostFields(fields.value)) names.add(name);
  }
  return names;
}

/** Whether a definition carries `@classified`. */
function isClassified(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'classified';
}

function isOwn(definition: Fielded, field: FieldDefinitionNode): boolean {
  const marked = (name: string): boolean =>
    [...(definition.directives ?? []), ...(field.directives ?? [])].some(
      (directive) => directive.name.value === name,
    );
  return (
    !keyFields(definition).has(field.name.value) && !marked('external') && !marked('shareable')
  );
}
