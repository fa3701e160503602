import {
  defaultFieldResolver,
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  isObjectType,
} from 'graphql';
import { isAllowed } from '../../policies/index.ts';
import type { RequestContext } from './context.ts';
import { after, compiled, type Field, type Read, readerOf } from './row.ts';

/** Leaves out rows of a type that do not exist for the principal. */
export function guardRows(field: Field, type: GraphQLObjectType): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const value: unknown = resolve(parent, args, context, info);
    const test = rowTestOf(type, context);
    return test === null ? value : existing(value, (row) => test(readerOf(row)));
  };
}

/**
 * Leaves out, where a field gives an interface or a union, what guardRows leaves out of lists of one type, and
 * everything of a type that does not exist for the principal. What does not say its type is left out too.
 */
export function guardKinds(field: Field, kind: GraphQLAbstractType): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const tests = new Map<string, boolean | ((read: Read) => boolean)>();
    const testOf = (name: string): boolean | ((read: Read) => boolean) => {
      let test = tests.get(name);
      if (test === undefined) {
        const type = info.schema.getType(name);
        const isKnown = isAllowed(context.table.decide(context.cls, `${name}.__typename`).effect);
        test = isObjectType(type) && (isKnown || derives(name, context));
        if (test && isObjectType(type)) test = rowTestOf(type, context) ?? true;
        tests.set(name, test);
      }
      return test;
    };
    const resolveType = kind.resolveType ?? defaultTypeResolver;
    const value: unknown = resolve(parent, args, context, info);
    return existing(value, (row) => {
      const name: unknown = resolveType(row, context, info, kind);
      const test = typeof name === 'string' && testOf(name);
      return typeof test === 'function' ? test(readerOf(row)) : test;
    });
  };
}

/** Rows that exist: others are absent from a list, and null anywhere else. */
function existing(value: unknown, exists: (row: unknown) => boolean): unknown {
  const isThere = (row: unknown): boolean => row == null || Array.isArray(row) || exists(row);
  const left = (found: unknown): unknown => {
    if (Array.isArray(found)) return found.filter(isThere).map(left);
    return isThere(found) ? found : null;
  };
  return after(value, left);
}

/**
 * An entity that does not exist for the principal is none when it is asked for by its key either. What a ticket
 * grants for a derivation is computed from whatever row there is: then its values alone are guarded.
 */
export function guardEntities(field: Field, types: readonly GraphQLObjectType[]): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const tests = new Map<unknown, (read: Read) => boolean>();
    for (const type of types) {
      const test = derives(type.name, context) ? null : rowTestOf(type, context);
      if (test !== null) tests.set(type.name, test);
    }
    const value: unknown = resolve(parent, args, context, info);
    if (tests.size === 0) return value;
    const orNull = (row: unknown): unknown => {
      const read = readerOf(row);
      return tests.get(read('__typename'))?.(read) === false ? null : row;
    };
    return after(value, (found) =>
      Array.isArray(found) ? found.map((row: unknown) => after(row, orNull)) : found,
    );
  };
}

/** Reasons of a ticket that give a value to the gateway alone, for rows that the principal may see. */
const ofTheGateway = new Set(['condition', 'subject', 'key', 'typename']);

/** Whether a ticket grants, for a derivation, values of a type beyond the principal's rights. */
export function derives(typeName: string, { beyond }: RequestContext): boolean {
  return Object.entries(beyond).some(
    ([coordinate, grant]) => coordinate.startsWith(`${typeName}.`) && !ofTheGateway.has(grant),
  );
}

/** The test of whether a row exists for the principal; null when every row does, or when it is another's to test. */
function rowTestOf(
  type: GraphQLObjectType,
  context: RequestContext,
): ((read: Read) => boolean) | null {
  const rows = context.table.rowsOf(context.cls, type.name);
  // Of a type of which the principal sees nothing there is nothing to give but that it is there.
  if (typeof rows === 'boolean') return null;
  const { needs, test } = compiled(rows, context);
  // Another subgraph's rows are that subgraph's to filter: here there is no more of them than a key.
  return needs.every((name) => name in type.getFields()) ? test : null;
}
