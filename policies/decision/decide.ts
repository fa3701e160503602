import { formatPlace } from '../language/fault.ts';
import type { Agreement, Disclosure, PolicySet, Rule } from '../language/set.ts';
import type {
  Coordinate,
  Decision,
  DecisionClass,
  DecisionStep,
  DepartmentId,
  Effect,
} from '../vocabulary.ts';
import { isAllowed } from '../vocabulary.ts';
import { fieldsOf } from './condition.ts';
import { allowed, denied, joinEffects, meetEffects } from './effect.ts';
import { parseMask } from './mask.ts';
import { allowReason, closeness, denialReason, describeEffect } from './reason.ts';
import { directSources, uncoveredEdges } from './sources.ts';

/** What decisions are made from. */
export interface Ground {
  readonly set: PolicySet;
  readonly at: Date;
  readonly inForce: ReadonlySet<Agreement | Disclosure>;
  readonly derivation: (target: Coordinate, source: Coordinate) => string | null;
}

/** What the first five steps say, before the sources are looked at. */
interface Direct {
  readonly effect: Effect;
  readonly steps: readonly DecisionStep[];
  readonly reliesOn: readonly string[];
}

/** Decides a field of an object type, by the six steps. */
export function decideField(ground: Ground, cls: DecisionClass, coordinate: Coordinate): Decision {
  const { set, derivation } = ground;
  const owner = set.ownerOf(coordinate);
  const direct = decideDirectly(ground, cls, coordinate, owner);
  const edges = uncoveredEdges(set, derivation, coordinate);
  const covering = directSources(set, coordinate).flatMap(
    (source) => derivation(coordinate, source) ?? [],
  );
  const sources = edges.map(({ target, source }) => ({
    target,
    source,
    direct: decideDirectly(ground, cls, source, set.ownerOf(source)),
  }));
  const effect =
    sources.length === 0
      ? direct.effect
      : met(
          set,
          coordinate,
          direct.effect,
          sources.map(({ source, direct: found }) => ({ source, effect: found.effect })),
        );
  const steps: DecisionStep[] = [
    ...direct.steps,
    ...covering.map((agreement) => ({
      step: 6,
      outcome: `${agreement} permits the derivation`,
      names: [],
    })),
    ...sources.map(({ target, source, direct: found }) => ({
      step: 6,
      outcome: `${target} is computed from ${source}, which this class gets ${describeEffect(found.effect)}`,
      names: [target, source, ...conditionFields(found.effect, source)],
    })),
  ];
  const given = effect.allow !== false || effect.mask !== null;
  const reliesOn = given
    ? [
        ...new Set([
          ...direct.reliesOn,
          ...covering,
          ...sources.flatMap(({ direct: found }) => found.reliesOn),
        ]),
      ].sort()
    : [];
  const wouldGrant = isAllowed(effect) ? [] : granting(ground, cls, coordinate, owner);
  const limiting = sources.find(({ direct: found }) => !isAllowed(found.effect))?.source ?? null;
  return {
    coordinate,
    effect,
    owner,
    classification: set.classificationOf(coordinate),
    steps,
    reliesOn,
    wouldGrant: wouldGrant.map(({ id }) => id),
    reason: given
      ? allowReason(effect, owner, cls, reliesOn)
      : denialReason({
          cls,
          coordinate,
          owner,
          set,
          at: ground.at,
          wouldGrant,
          limiting,
          direct: direct.effect,
        }),
  };
}

/**
 * Decides a field for several types alike: what each of them gives. A field of an interface stands for all its types,
 * and who resolves one for an interface without knowing its types (`@interfaceObject`) cannot give it on some of them.
 */
export function decideForAll(coordinate: Coordinate, onTypes: readonly Decision[]): Decision {
  const least = onTypes.find(({ effect }) => !isAllowed(effect)) ?? onTypes[0];
  const owners = new Set(onTypes.map(({ owner }) => owner));
  return {
    coordinate,
    effect: onTypes.length === 0 ? denied : meetEffects(onTypes.map(({ effect }) => effect)),
    owner: owners.size === 1 ? (least?.owner ?? null) : null,
    classification: least?.classification ?? null,
    steps: onTypes.flatMap(({ steps }) => steps),
    reliesOn: [...new Set(onTypes.flatMap(({ reliesOn }) => reliesOn))].sort(),
    wouldGrant: least?.wouldGrant ?? [],
    reason: least?.reason ?? 'No type implements the interface.',
  };
}

/** Decides an argument or an input field: every coordinate that it reads must be allowed, unmasked on every row. */
export function decideInput(
  { set }: Ground,
  coordinate: Coordinate,
  reads: readonly Decision[],
): Decision {
  const barring = reads.find(({ effect }) => !isAllowed(effect));
  return {
    coordinate,
    effect: barring === undefined ? allowed : denied,
    owner: set.ownerOf(coordinate),
    classification: null,
    steps:
      reads.length === 0
        ? [
            {
              step: 6,
              outcome: 'it reads nothing: whoever may ask for the field may give it',
              names: [],
            },
          ]
        : reads.map((read) => ({
            step: 6,
            outcome: `it reads ${read.coordinate}, which this class gets ${describeEffect(read.effect)}`,
            names: [read.coordinate, ...conditionFields(read.effect, read.coordinate)],
          })),
    reliesOn:
      barring === undefined ? [...new Set(reads.flatMap(({ reliesOn }) => reliesOn))].sort() : [],
    wouldGrant: barring?.wouldGrant ?? [],
    reason:
      barring === undefined
        ? 'Everything that it reads may be read.'
        : `An answer would let the caller infer ${barring.coordinate}, which is not given in full. ${barring.reason}`,
  };
}

