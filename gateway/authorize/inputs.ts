import {
  getNamedType,
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
 * their values. An argument counts as given even where its variable has no value.
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
      case Kind.OBJECT:
        if (!isInputObjectType(named)) return;
        for (const field of value.fields) {
          check(`${named.name}.${field.name.value}`);
          const inner = named.getFields()[field.name.value];
          if (inner !== undefined) visit(inner.type, field.value);
        }
        return;
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
  }
  return [...uses.values()];
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
