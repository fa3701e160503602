import { isLeafType, isListType, isNonNullType } from 'graphql';
import type { GraphQLCompositeType, GraphQLLeafType, GraphQLOutputType } from 'graphql';
import { prepare } from './answer-bytes.ts';
import { compileLeaf } from './leaf.ts';
import {
  absent,
  broken,
  holdToBound,
  report,
  reportNull,
  writeNull,
  written,
} from './projection.ts';
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
        return broken;
      }
    : (value, projection) => {
        if (value === null || value === undefined) return writeNull(projection);
        const outcome = complete(value, projection);
        return outcome === broken ? writeNull(projection) : outcome;
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
      if (write(value, projection.out)) return written;
      reportInvalid(projection, place, `a value of type "${type.name}"`);
      return broken;
    };
  }
  if (isNonNullType(type)) throw new Error(`"${place.coordinate}" is non-null twice.`);
  return compileComposite(type, place);
}

/** What most fields of an answer are, without a call for each step. */
function writeNullableLeaf(type: GraphQLLeafType, place: Place): Write {
  const write = compileLeaf(type);
  return (value, projection) => {
    if (value === null || value === undefined) return writeNull(projection);
    if (write(value, projection.out)) return written;
    reportInvalid(projection, place, `a value of type "${type.name}"`);
    return writeNull(projection);
  };
}

const OPEN = prepare('[');
const COMMA = prepare(',');
const CLOSE = prepare(']');

function writeList(element: Write, depth: number, place: Place): Write {
  return (value, projection) => {
    if (!Array.isArray(value)) {
      reportInvalid(projection, place, 'a list');
      return broken;
    }
    const { indices, out } = projection;
    const start = out.length;
    out.prepared(OPEN);
    let length = 0;
    for (const item of value) {
      indices[depth] = length;
      const before = out.length;
      if (length > 0) out.prepared(COMMA);
      const outcome = element(item, projection);
      if (outcome === broken) {
        out.truncate(start);
        return broken;
      }
      if (outcome === absent) {
        out.truncate(before);
        continue;
      }
      length += 1;
      holdToBound(projection);
    }
    out.prepared(CLOSE);
    return written;
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
