import {
  and,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { getTableColumns } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Condition, type Principal, resolveCondition } from '../../policies/index.ts';

/**
 * A row condition of a policy as SQL, so that pages and counts hold only what the principal may see. Says the same
 * as the condition compiled for a row; what cannot be said in SQL gives no rows.
 */
export function conditionSql(
  condition: Condition,
  table: PgTable,
  principal: Principal,
  now: Date,
): SQL {
  const columns = getTableColumns(table);
  const test = (column: PgColumn, operator: string, value: unknown): SQL => {
    switch (operator) {
      case '$eq':
        return value === null ? isNull(column) : eq(column, value);
      case '$ne':
        return value === null ? isNotNull(column) : (or(ne(column, value), isNull(column)) ?? none);
      case '$in':
        return among(column, value, true);
      case '$nin':
        return among(column, value, false);
      case '$lt':
        return lt(column, value);
      case '$lte':
        return lte(column, value);
      case '$gt':
        return gt(column, value);
      case '$gte':
        return gte(column, value);
      default:
        return none;
    }
  };

  const visit = (part: Condition): SQL =>
    and(
      ...Object.entries(part).map(([key, value]) => {
        if (key === '$and' || key === '$or') {
          const parts = (value as readonly Condition[]).map(visit);
          return (key === '$and' ? and(...parts) : or(...parts)) ?? none;
        }
        const column = columns[key];
        if (column === undefined) return none;
        if (typeof value !== 'object' || value === null) return test(column, '$eq', value);
        const tests = Object.entries(value).map(([operator, operand]) =>
          test(column, operator, operand),
        );
        return and(...tests) ?? none;
      }),
    ) ?? none;
  return visit(resolveCondition(condition, { principal, now }));
}

const none = sql`false`;

function among(column: PgColumn, value: unknown, isIn: boolean): SQL {
  if (!Array.isArray(value)) return none;
  const some = value.filter((each) => each !== null);
  const hasNull = some.length < value.length;
  if (isIn) return or(inArray(column, some), hasNull ? isNull(column) : undefined) ?? none;
  return hasNull
    ? (and(notInArray(column, some), isNotNull(column)) ?? none)
    : (or(notInArray(column, some), isNull(column)) ?? none);
}
