import { isEnumType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';
import { type AnswerBytes, prepare } from './answer-bytes.ts';

/** Writes a leaf; gives whether the value is one of the type, and writes nothing if not. Never called with null. */
export type WriteLeaf = (value: unknown, out: AnswerBytes) => boolean;

const MAX_INT = 2_147_483_647;
const TRUE = prepare('true');
const FALSE = prepare('false');
const NULL = prepare('null');

/** Compiles result coercion (specification, section 3.5, "Result Coercion") for values that come as JSON. */
export function compileLeaf(type: GraphQLLeafType): WriteLeaf {
  if (isEnumType(type)) {
    // A value that the client's schema does not have, an inaccessible one for instance, is not given out.
    const texts = new Map<unknown, Uint8Array>(
      type.getValues().map(({ name }) => [name, prepare(`"${name}"`)]),
    );
    return (value, out) => {
      const text = texts.get(value);
      if (text !== undefined) out.prepared(text);
      return text !== undefined;
    };
  }
  return BUILT_IN[type.name] ?? writeAny;
}

const writeString: WriteLeaf = (value, out) => {
  if (typeof value !== 'string') return false;
  out.string(value);
  return true;
};

const writeBoolean: WriteLeaf = (value, out) => {
  if (typeof value !== 'boolean') return false;
  out.prepared(value ? TRUE : FALSE);
  return true;
};

const BUILT_IN: Readonly<Record<string, WriteLeaf | undefined>> = {
  String: writeString,
  ID: (value, out) => {
    if (!Number.isSafeInteger(value)) return writeString(value, out);
    out.string(String(value));
    return true;
  },
  Boolean: writeBoolean,
  Int: (value, out) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return false;
    if (value > MAX_INT || value < -MAX_INT - 1) return false;
    out.number(value);
    return true;
  },
  Float: (value, out) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false;
    out.number(value);
    return true;
  },
};

/** A scalar of the schema's own: whatever its subgraph gave. */
function writeAny(value: unknown, out: AnswerBytes): boolean {
  if (typeof value === 'string') out.string(value);
  else if (typeof value === 'boolean') out.prepared(value ? TRUE : FALSE);
  else if (typeof value === 'object' && value !== null) return writeNested(value, out);
  // JSON has numbers that JavaScript reads as infinite, and no text for them.
  else if (typeof value === 'number' && Number.isFinite(value)) out.number(value);
  else out.prepared(NULL);
  return true;
}

/** JSON can be read that is nested too deeply to be written again. */
function writeNested(value: object, out: AnswerBytes): boolean {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    return false;
  }
  out.json(text);
  return true;
}
