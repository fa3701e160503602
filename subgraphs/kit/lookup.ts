import { type InferSelectModel, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { RequestContext } from './context.ts';
import { entityLoader, groupLoader } from './entity.ts';

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
  return entityLoader<string, RowOf<Table>>(
    (keys, { db }) => select(db, table, anyOf(column, keys)),
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
  const find = entityLoader<readonly [string, string], RowOf<Table>>(
    (keys, { db }) => select(db, table, anyPairOf(columns, keys)),
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
  return groupLoader<RowOf<Table>>(
    (keys, { db }) => select(db, table, anyOf(column, keys), order),
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
  const find = groupLoader<RowOf<Table>>(
    (keys, { db }) =>
      select(
        db,
        table,
        anyPairOf(
          columns,
          keys.map((key) => key.split('\n')),
        ),
        order,
      ),
    (row) => properties.map((property) => textOf(row, property)).join('\n'),
  );
  return (first, second, context) => find(`${first}\n${second}`, context);
}

async function select<Table extends PgTable>(
  db: RequestContext['db'],
  table: Table,
  where: SQL,
  order: readonly SQL[] = [],
): Promise<RowOf<Table>[]> {
  const source: PgTable = table;
  const rows = await db
    .select()
    .from(source)
    .where(where)
    .orderBy(...order);
  return rows as unknown as RowOf<Table>[];
}

function anyOf(column: PgColumn, keys: readonly string[]): SQL {
  return sql`${column} = ANY(${sql.param([...keys])}::text[])`;
}

function anyPairOf(
  [first, second]: readonly [PgColumn, PgColumn],
  keys: readonly (readonly string[])[],
): SQL {
  const firsts = sql.param(keys.map((key) => key[0] ?? ''));
  const seconds = sql.param(keys.map((key) => key[1] ?? ''));
  return sql`(${first}, ${second}) IN (SELECT * FROM unnest(${firsts}::text[], ${seconds}::text[]))`;
}

function propertyOf(table: PgTable, column: PgColumn): string {
  const found = Object.entries(table).find(([, candidate]) => candidate === column);
  if (found === undefined) throw new Error(`${column.name} is no column of this table.`);
  return found[0];
}

function textOf(row: Keyed, property: string): string {
  return String(row[property]);
}
