import type { z } from 'zod';
import type { Answered } from '../client.ts';

/** Who holds what a section shows. */
export type Source = 'commerce' | 'customs' | 'credit' | 'tax';

/** A part of a page that one department answers for: what it answered, or that it did not. */
export type Section<Data> =
  | { readonly kind: 'shown'; readonly source: Source; readonly data: Data }
  | { readonly kind: 'unavailable'; readonly source: Source };

/**
 * Whether a field of an answer is missing because nobody answered for it. Null alone says that nothing is recorded;
 * an error whose path leads to the field, or to what holds it, says that nobody knows.
 */
export function isMissing({ failures }: Answered, ...path: readonly string[]): boolean {
  return failures.some((failure) => {
    const named = failure.path.filter((step) => typeof step === 'string');
    return path.every((step, index) => index >= named.length || named[index] === step);
  });
}

/**
 * The section of some fields of an enterprise.
 * @param fields the fields from which the section is made, by their names in the answer
 */
export function sectionOf<Shape extends z.ZodType>(
  answer: Answered,
  source: Source,
  shape: Shape,
  fields: readonly string[],
  value: unknown,
): Section<z.output<Shape>> {
  if (fields.some((field) => isMissing(answer, 'enterprise', field))) {
    return { kind: 'unavailable', source };
  }
  // A part that is neither there nor explained is not known either.
  const read = shape.safeParse(value);
  return read.success
    ? { kind: 'shown', source, data: read.data }
    : { kind: 'unavailable', source };
}
