import { narrow } from '../narrow.ts';
import type { RequiredSelection, Rewrite } from '../plan/plan-nodes.ts';
import { isData } from './data.ts';
import type { Data } from './data.ts';
import { isPlain, jsonText, quote } from './text.ts';
import type { TypeTest } from './types.ts';

/** How entities of one concrete type are represented. */
export interface Shape {
  /** The representation as JSON text; null if the entity lacks something that the representation needs. */
  readonly write: Write;
  /** The fields beside `__typename` in which two representations can differ; null if one of them has fields of its own. */
  readonly leaves: readonly string[] | null;
}

/** How an entity is represented, by its type; null if it says none, or one that is not asked for. */
export type Represent = (entity: Data) => Shape | null;

type Write = (entity: Data) => string | null;

/**
 * Compiles the selection that makes a representation. Fragments are resolved once for each concrete type.
 * `rewrites` are those of the plan's fetch: they give an interface object the name by which its subgraph knows it.
 */
export function compileRepresentation(
  requires: readonly RequiredSelection[],
  rewrites: readonly Rewrite[],
  isSubtype: TypeTest,
): Represent {
  const byType = new Map<string, Shape | null>();
  return (entity) => {
    const typeName = entity.__typename;
    if (typeof typeName !== 'string') return null;
    let shape = byType.get(typeName);
    if (shape === undefined) {
      const fields = collect(requires, typeName, isSubtype);
      shape = fields.has('__typename')
        ? { write: writeObject(fields, typeName, rewrites, isSubtype), leaves: leavesOf(fields) }
        : null;
      // Bounded by the types of the schema: any other name matches no fragment of the selection.
      if (byType.size < 1000) byType.set(typeName, shape);
    }
    return shape;
  };
}

/**
 * The fields of a type's representation: by the key under which the data has each, that of the representation. Null if
 * one of them has fields of its own, or there are none.
 */
export function requiredLeaves(
  requires: readonly RequiredSelection[],
  typeName: string,
  isSubtype: TypeTest,
): ReadonlyMap<string, string> | null {
  const fields = collect(requires, typeName, isSubtype);
  if (fields.size === 0 || leavesOf(fields) === null) return null;
  return new Map([...fields.values()].map(({ key, as }) => [key, as]));
}

function leavesOf(fields: Fields): readonly string[] | null {
  const differing = [...fields.values()].filter(({ key }) => key !== '__typename');
  return differing.every(({ selections }) => selections.length === 0)
    ? differing.map(({ key }) => key)
    : null;
}

interface RequiredField {
  readonly key: string;
  readonly as: string;
  readonly selections: RequiredSelection[];
}

type Fields = Map<string, RequiredField>;

function collect(
  selections: readonly RequiredSelection[],
  typeName: string | null,
  isSubtype: TypeTest,
): Fields {
  const fields: Fields = new Map();
  collectInto(fields, selections, typeName, isSubtype);
  return fields;
}

function collectInto(
  fields: Fields,
  selections: readonly RequiredSelection[],
  typeName: string | null,
  isSubtype: TypeTest,
): void {
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const key = selection.alias ?? selection.name;
      const field = fields.get(key) ?? { key, as: selection.as ?? key, selections: [] };
      field.selections.push(...(selection.selections ?? []));
      fields.set(key, field);
    } else if (
      selection.typeCondition === undefined ||
      (typeName !== null && isSubtype(typeName, selection.typeCondition))
    ) {
      collectInto(fields, selection.selections, typeName, isSubtype);
    }
  }
}

interface Part {
  readonly key: string;
  readonly isLeaf: boolean;
  /** What stands before its value. */
  readonly prefix: string;
  readonly write: Write;
}

function writeObject(
  fields: Fields,
  typeName: string | null,
  rewrites: readonly Rewrite[],
  isSubtype: TypeTest,
): Write {
  const named = typeName === null ? null : nameFor(typeName, rewrites, isSubtype);
  const parts: Part[] = [];
  // What is the same for every entity, up to the next value that is not.
  let constant = '{';
  for (const { key, as, selections: nested } of fields.values()) {
    constant += `${constant === '{' && parts.length === 0 ? '' : ','}${quote(as)}:`;
    if (key === '__typename' && named !== null) {
      constant += quote(named);
      continue;
    }
    const write = nested.length === 0 ? jsonText : writeComposite(nested, isSubtype);
    const writeField = (entity: Data): string | null => {
      const value = entity[key];
      return value === undefined ? null : write(value);
    };
    parts.push({ key, isLeaf: nested.length === 0, prefix: narrow(constant), write: writeField });
    constant = '';
  }
  const end = narrow(`${constant}}`);
  const write: Write = (entity) => {
    let text = '';
    for (const { prefix, write } of parts) {
      const piece = write(entity);
      if (piece === null) return null;
      text += prefix + piece;
    }
    return text + end;
  };
  const [only] = parts;
  return parts.length === 1 && only?.isLeaf === true ? writeOnly(only, end, write) : write;
}

/** Writes an object of which one value is its own, most often a plain key, in as few pieces as can be. */
function writeOnly({ key, prefix }: Part, end: string, write: Write): Write {
  const [before, after] = [narrow(`${prefix}"`), narrow(`"${end}`)];
  return (entity) => {
    const value = entity[key];
    return typeof value === 'string' && isPlain(value) ? before + value + after : write(entity);
  };
}

function writeComposite(
  selections: readonly RequiredSelection[],
  isSubtype: TypeTest,
): (value: unknown) => string | null {
  const byType = new Map<string | null, Write>();
  const write = (value: unknown): string | null => {
    if (Array.isArray(value)) {
      const texts: string[] = [];
      for (const element of value) {
        const text = write(element);
        if (text === null) return null;
        texts.push(text);
      }
      return `[${texts.join(',')}]`;
    }
    if (value === null) return 'null';
    if (!isData(value)) return null;
    const named = value.__typename;
    const typeName = typeof named === 'string' ? named : null;
    let represent = byType.get(typeName);
    if (represent === undefined) {
      represent = writeObject(collect(selections, typeName, isSubtype), typeName, [], isSubtype);
      if (byType.size < 1000) byType.set(typeName, represent);
    }
    return represent(value);
  };
  return write;
}

/** The name by which the subgraph of a fetch knows a type. */
function nameFor(typeName: string, rewrites: readonly Rewrite[], isSubtype: TypeTest): string {
  let name = typeName;
  for (const rewrite of rewrites) {
    const [condition, last, ...more] =
      rewrite.path.length === 1 ? [null, ...rewrite.path] : rewrite.path;
    const isTypename = rewrite.kind === 'ValueSetter' && last === '__typename' && more.length === 0;
    // The planner writes no other input rewrite; if it ever does, a wrong representation must not be sent.
    if (!isTypename || typeof rewrite.setValueTo !== 'string')
      throw new Error(`Unknown input rewrite in a query plan: ${JSON.stringify(rewrite)}`);
    const type = condition?.startsWith('... on ') ? condition.slice('... on '.length) : null;
    if (type === null || isSubtype(name, type)) name = rewrite.setValueTo;
  }
  return name;
}
