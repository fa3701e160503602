import { everyClass } from '../decision/classes.ts';
import { describeClass, describeEffect } from '../decision/reason.ts';
import type { PolicyTable } from '../decision/table.ts';
import { type Coordinate, type DecisionClass, isAllowed, isDenied } from '../vocabulary.ts';

/** Who reads a field in full, whatever the row: what can be said without data. */
export interface StaticRequirement {
  readonly scopes: readonly (readonly string[])[];
  readonly policies: readonly (readonly string[])[];
}

/** What a table says that scopes and policies cannot. */
export interface Inexpressible {
  readonly coordinate: Coordinate;
  /** A class, or `everybody`. */
  readonly who: string;
  /** Why it is left closed: `masked with month`, `on rows where …`. */
  readonly what: string;
}

/** The part of a table that needs no data, and what is left out of it. */
export interface StaticPart {
  /** Null when everybody reads it, the public among them. */
  readonly requirementOf: (coordinate: Coordinate) => StaticRequirement | null;
  readonly inexpressible: readonly Inexpressible[];
}

/** Nobody holds it. */
const nobody: StaticRequirement = { scopes: [], policies: [['nobody']] };

/**
 * The static part of a table, for a router that knows scopes and policies only: `department:tax` and `role:analyst`
 * are scopes of a token, `tax/REFUND_REVIEW` is the policy that a request of tax names this purpose, `tax/*` that it
 * names any. Whatever is masked, or given on some rows, is left closed.
 */
export function staticPart(table: PolicyTable): StaticPart {
  const { policies, decide } = table;
  const classes = everyClass(policies);
  const inexpressible: Inexpressible[] = [];
  const requirements = new Map<Coordinate, StaticRequirement | null>();
  for (const facts of policies.coordinates.values()) {
    const { coordinate, kind } = facts;
    if (kind === 'argument' && facts.reads.length > 0) {
      const what = `may be given by who reads ${facts.reads.join(' and ')}`;
      inexpressible.push({ coordinate, who: 'everybody', what });
    }
    if (kind !== 'field') continue;
    const readers = classes.filter((cls) => isAllowed(decide(cls, coordinate).effect));
    for (const cls of classes) {
      const { effect } = decide(cls, coordinate);
      if (isAllowed(effect) || isDenied(effect)) continue;
      inexpressible.push({ coordinate, who: describeClass(cls), what: describeEffect(effect) });
    }
    requirements.set(coordinate, requirementFor(coordinate, readers, table));
  }
  return {
    inexpressible,
    requirementOf: (coordinate) => {
      const own = requirements.get(coordinate);
      return own === undefined ? ofInterface(coordinate, table, requirements) : own;
    },
  };
}

function requirementFor(
  coordinate: Coordinate,
  readers: readonly DecisionClass[],
  { policies }: PolicyTable,
): StaticRequirement | null {
  if (readers.some(({ department }) => department === null)) return null;
  const owner = policies.ownerOf(coordinate);
  const scopes = new Map<string, readonly string[]>();
  const named = new Map<string, readonly string[]>();
  const add = (department: string, roles: readonly string[], policy: string): void => {
    const wanted = [`department:${department}`, ...roles.map((role) => `role:${role}`)];
    scopes.set(wanted.join(' '), wanted);
    named.set(policy, [policy]);
  };
  if (owner !== null) add(owner, [], `${owner}/*`);
  for (const { department, purpose, roles, hasCase } of readers) {
    if (department === null || department === owner || purpose === null) continue;
    add(department, roles, `${department}/${purpose}${hasCase ? '/case' : ''}`);
  }
  if (scopes.size === 0) return nobody;
  return { scopes: minimal([...scopes.values()]), policies: [...named.values()] };
}

/** Without alternatives that ask for more than another does. */
function minimal(alternatives: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return alternatives.filter(
    (wide) =>
      !alternatives.some(
        (narrow) => narrow.length < wide.length && narrow.every((scope) => wide.includes(scope)),
      ),
  );
}

/** A field of an interface requires what it requires on every type, if that is one thing; else a router asks for fragments. */
function ofInterface(
  coordinate: Coordinate,
  { policies }: PolicyTable,
  requirements: ReadonlyMap<Coordinate, StaticRequirement | null>,
): StaticRequirement | null {
  const facts = policies.coordinates.get(coordinate);
  if (facts === undefined) return null;
  const types = policies.model.possibleTypes.get(facts.typeName) ?? [];
  const [first = null, ...others] = types.map(
    (type) => requirements.get(`${type}.${facts.fieldName}`) ?? null,
  );
  const isOne = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return isOne ? first : null;
}
