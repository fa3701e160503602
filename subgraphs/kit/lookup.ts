import { createHash } from 'node:crypto';
import { type InferSelectModel, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { RequestContext } from './context.ts';
import { entityLoader, groupLoader } from './entity.ts';
import type { Queries } from './store.ts';

type RowOf<Table extends PgTable> = InferSelectModel<Table>;
type Keyed = Readonly<Record<string, unknown>>;

/** Finds the row of a key; all keys of a request's step go into one `= ANY($1)`. */
export type Lookup<Row> = (key: string, context: RequestContext) => Promise<Row | null>;

/** Finds the row of a key of two parts. */
export type PairLookup<Row> = (
  first: string,
  second: string,
  context: RequestContext,
) => Promise<Row | null>;

/** A lookup over a unique column. */
export function lookup<Table extends PgTable>(
  table: Table,
  column: PgColumn,
): Lookup<RowOf<Table>> {
  const property = propertyOf(table, column);
  const select = selection(table, anyOf(column));
  return entityLoader<string, RowOf<Table>>(
    (keys, { db }) => select(db, { keys: [...keys] }),
    (row) => textOf(row, property),
    (key) => key,
  );
}

/** A lookup over two columns that together are unique. */
export function pairLookup<Table extends PgTable>(
  table: Table,
  columns: readonly [PgColumn, PgColumn],
): PairLookup<RowOf<Table>> {
  const properties = columns.map((column) => propertyOf(table, column));
  const select = selection(table, anyPairOf(columns));
  const find = entityLoader<readonly [string, string], RowOf<Table>>(
    (keys, { db }) => select(db, pairs(keys)),
    (row) => properties.map((property) => textOf(row, property)).join('\n'),
    (key) => key.join('\n'),
  );
  return (first, second, context) => find([first, second], context);
}

/** A lookup of all rows that share a value, in an order. */
export function groupLookup<Table extends PgTable>(
  table: Table,
  column: PgColumn,
  ...order: readonly SQL[]
): (key: string, context: RequestContext) => Promise<readonly RowOf<Table>[]> {
  const property = propertyOf(table, column);
  const select = selection(table, anyOf(column), order);
  return groupLoader<RowOf<Table>>(
    (keys, { db }) => select(db, { keys: [...keys] }),
    (row) => textOf(row, property),
  );
}

/** A lookup of all rows that share two values, in an order. */
export function pairGroupLookup<Table extends PgTable>(
  table: Table,
  columns: readonly [PgColumn, PgColumn],
  ...order: readonly SQL[]
): (first: string, second: string, context: RequestContext) => Promise<readonly RowOf<Table>[]> {
  const properties = columns.map((column) => propertyOf(table, column));
  const select = selection(table, anyPairOf(columns), order);
  const find = groupLoader<RowOf<Table>>(
    (keys, { db }) => select(db, pairs(keys.map((key) => key.split('\n')))),
    (row) => properties.map((property) => textOf(row, property)).join('\n'),
  );
  return (first, second, context) => find(`${first}\n${second}`, context);
}

/** Values of a statement's parameters, by the names that it gives them. */
type Values = Readonly<Record<string, readonly string[]>>;

/**
 * A statement that is put together once for each database, and on a server is planned once for each connection: what a
 * request looks up is the same but for the keys.
 */
function selection<Table extends PgTable>(
  table: Table,
  where: SQL,
  order: readonly SQL[] = [],
): (db: Queries, values: Values) => Promise<RowOf<Table>[]> {
  const prepare = (db: Queries) => {
    const source: PgTable = table;
    const statement = db
      .select()
      .from(source)
      .where(where)
      .orderBy(...order);
    const name = createHash('sha256').update(statement.toSQL().sql).digest('base64url');
    return statement.prepare(name);
  };
  const prepared = new WeakMap<Queries, ReturnType<typeof prepare>>();
  return async (db, values) => {
    let statement = prepared.get(db);
    if (statement === undefined) prepared.set(db, (statement = prepare(db)));
    return (await statement.execute({ ...values })) as unknown as RowOf<Table>[];
  };
}

function anyOf(column: PgColumn): SQL {
  return sql`${column} = ANY(${sql.placeholder('keys')}::text[])`;
}

function anyPairOf([first, second]: readonly [PgColumn, PgColumn]): SQL {
  const [firsts, seconds] = [sql.placeholder('firsts'), sql.placeholder('seconds')];
  return sql`(${first}, ${second}) IN (SELECT * FROM unnest(${firsts}::text[], ${seconds}::text[]))`;
}

function pairs(keys: readonly (readonly string[])[]): Values {
  return { firsts: keys.map((key) => key[0] ?? ''), seconds: keys.map((key) => key[1] ?? '') };
}

function propertyOf(table: PgTable, column: PgColumn): string {
  const found = Object.entries(table).find(([, candidate]) => candidate === column);
  if (found === undefined) throw new Error(`${column.name} is no column of this table.`);
  return found[0];
}

function textOf(row: Keyed, property: string): string {
  return String(row[property]);
}
