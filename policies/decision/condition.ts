import {
  $and,
  $eq,
  $gt,
  $gte,
  $in,
  $lt,
  $lte,
  $ne,
  $nin,
  $or,
  and,
  createJsInterpreter,
  eq,
  MongoQueryParser,
  ne,
  nin,
  or,
  within,
  type Condition as Ast,
  type FieldCondition,
  type JsInterpreter,
} from '@ucast/mongo2js';
import { Decimal } from 'decimal.js';
import type { Condition, Principal } from '../vocabulary.ts';

/** A condition for one principal and instant. */
export interface CompiledCondition {
  /** The fields of the row that it reads, sorted. */
  readonly needs: readonly string[];
  /**
   * Whether it holds for the row; false when it cannot be evaluated.
   * @param now what `$now` stands for on the day for which it was compiled; the instant of compiling unless given
   */
  readonly test: (read: (field: string) => unknown, now?: Date) => boolean;
}

/** For whom and when. */
export interface ConditionContext {
  readonly principal: Principal;
  readonly now: Date;
}

const operators = { $and, $or, $eq, $ne, $in, $nin, $lt, $lte, $gt, $gte };
const ordering = new Set(['$lt', '$lte', '$gt', '$gte']);
const parser = new MongoQueryParser(operators);

/** Scalars whose values have an order that a condition may use. */
const ordered = new Set(['Int', 'Float', 'Money', 'Decimal', 'Date', 'Instant']);
/** Scalars that write one value in several ways, so that equality means little. */
const manyForms = new Set(['Float', 'Money', 'Decimal', 'Instant']);
const variables = new Set(['$now', '$today', '$purpose', '$principal.department']);

const number = /^[+-]?\d+(\.\d+)?$/;
const instant = /^\d{4}-\d{2}-\d{2}T/;

/** Orders numbers, amounts, days and instants; null when the two cannot be compared. */
function order(a: unknown, b: unknown): -1 | 0 | 1 | null {
  if (isNumber(a) && isNumber(b)) return sign(new Decimal(a).cmp(new Decimal(b)));
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  if (instant.test(a) && instant.test(b)) return sign(Date.parse(a) - Date.parse(b));
  if (/^\d{4}-\d{2}-\d{2}$/.test(a) && /^\d{4}-\d{2}-\d{2}$/.test(b))
    return a < b ? -1 : a > b ? 1 : 0;
  return null;
}

function isNumber(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && number.test(value));
}

