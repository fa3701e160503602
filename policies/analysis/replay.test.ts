import { expect, test } from '@jest/globals';
import { compileTable, type PolicySet, replay } from '../index.ts';
import { agreement, policiesOf } from '../testing/zone.ts';

const principal = {
  kind: 'department',
  subject: 'n',
  department: 'north',
  roles: [],
  purpose: 'REVIEW',
} as const;

test('what the plan withheld is no difference while nothing grants what it is computed from', async () => {
  const given = {
    ...agreement('west-to-north', {
      provider: 'west',
      recipient: 'north',
      grants: '  - { coordinates: [Person.score], allow: true }',
    }),
    ...agreement('east-to-north', {
      recipient: 'north',
      grants: "  - { coordinates: [Person.rank], mask: 'round(10)' }",
    }),
  };
  const past = [{ principal, answered: new Map([['Person.score', 'denied']] as const), given: [] }];
  const at = new Date('2026-01-01');
  // The decision is a mask; the value that it would mask is never computed.
  const table = compileTable(await policiesOf(given), at);
  expect(table.decide(table.classOf(principal), 'Person.score').effect.mask).not.toBeNull();
  expect(replay(past, table)).toEqual([]);
  const granting = await policiesOf({
    ...given,
    ...agreement('east-to-west', {
      grants: '  []\nderivations:\n  - { target: Person.score, from: [Person.rank] }',
    }),
  });
  expect(replay(past, compileTable(granting, at))).toMatchObject([
    { coordinate: 'Person.score', was: 'denied', wouldBe: 'released', operations: 1 },
  ]);
});

test('the way to rows of which nothing may be read is denied, though its own decision gives it', async () => {
  const disclosed = (coordinates: string): Promise<PolicySet> =>
    policiesOf({
      'disclosures/directory.yaml': `id: directory
title: { zh: 名录, en: Directory }
legalBasis: [Law 4]
effective: 2025-06-01
grants:
  - { coordinates: [${coordinates}], allow: true }
`,
    });
  const past = [
    {
      principal: { kind: 'public' } as const,
      answered: new Map([['Query.person', 'denied']] as const),
      given: [],
    },
  ];
  const at = new Date('2026-01-01');
  expect(replay(past, compileTable(await disclosed('Query.person'), at))).toEqual([]);
  const both = await disclosed('Query.person, Person.name');
  expect(replay(past, compileTable(both, at))).toMatchObject([
    { coordinate: 'Query.person', was: 'denied', wouldBe: 'released' },
  ]);
});
