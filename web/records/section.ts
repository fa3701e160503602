import type { Answered } from '../client.ts';

/** Who holds what a section shows. */
export type Source = 'commerce' | 'customs' | 'tax';

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
