import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  parse,
  validate,
} from 'graphql';

/** An operation over a schema, and values of its variables. */
export interface RandomOperation {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** `Type.field` with the `Type.field(argument:)` that are given there, of object types. */
  readonly given: readonly (readonly [field: string, argument: string])[];
}

/** What a generator needs to know of the data. */
export interface Vocabulary {
  /** A value of an argument or input field by its name, or of a scalar by its type's; undefined for none. */
  readonly valueOf: (name: string, type: string, draw: Draw) => unknown;
  /** Names for `__type`, such as of types that are hidden. */
  readonly typeNames: readonly string[];
  /** One of how many arguments that need not be given is given. */
  readonly oneArgumentOf: number;
  /** Whether a field is worth more than others. */
  readonly isSought: (typeName: string, field: string) => boolean;
  /** One of how many fields is any, and not one that is sought. */
  readonly oneAnyOf: number;
}

/** Draws the next choice: a number below the limit. */
type Draw = (limit: number) => number;

interface Node {
  readonly type: GraphQLNamedType;
  readonly depth: number;
  readonly parts: Part[];
}

type Part =
  | {
      readonly field: string;
      readonly alias: string | null;
      readonly rest: string;
      readonly node: Node | null;
    }
  | {
      readonly on: string | null;
      readonly isNamed: boolean;
      readonly rest: string;
      readonly node: Node;
    };

const deepest = 8;

/**
 * An operation that grows at random places, as many parts as there are numbers: fields under their own names, other
 * names and the names of other fields; fragments with and without names, on types, interfaces and unions; arguments
 * as literals, variables, variables without value, with a default, within lists and input objects; `@skip` and
 * `@include`; mutations; introspection.
 */
