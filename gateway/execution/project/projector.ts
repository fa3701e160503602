import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { hiddenAlias } from '../../plan/compiled.ts';
import type { AuthorizedOperation, RowTest } from '../../plan/compiled.ts';
import type { PlanKeys } from '../../plan/keys.ts';
import { isData } from '../data.ts';
import type { Data } from '../data.ts';
import type { ExecutionError } from '../errors.ts';
import { AnswerBytes, prepare } from './answer-bytes.ts';
import { collectFields } from './collect.ts';
import type { CollectedField, Occurrence } from './collect.ts';
import { booleansOf, Flags } from './conditions.ts';
import { compileField } from './field.ts';
import type { WriteField } from './field.ts';
import {
  absent,
  broken,
  holdToBound,
  isExplained,
  report,
  reportNull,
  writeNull,
  written,
} from './projection.ts';
import type { Place, Projection, Write } from './projection.ts';
import { reportInvalid } from './value.ts';

/** What a projector is given for one answer. */
export interface ProjectorInput {
  readonly data: Data | null;
  readonly errors: readonly ExecutionError[];
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The answer with its `data`, and what went wrong in writing it. */
export interface Projected {
  /** JSON as UTF-8, an object of `data` alone. */
  readonly body: Buffer;
  readonly errors: readonly ExecutionError[];
  readonly subjects: ReadonlySet<string>;
}

/** Writes fetched data as the answer that the client asked for. */
export type Projector = (input: ProjectorInput) => Projected;

const BEGIN = prepare('{"data":');
const CLOSE = prepare('}');
const EMPTY = prepare('{}');

/** Answers are written one after the other, never two at once, so that all can be written in one place. */
const out = new AnswerBytes();

/** Compiles the projector of an operation; writers of an abstract type's concrete types are made when first met. */
export function compileProjector(
  operation: AuthorizedOperation,
  schema: GraphQLSchema,
  keys: PlanKeys,
  answerLength: number,
): Projector {
  const { definition, fragments } = definitionsOf(operation.requested);
  const rootType = schema.getRootType(definition.operation);
  if (!rootType) throw new Error(`The schema has no ${definition.operation} type.`);
  const flags = new Flags();
  const isTrue = booleansOf(definition);

  const compileObject = (
    type: GraphQLObjectType,
    occurrences: readonly Occurrence[],
    path: readonly (string | null)[],
  ): WriteField => {
    const applies = (name: string): boolean => {
      if (name === type.name) return true;
      const condition = schema.getType(name);
      return isAbstractType(condition) && schema.isSubType(condition, type);
    };
    const isRoot = path.length === 0;
    const fields = collectFields(occurrences, fragments, applies).map((collected) => ({
      flag: flags.flagOf(collected.alternatives),
      first: prepare(`{"${collected.key}":`),
      next: prepare(`,"${collected.key}":`),
      write: compileCollected(collected, type, path, isRoot),
    }));
    const subjects = operation.subjectFields(type.name).map(hiddenAlias);
    const write = writeObject(fields, subjects);
    const rows = isRoot ? null : operation.rowTestOf(type.name);
    return rows === null ? write : writeExisting(write, rows);
  };

  const compileCollected = (
    { key, field, selections }: CollectedField,
    parent: GraphQLObjectType,
    path: readonly (string | null)[],
    isRoot: boolean,
  ): WriteField => {
    const name = field.name.value;
    if (name === '__typename') {
      const text = prepare(`"${parent.name}"`);
      return (_row, { out }) => {
        out.prepared(text);
        return written;
      };
    }
    if (isRoot && (name === '__schema' || name === '__type'))
      return (_row, { introspection, out }) => {
        out.json(JSON.stringify(introspection[key] ?? null));
        return written;
      };
    const definition = parent.getFields()[name];
    if (!definition) throw new Error(`"${parent.name}.${name}" is not in the schema.`);
    const place: Place = { path: [...path, key], coordinate: `${parent.name}.${name}` };
    const dataKey = keys.keyOf(field);
    const writeRow = compileField(
      dataKey,
      definition.type,
      operation.effectOf(parent.name, name),
      place,
      (type, at) => compileComposite(type, at, selections),
    );
    const write = orNull(writeRow, definition.type, place);
    return isRoot && operation.effectOf(parent.name, name).kind !== 'deny'
      ? neverSilent(write, dataKey, place)
      : write;
  };

  const compileComposite = (
    type: GraphQLCompositeType,
    place: Place,
    selections: readonly Occurrence[],
  ): Write => {
    if (isObjectType(type)) {
      const write = compileObject(type, selections, place.path);
      return (value, projection) => {
        if (isData(value)) return write(value, projection);
        reportInvalid(projection, place, 'an object');
        return broken;
      };
    }
    const byName = new Map<string, WriteField>();
    return (value, projection) => {
      const name = isData(value) ? value.__typename : undefined;
      if (!isData(value) || typeof name !== 'string') {
        reportInvalid(projection, place, 'an object that says its type');
        return broken;
      }
      if (!operation.seesType(name)) return absent;
      let write = byName.get(name);
      if (write === undefined) {
        const concrete = schema.getType(name);
        if (!isObjectType(concrete) || !schema.isSubType(type, concrete)) {
          reportInvalid(projection, place, `an object of a type that "${type.name}" has`);
          return broken;
        }
        byName.set(name, (write = compileObject(concrete, selections, place.path)));
      }
      return write(value, projection);
    };
  };

  const writeRoot = compileObject(rootType, [{ set: definition.selectionSet, conditions: [] }], []);
  return ({ data, errors, variables }) => {
    const projection: Projection = {
      out,
      indices: [],
      flags: flags.evaluate((name) => isTrue(variables, name)),
      errors: [],
      subjects: new Set(),
      denied: new Set(),
      most: answerLength,
      introspection: operation.introspection?.(variables) ?? {},
      fetchErrors: errors,
    };
    // An answer that was given up may have left something.
    out.truncate(0);
    out.prepared(BEGIN);
    const outcome = data === null ? broken : writeRoot(data, projection);
    if (outcome !== written) writeNull(projection);
    out.prepared(CLOSE);
    return { body: out.take(), errors: projection.errors, subjects: projection.subjects };
  };
}

/** A row that does not exist for the principal is absent: nothing of it is written or recorded. */
function writeExisting(write: WriteField, { exists }: RowTest): WriteField {
  return (row, projection) => {
    let isThere: boolean;
    try {
      isThere = exists((field) => row[hiddenAlias(field)]);
    } catch {
      isThere = false;
    }
    return isThere ? write(row, projection) : absent;
  };
}

interface NamedField {
  readonly flag: number;
  /** Its key, with the brace that opens the object. */
  readonly first: Uint8Array;
  /** Its key after another. */
  readonly next: Uint8Array;
  readonly write: WriteField;
}

function writeObject(fields: readonly NamedField[], subjects: readonly string[]): WriteField {
  return (row, projection) => {
    for (const subject of subjects) {
      const value = row[subject];
      if (typeof value === 'string' || typeof value === 'number')
        projection.subjects.add(String(value));
    }
    const { out } = projection;
    const start = out.length;
    for (const { flag, first, next, write } of fields) {
      if (flag >= 0 && !projection.flags.isUp(flag)) continue;
      out.prepared(out.length === start ? first : next);
      if (write(row, projection) !== written) {
        out.truncate(start);
        return broken;
      }
      // After each: an operation may ask for one long text under many aliases.
      holdToBound(projection);
    }
    out.prepared(out.length === start ? EMPTY : CLOSE);
    return written;
  };
}

/** Outside of a list, a row that does not exist for the principal is null. */
function orNull(write: WriteField, type: GraphQLOutputType, place: Place): WriteField {
  if (isLeafType(getNamedType(type))) return write;
  const isRequired = isNonNullType(type);
  return (row, projection) => {
    const outcome = write(row, projection);
    if (outcome !== absent) return outcome;
    if (!isRequired) return writeNull(projection);
    reportNull(projection, place);
    return broken;
  };
}

/** A root field that nothing was fetched for is an error, not a null: the plan has lost it. */
function neverSilent(write: WriteField, key: string, place: Place): WriteField {
  return (row, projection) => {
    if (row[key] === undefined && !isExplained(projection, place))
      report(projection, place, `"${place.coordinate}" was not answered by any subgraph.`, {
        code: 'SUBGRAPH_ERROR',
        coordinate: place.coordinate,
      });
    return write(row, projection);
  };
}

function definitionsOf(document: DocumentNode): {
  definition: OperationDefinitionNode;
  fragments: Map<string, FragmentDefinitionNode>;
} {
  let definition: OperationDefinitionNode | null = null;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    if (node.kind === Kind.OPERATION_DEFINITION) definition = node;
  }
  if (definition === null) throw new Error('The document has no operation.');
  return { definition, fragments };
}
