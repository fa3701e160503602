import { GraphQLError, GraphQLScalarType, Kind, print } from 'graphql';

/** A check of one text: the normal form, or what is wrong with it. */
export type TextCheck = (text: string) => { readonly value: string } | { readonly fault: string };

/** A scalar whose values are texts. */
export interface TextScalar {
  readonly name: string;
  readonly description: string;
  /** A right value, for messages. */
  readonly example: string;
  /** Checks and normalises what a caller gives. */
  readonly input: TextCheck;
  /** Checks what a department serves; defaults to `input`. */
  readonly output?: TextCheck;
}

/**
 * Makes a GraphQL scalar of a text check. Its errors name the scalar, what is wrong and a right value; they
 * quote at most 40 characters of what was given.
 */
export function textScalar({
  name,
  description,
  example,
  input,
  output = input,
}: TextScalar): GraphQLScalarType<string, string> {
  const refuse = (value: string, fault: string): never => {
    throw new GraphQLError(
      `${name} cannot be ${quote(value)}: ${fault}. A right value is "${example}".`,
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  };
  const check = (text: string, how: TextCheck): string => {
    const result = how(text);
    return 'value' in result ? result.value : refuse(text, result.fault);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    parseValue: (value) =>
      typeof value === 'string'
        ? check(value, input)
        : refuse(String(value), `it must be a string, not a ${typeof value}`),
    parseLiteral: (node) =>
      node.kind === Kind.STRING
        ? check(node.value, input)
        : refuse(print(node), 'it must be a string in quotes'),
    serialize: (value) =>
      check(value instanceof Date ? value.toISOString() : String(value), output),
  });
}

function quote(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
}
