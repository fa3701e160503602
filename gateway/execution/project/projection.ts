import { exceeded } from '../../limits/exceeded.ts';
import type { ExecutionError } from '../errors.ts';
import { type AnswerBytes, prepare } from './answer-bytes.ts';
import type { Evaluated } from './conditions.ts';

/** What one projection knows beside the data. */
export interface Projection {
  /** The answer so far. */
  readonly out: AnswerBytes;
  /** Index of the element that is being written, for each list around it. */
  readonly indices: number[];
  /** Whether each of the operation's `@skip`/`@include` conditions holds. */
  readonly flags: Evaluated;
  readonly errors: ExecutionError[];
  readonly subjects: Set<string>;
  /** Denied fields that have been reported. */
  readonly denied: Set<string>;
  /** Answers to `__schema` and `__type`, by response key. */
  readonly introspection: Readonly<Record<string, unknown>>;
  /** Bytes of the answer at most: one entity may stand in it any number of times. */
  readonly most: number;
  /** Errors of the fetches. */
  readonly fetchErrors: readonly ExecutionError[];
}

/**
 * Looks whether the answer is still within its bound.
 * @throws RequestRefused `OPERATION_TOO_COMPLEX` when it is not
 */
export function holdToBound({ out, most }: Projection): void {
  if (out.length > most) throw exceeded('answerLength', most, out.length, 'bytes of the answer');
}

/** Where in the answer something stands: response keys from the root, null for the index of a list. */
export interface Place {
  readonly path: readonly (string | null)[];
  /** The field that it belongs to. */
  readonly coordinate: string;
}

/** Writes a value to the answer, or nothing of it, and says which. */
export type Write = (value: unknown, projection: Projection) => Outcome;

/** What became of a value. */
export type Outcome = typeof written | typeof broken | typeof absent;

/** It stands in the answer. */
export const written = 0;

/** It is null where it must not be, which has been reported: what holds it becomes null in its stead. */
export const broken = 1;

/** The row does not exist for the principal: lists leave it out, anywhere else it is null. */
export const absent = 2;

const NULL = prepare('null');

/** Writes a null. */
export function writeNull({ out }: Projection): Outcome {
  out.prepared(NULL);
  return written;
}

/** Errors of the projection itself that an answer lists; one broken field of a long list is not listed for each row. */
const MAX_ERRORS = 100;

/** The path of a place for the elements that are being written. */
function pathOf(place: Place, { indices }: Projection): (string | number)[] {
  let depth = 0;
  return place.path.map((step) => step ?? indices[depth++] ?? 0);
}

/** Reports an error at a place. */
export function report(
  projection: Projection,
  place: Place,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): void {
  if (projection.errors.length >= MAX_ERRORS) return;
  projection.errors.push({ message, path: pathOf(place, projection), extensions });
}

/** Reports a null that the schema forbids, unless an error of a fetch says already why it is missing. */
export function reportNull(projection: Projection, place: Place): void {
  if (isExplained(projection, place)) return;
  report(projection, place, `"${place.coordinate}" must not be null, but no value was found.`, {
    code: 'NULL_NOT_ALLOWED',
    coordinate: place.coordinate,
  });
}

/** Whether a fetch reported an error at the place, in it or around it, for any row. */
export function isExplained({ fetchErrors }: Projection, place: Place): boolean {
  if (fetchErrors.length === 0) return false;
  const keys = place.path.filter((step) => step !== null);
  return fetchErrors.some(({ path }) => {
    const steps = (path ?? []).filter((step) => typeof step === 'string');
    const length = Math.min(steps.length, keys.length);
    return keys.slice(0, length).every((key, index) => key === steps[index]);
  });
}
