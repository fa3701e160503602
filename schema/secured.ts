import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  print,
  type SchemaDefinitionNode,
} from 'graphql';

/** Who may read a field, as far as a stock router can be told; null for everybody. */
export interface FieldRequirement {
  /** Alternatives, each a set of scopes that a token must carry (`@requiresScopes`). */
  readonly scopes: readonly (readonly string[])[];
  /** Alternatives, each a set of policies that must hold for the request (`@policy`). */
  readonly policies: readonly (readonly string[])[];
}

const specification = 'https://specs.apollo.dev';
const places = 'on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM';
const machinery = parse(
  `scalar requiresScopes__Scope
  scalar policy__Policy
  directive @authenticated ${places}
  directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) ${places}
  directive @policy(policies: [[policy__Policy!]!]!) ${places}`,
  { noLocation: true },
).definitions;

/**
 * A supergraph with `@authenticated`, `@requiresScopes` and `@policy` on the fields that not everybody may read, for
 * routers that understand them. The directives of one field must all be satisfied.
 * See https://www.apollographql.com/docs/graphos/routing/security/authorization
 * @param requirementOf what a field of an object or interface type requires; null when everybody may read it
 */
export function securedSupergraph(
  supergraph: string,
  requirementOf: (coordinate: string) => FieldRequirement | null,
): string {
  const document = parse(supergraph, { noLocation: true });
  const definitions = document.definitions.map((definition) => secure(definition, requirementOf));
  return `${print({ ...document, definitions: [...definitions, ...machinery] })}\n`;
}

function secure(
  definition: DefinitionNode,
  requirementOf: (coordinate: string) => FieldRequirement | null,
): DefinitionNode {
  if (definition.kind === Kind.SCHEMA_DEFINITION) return linked(definition);
  if (
    definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
    definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
  )
    return definition;
  const fields = definition.fields?.map((field): FieldDefinitionNode => {
    const required = requirementOf(`${definition.name.value}.${field.name.value}`);
    if (required === null) return field;
    return { ...field, directives: [...(field.directives ?? []), ...directivesOf(required)] };
  });
  return { ...definition, ...(fields === undefined ? {} : { fields }) };
}

function linked(definition: SchemaDefinitionNode): SchemaDefinitionNode {
  const links = ['authenticated', 'requiresScopes', 'policy'].map((name) =>
    directive(`@link(url: "${specification}/${name}/v0.1", for: SECURITY)`),
  );
  return { ...definition, directives: [...(definition.directives ?? []), ...links] };
}

function directivesOf({ scopes, policies }: FieldRequirement): ConstDirectiveNode[] {
  return [
    directive('@authenticated'),
    ...(scopes.length === 0
      ? []
      : [directive(`@requiresScopes(scopes: ${JSON.stringify(scopes)})`)]),
    ...(policies.length === 0 ? [] : [directive(`@policy(policies: ${JSON.stringify(policies)})`)]),
  ];
}

function directive(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar S ${text}`, { noLocation: true }).definitions;
  const found =
    definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? definition.directives : undefined;
  const [first] = found ?? [];
  if (first === undefined) throw new Error(`${text} is no directive.`);
  return first;
}
