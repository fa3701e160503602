import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { RequestRefused } from '../errors.ts';
import { exceeded } from './exceeded.ts';

/** What one operation may be, before anything is planned. */
export interface ComplexityLimits {
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Brackets within brackets, of the document and of the variables. */
  readonly nesting: number;
  /** Levels of fields below the root. */
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  /** Fields, counted wherever a fragment spreads them. */
  readonly fields: number;
  /** Spreads of named fragments, counted wherever a fragment spreads them. */
  readonly spreads: number;
  /** Fields under one response key in one place: validation compares each with each. */
  readonly repeats: number;
  readonly directives: number;
  readonly directivesPerField: number;
  /** Variables that the operation declares. */
  readonly variables: number;
  /** Cost by `@cost` and `@listSize`. */
  readonly cost: number;
  /** How long a list is taken to be of which `@listSize` says nothing. */
  readonly listSize: number;
}

/** Limits that a person's query never meets and a machine's seldom does. */
export const defaultComplexity = {
  tokens: 5_000,
  nesting: 100,
  depth: 20,
  rootFields: 20,
  aliases: 100,
  fields: 2_000,
  spreads: 500,
  repeats: 200,
  directives: 200,
  directivesPerField: 8,
  variables: 100,
  cost: 1_000_000,
  listSize: 10,
} as const satisfies ComplexityLimits;

/** The other words for what is counted, for the refusal. */
const counted = {
  rootFields: 'fields at the root',
  aliases: 'aliases',
  fields: 'fields, fragments counted where they are spread',
  spreads: 'spreads of fragments, each counted where it is spread',
  directives: 'directives',
} as const;

/**
 * The first limit that an operation, or another definition beside it, passes; null when none. Nothing is walked further
 * than a limit allows, so that it takes no longer for fragments that spread each other without end.
 */
export function checkComplexity(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limits: ComplexityLimits,
): RequestRefused | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const reached = new Set<string>();
  // Validation reads the definitions that do not run as well.
  const others = document.definitions.filter((definition) => definition !== operation);
  for (const definition of [operation, ...others]) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const { length } = definition.variableDefinitions ?? [];
      if (length > limits.variables) {
        return exceeded('variables', limits.variables, length, 'variables');
      }
    } else if (definition.kind !== Kind.FRAGMENT_DEFINITION || reached.has(definition.name.value)) {
      continue;
    }
    const count = new Count(fragments, limits, reached);
    const depth = definition.kind === Kind.OPERATION_DEFINITION ? 1 : 2;
    const excess =
      count.directives(definition.directives ?? []) ?? count.all(definition.selectionSet, depth);
    if (excess !== null) return excess;
  }
  return null;
}

/** How often response keys stand in one place, and in the places below. */
interface Repeats {
  readonly times: Map<string, number>;
  readonly below: Map<string, Repeats>;
}

/** What was counted of one definition. Each method gives the first limit that is passed. */
class Count {
  readonly #counts = { rootFields: 0, aliases: 0, fields: 0, spreads: 0, directives: 0 };
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #limits: ComplexityLimits;
  readonly #reached: Set<string>;
  readonly #within = new Set<string>();

  constructor(
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    limits: ComplexityLimits,
    reached: Set<string>,
  ) {
    this.#fragments = fragments;
    this.#limits = limits;
    this.#reached = reached;
  }

  all(set: SelectionSetNode, depth: number, place: Repeats = noRepeats()): RequestRefused | null {
    for (const selection of set.selections) {
      const excess =
        this.directives(selection.directives ?? []) ?? this.#one(selection, depth, place);
      if (excess !== null) return excess;
    }
    return null;
  }

  directives(given: readonly DirectiveNode[]): RequestRefused | null {
    const { directivesPerField: most } = this.#limits;
    if (given.length > most) {
      return exceeded('directivesPerField', most, given.length, 'directives at one place');
    }
    return this.#add('directives', given.length);
  }

  #one(selection: SelectionNode, depth: number, place: Repeats): RequestRefused | null {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.#field(selection, depth, place);
      case Kind.INLINE_FRAGMENT:
        return this.all(selection.selectionSet, depth, place);
      case Kind.FRAGMENT_SPREAD: {
        const excess = this.#add('spreads', 1);
        if (excess !== null) return excess;
        const name = selection.name.value;
        const fragment = this.#fragments.get(name);
        // A cycle is validation's to report.
        if (fragment === undefined || this.#within.has(name)) return null;
        this.#reached.add(name);
        this.#within.add(name);
        const inside = this.all(fragment.selectionSet, depth, place);
        this.#within.delete(name);
        return inside;
      }
    }
  }

  #field(field: FieldNode, depth: number, place: Repeats): RequestRefused | null {
    const { depth: deepest, repeats } = this.#limits;
    if (depth > deepest) return exceeded('depth', deepest, depth, 'levels of fields');
    const excess =
      this.#add('fields', 1) ??
      this.#add('rootFields', depth === 1 ? 1 : 0) ??
      this.#add('aliases', field.alias === undefined ? 0 : 1);
    if (excess !== null) return excess;
    const key = (field.alias ?? field.name).value;
    const times = (place.times.get(key) ?? 0) + 1;
    place.times.set(key, times);
    if (times > repeats) {
      return exceeded('repeats', repeats, times, `times "${key}" in one place`);
    }
    if (field.selectionSet === undefined) return null;
    let below = place.below.get(key);
    if (below === undefined) place.below.set(key, (below = noRepeats()));
    return this.all(field.selectionSet, depth + 1, below);
  }

  #add(name: keyof typeof counted, more: number): RequestRefused | null {
    this.#counts[name] += more;
    const asked = this.#counts[name];
    const most = this.#limits[name];
    return asked > most ? exceeded(name, most, asked, counted[name]) : null;
  }
}

function noRepeats(): Repeats {
  return { times: new Map(), below: new Map() };
}
