import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
  Kind,
  type ValueNode,
} from 'graphql';
import type { AskedField } from './rewrite.ts';

type Check = (coordinate: string) => void;

/** A variable whose value can hold fields of input objects. */
export interface VariableUse {
  readonly check: (variables: Readonly<Record<string, unknown>>, check: Check) => void;
}

/**
 * Checks every argument and input field that the document gives; what its variables give can only be checked with
 * their values. An argument counts as given even where its variable has no value, and so does one that is left out but
 * has a default value: it reads what it reads.
 * @returns the variables whose values have to be checked for each request
 */
export function checkInputs(
  asked: readonly AskedField[],
  api: GraphQLSchema,
  check: Check,
): readonly VariableUse[] {
  const uses = new Map<string, VariableUse>();
  const visit = (type: GraphQLInputType, value: ValueNode): void => {
    const named = getNamedType(type);
    switch (value.kind) {
      case Kind.VARIABLE: {
        const name = value.name.value;
        if (!isInputObjectType(named)) return;
        uses.set(`${name} ${named.name}`, {
          check: (variables, each) => {
            eachInputField(type, variables[name], each);
          },
        });
        return;
      }
      case Kind.LIST:
        for (const item of value.values) visit(type, item);
        return;
      case Kind.OBJECT: {
        if (!isInputObjectType(named)) return;
        for (const field of value.fields) {
          check(`${named.name}.${field.name.value}`);
          const inner = named.getFields()[field.name.value];
          if (inner !== undefined) visit(inner.type, field.value);
        }
        const given = new Set(value.fields.map(({ name }) => name.value));
        eachDefault(Object.values(named.getFields()), given, `${named.name}.`, '', check);
        return;
      }
      default:
    }
  };
  for (const { typeName, field, node } of asked) {
    const type = api.getType(typeName);
    const definition = isObjectType(type) ? type.getFields()[field] : undefined;
    for (const argument of node.arguments ?? []) {
      check(`${typeName}.${field}(${argument.name.value}:)`);
      const argumentType = definition?.args.find(({ name }) => name === argument.name.value)?.type;
      if (argumentType !== undefined) visit(argumentType, argument.value);
    }
    const given = new Set((node.arguments ?? []).map(({ name }) => name.value));
    eachDefault(definition?.args ?? [], given, `${typeName}.${field}(`, ':)', check);
  }
  return [...uses.values()];
}

/** What is not given and applies all the same. */
function eachDefault(
  inputs: readonly (GraphQLArgument | GraphQLInputField)[],
  given: ReadonlySet<string>,
  before: string,
  after: string,
  check: Check,
): void {
  for (const { name, type, defaultValue } of inputs) {
    if (given.has(name) || defaultValue === undefined) continue;
    check(`${before}${name}${after}`);
    eachInputField(type, defaultValue, check);
  }
}

function eachInputField(type: GraphQLInputType, value: unknown, check: Check): void {
  const named = getNamedType(type);
  if (Array.isArray(value)) {
    for (const item of value) eachInputField(type, item, check);
  } else if (isInputObjectType(named) && typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      check(`${named.name}.${name}`);
      const inner = named.getFields()[name];
      if (inner !== undefined) eachInputField(inner.type, item, check);
    }
  }
}
