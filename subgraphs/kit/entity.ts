import DataLoader from 'dataloader';
import type { RequestContext } from './context.ts';

/** Finds rows by key, many at once; rows may come in any order and be missing. */
export type Batch<Key, Row> = (
  keys: readonly Key[],
  context: RequestContext,
) => Promise<readonly Row[]>;

/**
 * A loader that asks the database once for all keys of a request's step, and once for each key.
 * @param batch gives the rows of the keys, in one statement
 * @param keyOf the key of a row, as text; equal to `textOf` of the key that asked for it
 * @param textOf the key as text
 * @returns a function that gives the row of a key, or null when there is none
 */
export function entityLoader<Key, Row>(
  batch: Batch<Key, Row>,
  keyOf: (row: Row) => string,
  textOf: (key: Key) => string,
): (key: Key, context: RequestContext) => Promise<Row | null> {
  const make = (context: RequestContext): DataLoader<Key, Row | null, string> =>
    new DataLoader<Key, Row | null, string>(
      async (keys) => {
        const rows = new Map((await batch(keys, context)).map((row) => [keyOf(row), row]));
        return keys.map((key) => rows.get(textOf(key)) ?? null);
      },
      { cacheKeyFn: textOf },
    );
  return (key, context) => loaderOf<DataLoader<Key, Row | null, string>>(make, context).load(key);
}

/**
 * A loader of the rows that belong to a key, such as the lines of an order: one statement for all keys.
 * @returns a function that gives the rows of a key, in the order in which the batch gave them
 */
export function groupLoader<Row>(
  batch: Batch<string, Row>,
  groupOf: (row: Row) => string,
): (key: string, context: RequestContext) => Promise<readonly Row[]> {
  const make = (context: RequestContext): DataLoader<string, readonly Row[]> =>
    new DataLoader<string, readonly Row[]>(async (keys) => {
      const groups = new Map<string, Row[]>(keys.map((key) => [key, []]));
      for (const row of await batch(keys, context)) groups.get(groupOf(row))?.push(row);
      return keys.map((key) => groups.get(key) ?? []);
    });
  return (key, context) => loaderOf<DataLoader<string, readonly Row[]>>(make, context).load(key);
}

function loaderOf<Loader>(
  make: (context: RequestContext) => Loader,
  context: RequestContext,
): Loader {
  let loader = context.loaders.get(make) as Loader | undefined;
  if (loader === undefined) {
    loader = make(context);
    context.loaders.set(make, loader);
  }
  return loader;
}
