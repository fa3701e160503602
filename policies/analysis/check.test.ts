import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { checkPolicies, loadRelease, releaseOf } from '../index.ts';
import { codes } from '../language/codes.ts';
import { agreement, registers, supergraph } from '../testing/zone.ts';

const at = new Date('2026-01-01T00:00:00Z');
const file = 'agreements/east/east-to-west.yaml';
const giving = (grants: string, rest = ''): Record<string, string> =>
  agreement('east-to-west', { grants, rest });
const name = '  - { coordinates: [Person.name], allow: true }';
const closedId = {
  'classifications/east.yaml': `classifications:
  - { coordinates: [Person.id], category: plain, sharing: CONDITIONAL }
`,
};
const published = (grant: string): Record<string, string> => ({
  'categories.yaml': registers['categories.yaml'].replace(
    'en: plain }, level: L2',
    'en: plain }, level: L2, publishedUntil: rank',
  ),
  'disclosures/people.yaml': `id: people
title: { zh: 人, en: People }
legalBasis: [Law 5]
effective: 2025-06-01
grants:
  - { coordinates: [Person.name], ${grant} }
`,
});

/** In it, `rank` is a day. */
const dated = supergraph.replace('rank: Int', 'rank: Date');

async function findingsOf(
  documents: Readonly<Record<string, string>>,
  sdl = dated,
): Promise<readonly string[]> {
  const files = new Map(Object.entries({ ...registers, ...documents }));
  const release = releaseOf(files, { kind: 'folder', path: 'test', seal: null });
  const set = await loadRelease(release, sdl, { kind: 'as-written' });
  return checkPolicies(set, at).map(
    ({ severity, code, file: where, line, column }) =>
      `${severity} ${code} ${where}:${line}:${column}`,
  );
}

describe('the check finds', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a category of which a grant gives nothing',
      giving('  - { categories: [money, plain], allow: true }'),
      `warning GRANT_EMPTY ${file}:13:20`,
    ],
    [
      'a grant of what is open to every department',
      giving('  - { coordinates: [Person.id, Person.name], allow: true }'),
      `warning GRANT_NEEDLESS ${file}:13:5`,
    ],
    [
      'a grant that a broader one makes idle',
      giving(`${name}\n  - { coordinates: [Person.name], when: { active: true } }`),
      `warning GRANT_IDLE ${file}:14:5`,
    ],
    [
      'a grant that says what an earlier one says',
      giving(`${name}\n${name}`),
      `warning GRANT_IDLE ${file}:14:5`,
    ],
    [
      'two agreements that overlap',
      {
        ...giving('  - { coordinates: [Person.name, Person.rank], allow: true }'),
        ...agreement('east-to-west-2', {
          grants: '  - { coordinates: [Person.name, Person.active], allow: true }',
        }),
      },
      'note DOCUMENTS_OVERLAP agreements/east/east-to-west-2.yaml:1:1',
    ],
    [
      'a role that nobody has',
      {
        ...giving(name, 'roles: [boss]'),
        'departments.yaml': registers['departments.yaml'].replace(
          'operates: [west]',
          'operates: [west], roles: [clerk]',
        ),
      },
      `warning ROLE_UNKNOWN ${file}:1:1`,
    ],
    [
      'a disclosure without regard to the day on which publication ends',
      published('allow: true'),
      'error WINDOW_UNBOUNDED disclosures/people.yaml:6:5',
    ],
    [
      'a disclosure whose condition bounds one alternative only',
      published('when: { $or: [{ rank: { $gte: $today } }, { active: true }] }'),
      'error WINDOW_UNBOUNDED disclosures/people.yaml:6:5',
    ],
    [
      'a non-null field that is denied beside others',
      { ...giving(name), ...closedId },
      'warning DENIED_NON_NULL supergraph:1:1',
    ],
    [
      'a non-null field on fewer rows than others',
      {
        ...giving(`${name}\n  - { coordinates: [Person.id], when: { active: true } }`),
        ...closedId,
      },
      'warning PARTIAL_NON_NULL supergraph:1:1',
    ],
    [
      'a masked field beside one that gives it away',
      giving(
        '  - { coordinates: [Person.name], mask: name }\n  - { coordinates: [Person.alias], allow: true }',
        'derivations: [{ target: Person.alias, from: [Person.name] }]',
      ),
      `warning MASK_BETRAYED ${file}:8:15`,
    ],
    [
      'a field that is more open than its source',
      giving(
        '  - { coordinates: [Person.alias], allow: true }',
        'derivations: [{ target: Person.alias, from: [Person.name] }]',
      ),
      `note DERIVED_MORE_OPEN ${file}:8:15`,
    ],
    [
      'a field that is classified more openly than its source',
      {},
      'warning CLASSIFIED_MORE_OPEN supergraph:1:1',
    ],
    [
      'a required argument that bars whoever may read its field',
      closedId,
      'warning ARGUMENT_BARS supergraph:1:1',
    ],
  ])('%s', async (_what, documents, expected) => {
    expect(await findingsOf(documents)).toContain(expected);
  });

  test('one of two grants that say the same, not both', async () => {
    const found = await findingsOf(giving(`${name}\n${name}`));
    expect(found.filter((each) => each.includes('GRANT_IDLE'))).toHaveLength(1);
  });

  test('an argument that picks rows by what it does not say that it reads', async () => {
    const found = 'warning ARGUMENT_INFERS supergraph:1:1';
    const silent = dated.replace('name: String @reads(fields: ["Person.name"])', 'name: String');
    expect(silent).not.toBe(dated);
    expect(await findingsOf({}, silent)).toContain(found);
    expect(await findingsOf({})).not.toContain(found);
    // It says nothing to those who read what it picks by on each row that exists for them, and to nobody else.
    const asked = (grants: string): Promise<readonly string[]> =>
      findingsOf(
        {
          ...agreement('east-to-north', {
            recipient: 'north',
            grants: `  - { coordinates: [Query.person], allow: true }
  - { coordinates: [Person.id, Person.name], when: { active: true } }${grants}`,
          }),
          'classifications/east.yaml': `classifications:
  - { coordinates: [Person.id, Query.person], category: plain, sharing: CONDITIONAL }
`,
        },
        silent,
      );
    expect(await asked('')).not.toContain(found);
    expect(await asked('\n  - { coordinates: [Person.rank], allow: true }')).toContain(found);
  });
});

