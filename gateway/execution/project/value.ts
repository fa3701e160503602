import { isLeafType, isListType, isNonNullType } from 'graphql';
import type { GraphQLCompositeType, GraphQLLeafType, GraphQLOutputType } from 'graphql';
import { inOnePiece } from '../text.ts';
import { compileLeaf } from './leaf.ts';
import { absent, count, report, reportNull } from './projection.ts';
import type { Place, Write } from './projection.ts';

/** Compiles an object, interface or union at a place; never called with null. */
export type CompileComposite = (type: GraphQLCompositeType, place: Place) => Write;

/** A mask: what to give instead of a value that is not null. */
export type Mask = (value: unknown) => unknown;

/** Compiles CompleteValue of the specification (section 6.4.3) for a type at a place. */
export function compileValue(
  type: GraphQLOutputType,
  place: Place,
  mask: Mask | null,
  compileComposite: CompileComposite,
): Write {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (mask === null && isLeafType(type)) return writeNullableLeaf(type, place);
  const complete = compileNotNull(inner, place, mask, compileComposite);
  const write: Write = isNonNullType(type)
    ? (value, projection) => {
        if (value !== null && value !== undefined) return complete(value, projection);
        reportNull(projection, place);
        return null;
      }
    : (value, projection) => {
        if (value === null || value === undefined) return 'null';
        return complete(value, projection) ?? 'null';
      };
  return mask === null || isListType(inner) ? write : masked(write, mask, place);
}

function compileNotNull(
  type: GraphQLOutputType,
  place: Place,
  mask: Mask | null,
  compileComposite: CompileComposite,
): Write {
  if (isListType(type)) {
    const depth = place.path.filter((step) => step === null).length;
    const element = compileValue(
      type.ofType,
      { ...place, path: [...place.path, null] },
      mask,
      compileComposite,
    );
    return writeList(element, depth, place);
  }
  if (isLeafType(type)) {
    const write = compileLeaf(type);
    return (value, projection) => {
      const text = write(value);
      if (text === null) reportInvalid(projection, place, `a value of type "${type.name}"`);
      return text;
    };
  }
  if (isNonNullType(type)) throw new Error(`"${place.coordinate}" is non-null twice.`);
  return compileComposite(type, place);
}

/** What most fields of an answer are, without a call for each step. */
function writeNullableLeaf(type: GraphQLLeafType, place: Place): Write {
  const write = compileLeaf(type);
  return (value, projection) => {
    if (value === null || value === undefined) return 'null';
    const text = write(value);
    if (text !== null) return text;
    reportInvalid(projection, place, `a value of type "${type.name}"`);
    return 'null';
  };
}

/** Characters of a list's text from which on it is made one piece, part by part. */
const LONG = 16_384;

function writeList(element: Write, depth: number, place: Place): Write {
  return (value, projection) => {
    if (!Array.isArray(value)) {
      reportInvalid(projection, place, 'a list');
      return null;
    }
    const { indices, written } = projection;
    let before = '';
    let text = '';
    let length = 0;
    for (const item of value) {
      indices[depth] = length;
      const part = element(item, projection);
      if (part === null) return null;
      if (part === absent) continue;
      text += length === 0 ? part : `,${part}`;
      length += 1;
      count(projection, written + before.length + text.length);
      if (text.length < LONG) continue;
      before += inOnePiece(text);
      text = '';
    }
    return `[${before}${text}]`;
  };
}

/** Reports a value that is not what the schema says. */
export function reportInvalid(
  projection: Parameters<Write>[1],
  place: Place,
  expected: string,
): void {
  report(
    projection,
    place,
    `"${place.coordinate}" must be ${expected}, but the subgraph gave something else.`,
    {
      code: 'INVALID_VALUE',
      coordinate: place.coordinate,
    },
  );
}

function masked(write: Write, mask: Mask, place: Place): Write {
  return (value, projection) => {
    if (value === null || value === undefined) return write(value, projection);
    let given: unknown;
    try {
      given = mask(value);
    } catch {
      // The clear value must not take the place of one that could not be masked.
      report(projection, place, `"${place.coordinate}" could not be masked and is withheld.`, {
        code: 'MASK_FAILED',
        coordinate: place.coordinate,
      });
      given = null;
    }
    return write(given, projection);
  };
}
