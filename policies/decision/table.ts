import { createHash } from 'node:crypto';
import type { Agreement, Disclosure, PolicySet } from '../language/set.ts';
import type { Coordinate, Decision, DecisionClass, DecisionTable } from '../vocabulary.ts';
import { isAllowed, isDenied } from '../vocabulary.ts';
import { classOf } from './classes.ts';
import { decideField, decideForAll, decideInput, type Ground } from './decide.ts';
import { allRows, anyRows, type Rows, rowsGiven } from './effect.ts';
import { rowTypes } from './row-types.ts';

/** A table with what more the documents know. */
export interface PolicyTable extends DecisionTable {
  readonly at: Date;
  readonly policies: PolicySet;
  /** How often a decision was asked for, known already or not. */
  readonly timesAsked: () => number;
  /**
   * The rows of a type of which the class may see anything: all, none, or those where the condition holds; of an
   * interface or union, the rows that exist whichever type they are of. Other rows are absent from lists and counts.
   */
  readonly rowsOf: (cls: DecisionClass, typeName: string) => Rows;
  /**
   * The type of a field's rows, if the class may read nothing at all of them: then no row exists for it, and how many
   * there are is not to be told either. Null for any other field, and for what a mutation gives back: it did that itself.
   */
  readonly givesNothingOf: (cls: DecisionClass, field: Coordinate) => string | null;
}

/**
 * The decisions in force at an instant. Decisions are made when first asked for and kept: equal classes get
 * equal decisions, in whatever order they are asked for.
 */