describe('the check lets pass', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'grants that differ',
      giving(`${name}\n  - { coordinates: [Person.rank], allow: true }`),
      'GRANT_',
    ],
    [
      'one coordinate for two purposes',
      {
        ...giving('  - { coordinates: [Person.name, Person.rank], allow: true }'),
        ...agreement('east-to-north', {
          recipient: 'north',
          grants: '  - { coordinates: [Person.name, Person.active], allow: true }',
        }),
      },
      'DOCUMENTS_OVERLAP',
    ],
    [
      'a disclosure on the days of its publication',
      published('when: { rank: { $gte: $today }, active: true }'),
      'WINDOW_UNBOUNDED',
    ],
    [
      'a non-null field on the rows that there are',
      {
        ...agreement('east-to-north', {
          recipient: 'north',
          grants: '  - { coordinates: [Person.id, Person.name], when: { active: true } }',
        }),
        ...closedId,
      },
      'PARTIAL_NON_NULL',
    ],
  ])('%s', async (_what, documents, code) => {
    expect((await findingsOf(documents)).filter((found) => found.includes(` ${code}`))).toEqual([]);
  });
});

test('the README lists every code, and none that there is not', async () => {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const section = /## Faults and findings\n([^]*?)\n## /.exec(text)?.[1] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.flatMap((row) => row.split('|')[1]?.match(/[A-Z][A-Z_]+/g) ?? []);
  expect([...listed].sort()).toEqual(Object.keys(codes).sort());
  for (const row of rows) {
    const [, named = '', gravity = ''] = row.split('|').map((cell) => cell.trim());
    for (const code of named.match(/[A-Z][A-Z_]+/g) ?? [])
      expect([code, codes[code as keyof typeof codes].gravity]).toEqual([code, gravity]);
  }
});