function decideDirectly(
  ground: Ground,
  cls: DecisionClass,
  coordinate: Coordinate,
  owner: DepartmentId | null,
): Direct {
  const { set } = ground;
  const owns = owner !== null && owner === cls.department;
  const classification = set.classificationOf(coordinate);
  const stated = set.classifiedAt(coordinate);
  const source = stated === null ? {} : { source: formatPlace(stated) };
  const end = (step: number, outcome: string, effect: Effect, place = source): Direct => ({
    effect,
    steps: [{ step, outcome, names: [], ...place }],
    reliesOn: [],
  });
  if (classification === null) {
    const outcome = owns
      ? `nothing classifies it, and ${owner} owns it: allow`
      : 'nothing classifies it: deny';
    return end(1, outcome, owns ? allowed : denied);
  }
  if (owns) return end(2, `${owner} owns it: allow`, allowed);
  if (classification.sharing === 'WITHHELD') return end(3, 'it is WITHHELD: deny', denied);
  if (cls.department !== null && cls.purpose === null) {
    return end(
      4,
      `${cls.department} may not use the purpose named: nothing beyond its own`,
      denied,
      {},
    );
  }
  const isOpen = classification.sharing === 'UNCONDITIONAL' && cls.department !== null;
  const rules = (set.rules.get(coordinate) ?? []).filter(
    (rule) => ground.inForce.has(rule.by) && applies(rule, cls, owner),
  );
  const steps: DecisionStep[] = [
    ...(isOpen
      ? [
          {
            step: 4,
            outcome: 'it is UNCONDITIONAL: allow for every department',
            names: [],
            ...source,
          },
        ]
      : []),
    ...rules.map(({ by, grant }) => ({
      step: 4,
      outcome: `the ${by.kind} ${by.id} gives it ${describeEffect(grant.effect)}`,
      names: conditionFields(grant.effect, coordinate),
      source: formatPlace(grant.place),
    })),
  ];
  if (steps.length === 0) return end(5, 'nothing applies: deny', denied, {});
  if (isOpen) return { effect: allowed, steps, reliesOn: [] };
  const effect = joinEffects(rules.map(({ grant }) => grant.effect));
  const carrying =
    isAllowed(effect) && rules.some(({ grant }) => isAllowed(grant.effect))
      ? rules.filter(({ grant }) => isAllowed(grant.effect))
      : rules;
  return { effect, steps, reliesOn: [...new Set(carrying.map(({ by }) => by.id))].sort() };
}

/** The coordinates that the conditions of an effect read: fields of the coordinate's own type. */
function conditionFields({ allow, mask }: Effect, coordinate: Coordinate): Coordinate[] {
  const typeName = coordinate.slice(0, coordinate.indexOf('.'));
  return [allow, mask?.when ?? true].flatMap((rows) =>
    typeof rows === 'boolean' ? [] : fieldsOf(rows).map((field) => `${typeName}.${field}`),
  );
}

/** Whether a rule speaks to a class at all; whether it is in force is another question. */
function applies({ by, grant }: Rule, cls: DecisionClass, owner: DepartmentId | null): boolean {
  if (by.kind === 'disclosure') return true;
  return (
    by.provider === owner &&
    by.recipient === cls.department &&
    cls.purpose !== null &&
    by.purposes.includes(cls.purpose) &&
    (by.roles === null || by.roles.some((role) => cls.roles.includes(role))) &&
    (!grant.requiresCase || cls.hasCase)
  );
}

/** Agreements to the class's department that give more than it has now: for another purpose, role, time, or with a case. */
function granting(
  { set, inForce, at }: Ground,
  cls: DecisionClass,
  coordinate: Coordinate,
  owner: DepartmentId | null,
): readonly Agreement[] {
  const found = new Set<Agreement>();
  for (const rule of set.rules.get(coordinate) ?? []) {
    const { by } = rule;
    if (by.kind !== 'agreement' || by.provider !== owner || by.recipient !== cls.department)
      continue;
    if (!(inForce.has(by) && applies(rule, cls, owner))) found.add(by);
  }
  return [...found].sort(
    (a, b) => closeness(a, cls, at) - closeness(b, cls, at) || (a.id < b.id ? -1 : 1),
  );
}

/**
 * The meet with the sources. A condition speaks of rows of its own type: from another type's row it cannot be
 * evaluated, so it denies; a mask that does not fit the derived field's type gives nothing either.
 */
function met(
  set: PolicySet,
  coordinate: Coordinate,
  own: Effect,
  sources: readonly { readonly source: Coordinate; readonly effect: Effect }[],
): Effect {
  const facts = set.coordinates.get(coordinate);
  const here = sources.map(({ source, effect }) => {
    const sameType = set.coordinates.get(source)?.typeName === facts?.typeName;
    return sameType ? effect : withoutConditions(effect);
  });
  const meet = meetEffects([own, ...here]);
  if (meet.mask === null || own.mask?.name === meet.mask.name) return meet;
  const parsed = parseMask(meet.mask.name);
  const fits =
    typeof parsed !== 'string' &&
    [facts?.namedType, '*'].some((type) => parsed.mask.fits.includes(type ?? ''));
  return fits ? meet : { allow: meet.allow, mask: null };
}

function withoutConditions({ allow, mask }: Effect): Effect {
  return { allow: allow === true, mask: mask?.when === true ? mask : null };
}
