import type { GraphQLField } from 'graphql';
import { compileCondition, type Condition } from '../../policies/index.ts';
import type { RequestContext } from './context.ts';

/** Reads a field of the row at hand. */
export type Read = (field: string) => unknown;

/** A field whose resolver can be put in another's place. */
export type Field = GraphQLField<unknown, RequestContext>;

/** A condition, compiled once a request: `$now` and `$principal` are part of it. */
export function compiled(
  condition: Condition,
  { loaders, principal, now }: RequestContext,
): ReturnType<typeof compileCondition> {
  const known = loaders.get(condition) as ReturnType<typeof compileCondition> | undefined;
  if (known !== undefined) return known;
  const made = compileCondition(condition, { principal, now });
  loaders.set(condition, made);
  return made;
}

/** Reads a row as the resolver gave it. */
export function readerOf(row: unknown): Read {
  return (field) =>
    typeof row === 'object' && row !== null && Object.hasOwn(row, field)
      ? (row as Readonly<Record<string, unknown>>)[field]
      : undefined;
}

/** Goes on with a value at once, or when it has come. */
export function after(value: unknown, then: (found: unknown) => unknown): unknown {
  return value instanceof Promise ? value.then(then) : then(value);
}