export function randomOperation(
  schema: GraphQLSchema,
  numbers: readonly number[],
  vocabulary: Vocabulary,
): RandomOperation {
  let at = 0;
  const draw: Draw = (limit) => {
    at += 1;
    // The position is mixed in: a short list does not repeat itself.
    return ((numbers[at % numbers.length] ?? 0) + 7 * at) % limit;
  };
  const variables = new Map<string, unknown>();
  const declared: string[] = [];
  const given: [string, string][] = [];
  const mutation = schema.getMutationType();
  const isMutation = mutation != null && draw(12) === 0;
  const rootType = isMutation ? mutation : schema.getQueryType();
  if (!rootType) throw new Error('The schema has no queries.');

  const declare = (type: string, value: unknown, literal: string | null): string => {
    const name = `v${declared.length}`;
    const isNullable = !type.endsWith('!');
    if (isNullable && literal !== null && draw(2) === 0) {
      declared.push(`$${name}: ${type} = ${literal}`);
      variables.delete(name);
    } else {
      declared.push(`$${name}: ${type}`);
      variables.set(name, value);
    }
    return `$${name}`;
  };

  /** Takes back the variables of what cannot be written after all. */
  const forget = (before: number): void => {
    declared.length = before;
  };

  /** A value as it is written, with variables in any place of it; null if there is none. */
  const write = (
    type: GraphQLInputType,
    name: string,
    depth = 0,
    mayVary = true,
  ): Written | null => {
    const isVariable = mayVary && draw(3) === 0;
    const before = declared.length;
    const plain = writePlain(type, name, depth, mayVary && !isVariable);
    if (plain === null) forget(before);
    if (plain === null || !isVariable) return plain;
    return { ...plain, text: declare(String(type), plain.value, plain.text) };
  };
  const writePlain = (
    type: GraphQLInputType,
    name: string,
    depth: number,
    mayVary: boolean,
  ): Written | null => {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const item = write(nullable.ofType, name, depth, mayVary);
      return item === null ? null : { text: `[${item.text}]`, value: [item.value] };
    }
    if (isInputObjectType(nullable)) {
      const written: [string, Written][] = [];
      for (const field of Object.values(nullable.getFields())) {
        const isRequired = isRequiredInputField(field);
        if (!isRequired && (depth > 2 || draw(vocabulary.oneArgumentOf) > 0)) continue;
        const value = write(field.type, field.name, depth + 1, mayVary);
        if (value === null && isRequired) return null;
        if (value !== null) written.push([field.name, value]);
      }
      return {
        text: `{ ${written.map(([key, { text }]) => `${key}: ${text}`).join(', ')} }`,
        value: Object.fromEntries(written.map(([key, { value }]) => [key, value])),
      };
    }
    if (isEnumType(nullable)) {
      const names = nullable.getValues().map((value) => value.name);
      const value = names[draw(names.length)] ?? '';
      return { text: value, value };
    }
    const value = vocabulary.valueOf(name, getNamedType(type).name, draw);
    return value === undefined ? null : { text: JSON.stringify(value), value };
  };

  const argumentsOf = (parent: string, field: GraphQLField<unknown, unknown>): string | null => {
    const written: string[] = [];
    const before = declared.length;
    for (const argument of field.args) {
      if (!isGiven(argument)) continue;
      const value = write(argument.type, argument.name);
      if (value === null && isRequiredArgument(argument)) {
        forget(before);
        return null;
      }
      if (value === null) continue;
      written.push(`${argument.name}: ${value.text}`);
      given.push([`${parent}.${field.name}`, `${parent}.${field.name}(${argument.name}:)`]);
    }
    return written.length === 0 ? '' : `(${written.join(', ')})`;
  };
  const isGiven = (argument: GraphQLArgument): boolean =>
    isRequiredArgument(argument) ||
    argument.name === 'first' ||
    draw(vocabulary.oneArgumentOf) === 0;

  const condition = (): string => {
    const isTrue = draw(2) === 0;
    switch (draw(14)) {
      case 0:
        return ` @include(if: ${isTrue || draw(2) === 0})`;
      case 1:
        return ` @skip(if: ${!isTrue && draw(2) === 0})`;
      case 2:
        return ` @include(if: ${declare('Boolean!', isTrue, null)})`;
      case 3:
        return ` @skip(if: ${declare('Boolean!', isTrue, null)})`;
      default:
        return '';
    }
  };

  const root: Node = { type: rootType, depth: 0, parts: [] };
  const open: Node[] = [root];
  for (const number of numbers) {
    const parent = open[number % open.length] ?? root;
    // A mutation changes one thing at a time.
    if (isMutation && parent === root && root.parts.length > 0) continue;
    const grown =
      draw(isUnionType(parent.type) ? 1 : 6) === 0 ? growFragment(parent) : growField(parent);
    if (grown !== null && grown.node !== null) open.push(grown.node);
    if (grown !== null) parent.parts.push(grown);
  }

  function growFragment(parent: Node): Part | null {
    const types = isAbstractType(parent.type) ? [...schema.getPossibleTypes(parent.type)] : [];
    const kinds = [...types, parent.type, ...types.flatMap((type) => type.getInterfaces())];
    const on = kinds[draw(kinds.length)] ?? parent.type;
    const node = { type: on, depth: parent.depth, parts: [] };
    const isBare = on === parent.type && draw(3) === 0;
    return { on: isBare ? null : on.name, isNamed: draw(2) === 0, rest: condition(), node };
  }

  function growField({ type, depth }: Node): Part | null {
    if (!isObjectType(type) && !isInterfaceType(type)) return null;
    const fields = Object.values(type.getFields());
    const sought = fields.filter(({ name }) => vocabulary.isSought(type.name, name));
    const pool = sought.length === 0 || draw(vocabulary.oneAnyOf) === 0 ? fields : sought;
    const field = pool[draw(pool.length)];
    if (field === undefined) return null;
    const named = getNamedType(field.type);
    const isComposite = isCompositeType(named);
    if (isComposite && depth >= deepest) return null;
    const written = argumentsOf(isObjectType(type) ? type.name : '', field);
    if (written === null) return null;
    const other = fields[draw(fields.length)]?.name ?? null;
    return {
      field: field.name,
      alias: [null, null, null, other, `a${draw(4)}`][draw(5)] ?? null,
      rest: written + condition(),
      node: isComposite ? { type: named, depth: depth + 1, parts: [] } : null,
    };
  }

  const finish = (isAliased: boolean): string => {
    const fragments: string[] = [];
    let count = 0;
    const writeNode = (node: Node): string => {
      const parts = node.parts.map((part): string => {
        if ('field' in part) {
          count += 1;
          const alias = isAliased ? part.alias : `k${count}`;
          const inner = part.node === null ? '' : ` ${writeNode(part.node)}`;
          return `${alias === null ? '' : `${alias}: `}${part.field}${part.rest}${inner}`;
        }
        const inner = writeNode(part.node);
        if (!part.isNamed || part.on === null) {
          return `...${part.on === null ? '' : ` on ${part.on}`}${part.rest} ${inner}`;
        }
        const name = `F${fragments.length}`;
        fragments.push(`fragment ${name} on ${part.on} ${inner}`);
        return `...${name}${part.rest} ...${name}`;
      });
      if (parts.length === 0 || isUnionType(node.type) || node.depth % 3 === 1) {
        parts.unshift('__typename');
      }
      return `{ ${parts.join(' ')} }`;
    };
    const body = writeNode(root);
    const names = vocabulary.typeNames;
    const looked =
      isMutation || names.length === 0 || draw(4) > 0
        ? ''
        : introspect(names[draw(names.length)] ?? '');
    const head = declared.length === 0 ? '' : `(${declared.join(', ')})`;
    return [
      `${isMutation ? 'mutation' : 'query'} Q${head} ${body.slice(0, -1)}${looked}}`,
      ...fragments,
    ].join(' ');
  };
  const clashing = finish(true);
  const isValid = validate(schema, parse(clashing)).length === 0;
  return {
    source: isValid ? clashing : finish(false),
    variables: Object.fromEntries(variables),
    given,
  };
}

interface Written {
  readonly text: string;
  readonly value: unknown;
}

function introspect(name: string): string {
  return `x: __type(name: "${name}") { name fields { name args { name } } inputFields { name } enumValues { name } possibleTypes { name } } `;
}