export function compileTable(set: PolicySet, at: Date): PolicyTable {
  const agreements = new Set(
    set.agreements.filter((agreement) => agreement.approved && isInForce(agreement, at)),
  );
  const disclosures = new Set(set.disclosures.filter((disclosure) => isInForce(disclosure, at)));
  const inForce: ReadonlySet<Agreement | Disclosure> = new Set([...disclosures, ...agreements]);
  const derivations = new Map<string, string>();
  for (const agreement of agreements) {
    for (const { target, from } of agreement.derivations) {
      for (const source of from) {
        const edge = `${target} ${source}`;
        if (!derivations.has(edge)) derivations.set(edge, agreement.id);
      }
    }
  }
  const ground: Ground = {
    set,
    at,
    inForce,
    derivation: (target, source) => derivations.get(`${target} ${source}`) ?? null,
  };
  const decisions = new Map<string, Map<Coordinate, Decision>>();
  let timesAsked = 0;
  const decide = (cls: DecisionClass, coordinate: Coordinate): Decision => {
    timesAsked += 1;
    let known = decisions.get(cls.key);
    if (known === undefined) decisions.set(cls.key, (known = new Map<Coordinate, Decision>()));
    const found = known.get(coordinate);
    if (found !== undefined) return found;
    const decision = make(cls, coordinate);
    if (set.coordinates.has(coordinate)) known.set(coordinate, decision);
    return decision;
  };
  const make = (cls: DecisionClass, coordinate: Coordinate): Decision => {
    const facts = set.coordinates.get(coordinate);
    if (coordinate.endsWith('.__typename')) return typename(cls, coordinate);
    if (facts?.kind === 'argument' || facts?.kind === 'input-field') {
      return decideInput(
        ground,
        coordinate,
        facts.reads.map((read) => decide(cls, read)),
      );
    }
    if (facts?.kind === 'interface-field') {
      return decideForAll(
        coordinate,
        onTypes(facts.typeName, facts.fieldName).map((each) => decide(cls, each)),
      );
    }
    const lent = (facts?.lentThrough ?? []).flatMap((name) =>
      onTypes(name, facts?.fieldName ?? ''),
    );
    if (lent.length > 0) {
      return decideForAll(
        coordinate,
        [...new Set([coordinate, ...lent])].map((each) => decideField(ground, cls, each)),
      );
    }
    return decideField(ground, cls, coordinate);
  };
  const onTypes = (name: string, field: string): readonly Coordinate[] =>
    (set.model.possibleTypes.get(name) ?? []).map((type) => `${type}.${field}`);
  const fieldsOf = fieldsByType(set);
  /** A type shows its name to those for whom any field of it exists. */
  const typename = (cls: DecisionClass, coordinate: Coordinate): Decision => {
    const fields = fieldsOf.get(coordinate.slice(0, -'.__typename'.length)) ?? [];
    const shown = fields.some((field) => visible(cls, field));
    return {
      coordinate,
      effect: { allow: shown, mask: null },
      owner: null,
      classification: null,
      steps: [
        {
          step: 6,
          outcome: shown
            ? 'a field of the type exists for this class'
            : 'no field of the type exists for this class',
          names: [],
        },
      ],
      reliesOn: [],
      wouldGrant: [],
      reason: shown
        ? 'The name of a type of which something may be read.'
        : 'There is nothing to read here.',
    };
  };
  const visible = (cls: DecisionClass, coordinate: Coordinate): boolean => {
    const facts = set.coordinates.get(coordinate);
    if (facts === undefined)
      return coordinate.endsWith('.__typename') && isAllowed(decide(cls, coordinate).effect);
    if (facts.kind === 'argument' && !visible(cls, `${facts.typeName}.${facts.fieldName}`))
      return false;
    if (facts.kind === 'argument' || facts.kind === 'input-field')
      return facts.reads.every((read) => visible(cls, read));
    if (facts.kind === 'interface-field') {
      const types = set.model.possibleTypes.get(facts.typeName) ?? [];
      return types.some((type) => visible(cls, `${type}.${facts.fieldName}`));
    }
    if (cls.department === null) return !isDenied(decide(cls, coordinate).effect);
    if (set.ownerOf(coordinate) === cls.department) return true;
    const classification = set.classificationOf(coordinate);
    return classification !== null && classification.sharing !== 'WITHHELD';
  };
  const subjects = new Map<string, string[]>();
  for (const facts of set.coordinates.values()) {
    if (facts.kind !== 'field' || !facts.subject) continue;
    subjects.set(facts.typeName, [...(subjects.get(facts.typeName) ?? []), facts.fieldName].sort());
  }
  const rows = new Map<string, Map<string, Rows>>();
  const rowsFor = (cls: DecisionClass, typeName: string): Rows =>
    allRows(
      (set.model.possibleTypes.get(typeName) ?? [typeName]).map((type) =>
        anyRows((fieldsOf.get(type) ?? []).map((field) => rowsGiven(decide(cls, field).effect))),
      ),
    );
  const rowsOf = (cls: DecisionClass, typeName: string): Rows => {
    let known = rows.get(cls.key);
    if (known === undefined) rows.set(cls.key, (known = new Map<string, Rows>()));
    let found = known.get(typeName);
    if (found === undefined) known.set(typeName, (found = rowsFor(cls, typeName)));
    return found;
  };
  return {
    at,
    policies: set,
    timesAsked: () => timesAsked,
    version: versionOf(set, inForce),
    nextChange: nextChange(set, at),
    classOf: (principal) => classOf(set, principal),
    decide,
    visible,
    subjectFields: (typeName) => subjects.get(typeName) ?? [],
    readsOf: (coordinate) => set.coordinates.get(coordinate)?.reads ?? [],
    derivation: ground.derivation,
    rowsOf,
    givesNothingOf: (cls, field) => {
      const [own = '', ...possible] = rowTypes(set, field);
      const types = possible.length > 0 ? possible : [own];
      const givesNothing =
        set.coordinates.get(field)?.typeName !== 'Mutation' &&
        types.every((type) => fieldsOf.has(type) && rowsOf(cls, type) === false);
      return givesNothing ? own : null;
    },
  };
}

/** Whether an instant lies in the half-open period of a document. */
function isInForce({ effective, expires }: Agreement | Disclosure, at: Date): boolean {
  return effective <= at && (expires === null || at < expires);
}

/** The next instant at which a document begins or ends; null if none does. */
function nextChange({ agreements, disclosures }: PolicySet, at: Date): Date | null {
  const moments = [...agreements, ...disclosures]
    .flatMap(({ effective, expires }) => (expires === null ? [effective] : [effective, expires]))
    .map((moment) => moment.getTime())
    .filter((moment) => moment > at.getTime());
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}

function versionOf({ digest }: PolicySet, inForce: ReadonlySet<Agreement | Disclosure>): string {
  const ids = [...inForce]
    .map((document) =>
      document.kind === 'disclosure' ? [document.id, ...document.unsigned].join(' -') : document.id,
    )
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([digest, ids]))
    .digest('base64url');
}

function fieldsByType({ coordinates }: PolicySet): ReadonlyMap<string, readonly Coordinate[]> {
  const fields = new Map<string, Coordinate[]>();
  for (const { kind, typeName, coordinate } of coordinates.values()) {
    if (kind !== 'field') continue;
    const known = fields.get(typeName);
    if (known === undefined) fields.set(typeName, [coordinate]);
    else known.push(coordinate);
  }
  return fields;
}
