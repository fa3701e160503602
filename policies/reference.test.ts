import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  type Agreement,
  compileTable,
  type DecisionClass,
  type Disclosure,
  everyClass,
  isAllowed,
  isDenied,
  loadPolicies,
  type PolicySet,
} from './index.ts';

/** Documents that give anything at an instant. */
type Standing = Pick<PolicySet, 'agreements' | 'disclosures'>;

/** What a reader gets of a field, at its plainest: all, nothing, or something between. */
type Outcome = 'all' | 'some' | 'none';

const supergraph = await readFile(
  fileURLToPath(new URL('../schema/generated/supergraph.graphql', import.meta.url)),
  'utf8',
);
const shipped = await loadPolicies(fileURLToPath(new URL('.', import.meta.url)), supergraph, {
  kind: 'as-written',
});

/**
 * The decision procedure written down as plainly as it can be, from its six steps and from nothing of the code that
 * decides: slow, without caches, without reasons.
 */
function reference(
  set: PolicySet,
  { agreements, disclosures }: Standing,
  cls: DecisionClass,
  coordinate: string,
): Outcome {
  const direct = (c: string): Outcome => {
    const classification = set.classificationOf(c);
    const owns = cls.department !== null && set.ownerOf(c) === cls.department;
    // 1. nothing classifies it
    if (classification === null) return owns ? 'all' : 'none';
    // 2. its owner asks
    if (owns) return 'all';
    // 3. it is withheld
    if (classification.sharing === 'WITHHELD') return 'none';
    // A department names a purpose that it may use.
    if (cls.department !== null && cls.purpose === null) return 'none';
    // 4. the join of all that applies now
    if (classification.sharing === 'UNCONDITIONAL' && cls.department !== null) return 'all';
    const outcomes = [
      ...disclosures,
      ...agreements.filter(
        (agreement) =>
          agreement.provider === set.ownerOf(c) &&
          agreement.recipient === cls.department &&
          agreement.purposes.some((purpose) => purpose === cls.purpose) &&
          (agreement.roles === null || agreement.roles.some((role) => cls.roles.includes(role))),
      ),
    ].flatMap(({ grants }) =>
      grants
        .filter(
          ({ coordinates, requiresCase }) => coordinates.has(c) && (!requiresCase || cls.hasCase),
        )
        .map(({ effect }): Outcome => (effect.allow === true ? 'all' : 'some')),
    );
    // 5. nothing applies
    return outcomes.includes('all') ? 'all' : outcomes.includes('some') ? 'some' : 'none';
  };
  // 6. the meet with every source that no derivation grant covers, and with theirs
  let outcome = direct(coordinate);
  const seen = new Set([coordinate]);
  const visit = (target: string): void => {
    const sources = [
      ...(set.classificationOf(target)?.derivesFrom ?? []),
      ...(set.coordinates.get(target)?.requires ?? []),
    ];
    for (const source of sources) {
      const covered = agreements.some(({ derivations }) =>
        derivations.some((each) => each.target === target && each.from.includes(source)),
      );
      if (covered || seen.has(source)) continue;
      seen.add(source);
      const given = direct(source);
      if (given === 'none' || outcome === 'none') outcome = 'none';
      else if (given === 'some') outcome = 'some';
      visit(source);
    }
  };
  visit(coordinate);
  return outcome;
}

function standingAt({ agreements, disclosures }: PolicySet, at: Date): Standing {
  return {
    agreements: agreements.filter((each) => inForce(each, at) && bothSigned(each)),
    disclosures: disclosures.filter((each) => inForce(each, at)),
  };
}

function inForce({ effective, expires }: Agreement | Disclosure, at: Date): boolean {
  return (
    effective.getTime() <= at.getTime() && (expires === null || at.getTime() < expires.getTime())
  );
}

function bothSigned({ provider, recipient, approvals }: Agreement): boolean {
  return [provider, recipient].every((side) =>
    approvals.some(({ department }) => department === side),
  );
}

/** Every instant at which something begins or ends, and just before: just after, all is as at the instant. */
function boundaries({ agreements, disclosures }: PolicySet): Date[] {
  const moments = [...agreements, ...disclosures].flatMap(({ effective, expires }) => [
    effective.getTime(),
    ...(expires === null ? [] : [expires.getTime()]),
  ]);
  return [...new Set(moments)].flatMap((moment) => [-1, 0].map((step) => new Date(moment + step)));
}

describe('the decision table', () => {
  test('says what the plain procedure says, for every class and coordinate, at every boundary of time', () => {
    const fields = [...shipped.coordinates.values()].filter(({ kind }) => kind === 'field');
    const classes = everyClass(shipped);
    let compared = 0;
    const unlike: string[] = [];
    for (const at of boundaries(shipped)) {
      const table = compileTable(shipped, at);
      const standing = standingAt(shipped, at);
      for (const cls of classes) {
        for (const { coordinate } of fields) {
          const { effect } = table.decide(cls, coordinate);
          const decided: Outcome = isAllowed(effect) ? 'all' : isDenied(effect) ? 'none' : 'some';
          const plain = reference(shipped, standing, cls, coordinate);
          compared += 1;
          if (decided !== plain) {
            unlike.push(`${at.toISOString()} ${cls.key} ${coordinate}: ${decided}, not ${plain}`);
          }
        }
      }
    }
    expect(unlike).toEqual([]);
    expect(compared).toBeGreaterThan(50_000);
  });
});
