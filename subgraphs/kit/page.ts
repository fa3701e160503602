import { and, asc, count, desc, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { getNamedType, isObjectType, Kind } from 'graphql';
import { conditionSql } from './condition-sql.ts';
import type { RequestContext } from './context.ts';
import { derives } from './rows.ts';
import { Refusal } from './refusal.ts';

/** Arguments of every connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A page of rows, as a connection's type wants it. */
export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number | null;
}

/** Which rows a connection lists, and in which order. */
export interface Listing {
  readonly table: PgTable;
  readonly where?: SQL | undefined;
  /** Columns that order the rows; together they are unique and none is null. */
  readonly order: readonly PgColumn[];
  readonly direction: 'ascending' | 'descending';
}

const most = 100;

/**
 * Reads one page by keyset: the place of the last row travels in the cursor, so that a page costs the same
 * wherever it stands. The rows are counted only when the operation asks for `totalCount`, and a page that is the whole
 * list counts itself.
 * @throws Refusal `BAD_USER_INPUT` when `first` is out of 1 to 100, or the cursor is of another list
 */
export async function readPage<Row extends Record<string, unknown>>(
  listing: Listing,
  args: PageArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<Row>> {
  const first = args.first ?? 20;
  if (first < 1 || first > most) {
    throw new Refusal(
      'BAD_USER_INPUT',
      `first: ${first} is out of range. Ask for 1 to ${most} at a time.`,
    );
  }
  const scope = scopeOf(args, info, context);
  const after =
    args.after == null ? undefined : beyond(listing, context.cursors.open(args.after, scope));
  const where = and(listing.where, rowsFor(listing.table, context, info));
  const rows = await context.db
    .select()
    .from(listing.table)
    .where(and(where, after))
    .orderBy(...listing.order.map(listing.direction === 'ascending' ? asc : desc))
    .limit(first + 1);
  const nodes = rows.slice(0, first) as Row[];
  const last = nodes.at(-1);
  const isWhole = args.after == null && rows.length <= first;
  const total = async (): Promise<number> =>
    isWhole ? nodes.length : countRows(listing.table, where, context);
  return {
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      endCursor: last === undefined ? null : context.cursors.seal(placeOf(listing, last), scope),
    },
    totalCount: asksFor('totalCount', info) ? await total() : null,
  };
}

async function countRows(
  table: PgTable,
  where: SQL | undefined,
  context: RequestContext,
): Promise<number> {
  const rows = await context.db.select({ total: count() }).from(table).where(where);
  return rows[0]?.total ?? 0;
}

/** The rows that exist for the principal: pages and counts hold no others. */
function rowsFor(
  table: PgTable,
  context: RequestContext,
  { returnType }: GraphQLResolveInfo,
): SQL | undefined {
  const { table: decisions, cls, principal, now } = context;
  const connection = getNamedType(returnType);
  const nodes = isObjectType(connection) ? connection.getFields().nodes : undefined;
  if (nodes === undefined) return undefined;
  const { name } = getNamedType(nodes.type);
  const rows = decisions.rowsOf(cls, name);
  if (rows === true) return undefined;
  // What a ticket grants for a derivation is computed from rows of which the principal may see nothing.
  if (rows === false) return derives(name, context) ? undefined : sql`false`;
  return conditionSql(rows, table, principal, now);
}

/** Row-value comparison, which PostgreSQL answers from an index over the same columns. */
function beyond({ order, direction }: Listing, place: readonly (string | number | null)[]): SQL {
  const columns = sql.join([...order], sql`, `);
  const values = sql.join(
    order.map((column, index) => sql`${sql.param(place[index] ?? null, column)}`),
    sql`, `,
  );
  return direction === 'ascending'
    ? sql`(${columns}) > (${values})`
    : sql`(${columns}) < (${values})`;
}

function placeOf(
  { table, order }: Listing,
  row: Record<string, unknown>,
): (string | number | null)[] {
  const properties = Object.entries(table);
  return order.map((column) => {
    const property = properties.find(([, candidate]) => candidate === column)?.[0] ?? '';
    const value = row[property];
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  });
}

/** The list, its filter and for whom it is: a cursor is worth nothing in another list, or to another class. */
function scopeOf(args: PageArguments, info: GraphQLResolveInfo, { cls }: RequestContext): string {
  const filter = Object.entries(args)
    .filter(([name]) => name !== 'first' && name !== 'after')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${info.parentType.name}.${info.fieldName} ${cls.key} ${JSON.stringify(filter)}`;
}

function asksFor(field: string, info: GraphQLResolveInfo): boolean {
  const within = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === field;
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
      return fragment !== undefined && within(fragment.selectionSet);
    });
  return info.fieldNodes.some(
    ({ selectionSet }) => selectionSet !== undefined && within(selectionSet),
  );
}