function sign(difference: number): -1 | 0 | 1 | null {
  return Number.isNaN(difference) ? null : difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

const inOrder =
  (test: (result: -1 | 0 | 1) => boolean): JsInterpreter<FieldCondition> =>
  (node, row: unknown, context) => {
    const value: unknown = node.value === '$now' ? context.get(row, '$now') : node.value;
    const result = order(context.get(row, node.field), value);
    return result !== null && test(result);
  };

const interpret = createJsInterpreter(
  {
    and,
    or,
    eq,
    ne,
    in: within,
    nin,
    lt: inOrder((result) => result < 0),
    lte: inOrder((result) => result <= 0),
    gt: inOrder((result) => result > 0),
    gte: inOrder((result) => result >= 0),
  } as unknown as Record<string, JsInterpreter<Ast>>,
  { get: (row: Readonly<Record<string, unknown>>, field: string) => row[field] },
);

/**
 * Compiles a condition. Null is a value like any other for `$eq`, `$ne`, `$in` and `$nin`; an order that cannot
 * be established, and a field that the row lacks, deny.
 * @throws Error when the condition uses an operator that the language does not know
 */
export function compileCondition(
  condition: Condition,
  { principal, now }: ConditionContext,
): CompiledCondition {
  // `$now` stays: what it stands for comes with each row, so that a condition is compiled once a day.
  const values = { ...valuesOf(principal, now), $now: '$now' };
  const ast = parser.parse(substitute(condition, values) as never);
  const needs = fieldsOf(condition);
  const dependsOnNow = JSON.stringify(condition).includes('"$now"');
  return {
    needs,
    test: (read, at = now) => {
      try {
        const row: Record<string, unknown> = {};
        if (dependsOnNow) row.$now = at.toISOString();
        for (const field of needs) {
          const value = read(field);
          if (value === undefined) return false;
          row[field] = value;
        }
        return interpret(ast, row);
      } catch {
        return false;
      }
    },
  };
}

/** The condition with `$principal.department`, `$purpose`, `$now` and `$today` replaced by what they stand for. */
export function resolveCondition(
  condition: Condition,
  { principal, now }: ConditionContext,
): Condition {
  return substitute(condition, valuesOf(principal, now)) as Condition;
}

/** The fields that a condition reads, sorted. */
export function fieldsOf(condition: Condition): string[] {
  const fields = new Set<string>();
  const visit = (part: Condition): void => {
    for (const [key, value] of Object.entries(part)) {
      if (key === '$and' || key === '$or') for (const child of value as Condition[]) visit(child);
      else fields.add(key);
    }
  };
  visit(condition);
  return [...fields].sort();
}

/**
 * What is wrong with a condition on a type; empty when nothing is.
 * @param typeOfField the innermost type of a field of the type, null for an object, undefined when there is none
 */
export function checkCondition(
  condition: Condition,
  typeOfField: (field: string) => string | null | undefined,
): readonly string[] {
  const problems: string[] = [];
  const visit = (part: unknown): void => {
    if (!isRecord(part) || Object.keys(part).length === 0) {
      problems.push('a condition is an object that names fields, such as { status: ACTIVE }');
      return;
    }
    for (const [key, value] of Object.entries(part)) {
      if (key === '$and' || key === '$or') {
        if (Array.isArray(value) && value.length > 0) for (const child of value) visit(child);
        else problems.push(`${key} takes a list of conditions`);
      } else if (key.startsWith('$')) {
        problems.push(`${key} is no operator here; between conditions there are $and and $or`);
      } else problems.push(...checkField(key, value, typeOfField(key)));
    }
  };
  visit(condition);
  return problems;
}

function checkField(field: string, test: unknown, type: string | null | undefined): string[] {
  if (type === undefined) return [`there is no field "${field}" on the type`];
  if (type === null) return [`"${field}" is an object; a condition reads fields with plain values`];
  const tests = isRecord(test) ? Object.entries(test) : [['$eq', test] as const];
  return tests.flatMap(([operator, value]) => {
    if (!(operator in operators))
      return [`${operator} is no operator; there are ${Object.keys(operators).join(', ')}`];
    const values = Array.isArray(value) ? value : [value];
    if ((operator === '$in' || operator === '$nin') !== Array.isArray(value))
      return [`${operator} of "${field}" takes ${Array.isArray(value) ? 'one value' : 'a list'}`];
    const problems: string[] = [];
    if (ordering.has(operator) && !ordered.has(type))
      problems.push(`"${field}" is a ${type}, which has no order`);
    if (!ordering.has(operator) && manyForms.has(type) && values.some((one) => one !== null)) {
      problems.push(
        `"${field}" is a ${type}, which writes one value in several ways: compare with $gte and $lte`,
      );
    }
    for (const one of values) {
      if (one !== null && !['string', 'number', 'boolean'].includes(typeof one))
        problems.push(`"${field}" is compared with no plain value`);
      if (typeof one === 'string' && one.startsWith('$') && !variables.has(one))
        problems.push(`${one} is no variable; there are ${[...variables].join(', ')}`);
      if (one === '$now' && type !== 'Instant')
        problems.push(`"${field}" is a ${type}: for a day write $today`);
      if (one === '$today' && type !== 'Date')
        problems.push(`"${field}" is a ${type}: for an instant write $now`);
    }
    return problems;
  });
}

function valuesOf(principal: Principal, now: Date): Readonly<Record<string, unknown>> {
  const department = principal.kind === 'department' ? principal : null;
  // The zone's days begin in Asia/Shanghai, UTC+8 all year.
  const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return {
    $now: now.toISOString(),
    $today: today,
    $purpose: department?.purpose ?? null,
    '$principal.department': department?.department ?? null,
  };
}

function substitute(part: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof part === 'string' && Object.hasOwn(values, part)) return values[part];
  if (Array.isArray(part)) return part.map((item) => substitute(item, values));
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, substitute(value, values)]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
