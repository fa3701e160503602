import { isEnumType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';
import { jsonText, quote } from '../text.ts';

/** A leaf's JSON text; null if the value is not one of the type. Never called with null. */
export type WriteLeaf = (value: unknown) => string | null;

const MAX_INT = 2_147_483_647;

/** Compiles result coercion (specification, section 3.5, "Result Coercion") for values that come as JSON. */
export function compileLeaf(type: GraphQLLeafType): WriteLeaf {
  if (isEnumType(type)) {
    // A value that the client's schema does not have, an inaccessible one for instance, is not given out.
    const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, `"${name}"`]));
    return (value) => texts.get(value) ?? null;
  }
  return BUILT_IN[type.name] ?? jsonText;
}

const BUILT_IN: Readonly<Record<string, WriteLeaf | undefined>> = {
  String: (value) => (typeof value === 'string' ? quote(value) : null),
  ID: (value) =>
    typeof value === 'string'
      ? quote(value)
      : Number.isSafeInteger(value)
        ? `"${String(value)}"`
        : null,
  Boolean: (value) => (value === true ? 'true' : value === false ? 'false' : null),
  Int: (value) =>
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value <= MAX_INT &&
    value >= -MAX_INT - 1
      ? String(value)
      : null,
  Float: (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : null),
};
