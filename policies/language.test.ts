import { describe, expect, test } from '@jest/globals';
import { checkPolicies, PolicyFileError } from './index.ts';
import { agreement, policiesOf, registers } from './testing/zone.ts';

async function faultsOf(documents: Readonly<Record<string, string>>): Promise<string[]> {
  try {
    await policiesOf(documents);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    return error.problems.map(
      ({ code, file, line, column }) => `${code} ${file}:${line}:${column}`,
    );
  }
}

const file = 'agreements/east/east-to-west.yaml';
const giving = (grants: string, rest = ''): Record<string, string> =>
  agreement('east-to-west', { grants, rest });

describe('loading', () => {
  test.each([
    ['text that is no YAML', { [file]: 'id: [unclosed' }, /^YAML_SYNTAX .*:1:\d+$/],
    ['a document of another shape', { [file]: 'id: east-to-west\nwhat: ever' }, /^DOCUMENT_SHAPE/],
    [
      'a coordinate that there is not',
      giving('  - { coordinates: [Person.nam], allow: true }'),
      /^COORDINATE_UNKNOWN .*:13:\d+$/,
    ],
    [
      "another department's coordinate",
      giving('  - { coordinates: [Person.wealth], allow: true }'),
      /^COORDINATE_NOT_OWNED/,
    ],
    [
      'a coordinate that is WITHHELD',
      giving('  - { coordinates: [Person.born], allow: true }'),
      /^COORDINATE_WITHHELD/,
    ],
    [
      'a mask that there is not',
      giving('  - { coordinates: [Person.name], mask: blur }'),
      /^MASK_UNKNOWN/,
    ],
    [
      'a mask of another type',
      giving('  - { coordinates: [Person.rank], mask: phone }'),
      /^MASK_MISFIT/,
    ],
    [
      'a condition on a field that there is not',
      giving('  - { coordinates: [Person.name], when: { old: true } }'),
      /^CONDITION_INVALID/,
    ],
    [
      'a condition with an operator that there is not',
      giving('  - { coordinates: [Person.name], when: { rank: { $where: x } } }'),
      /^CONDITION_INVALID/,
    ],
    [
      'a period that is empty',
      giving('  - { coordinates: [Person.name], allow: true }', 'expires: 2025-05-31'),
      /^PERIOD_EMPTY/,
    ],
    [
      'a day that the calendar does not know',
      giving('  - { coordinates: [Person.name], allow: true }', 'expires: 2026-02-30'),
      /^DOCUMENT_SHAPE/,
    ],
    [
      'a purpose that is not registered',
      agreement('east-to-west', {
        purposes: 'GOSSIP',
        grants: '  - { coordinates: [Person.name], allow: true }',
      }),
      /^PURPOSE_UNKNOWN/,
    ],
    [
      "a purpose that is not the recipient's",
      agreement('east-to-west', {
        purposes: 'AUDIT',
        grants: '  - { coordinates: [Person.name], allow: true }',
      }),
      /^PURPOSE_NOT_THEIRS/,
    ],
    [
      'a department that is not registered',
      agreement('east-to-west', {
        recipient: 'south',
        grants: '  - { coordinates: [Person.name], allow: true }',
      }),
      /^DEPARTMENT_UNKNOWN/,
    ],
    [
      'sensitive data without an impact assessment',
      {
        'categories.yaml': registers['categories.yaml'].replaceAll(
          /(id: plain.*)level: L2/g,
          '$1level: L3, sensitive: true',
        ),
        ...giving('  - { coordinates: [Person.name], allow: true }'),
      },
      /^ASSESSMENT_MISSING .*:13:\d+$/,
    ],
    [
      'a case that a disclosure requires',
      {
        'disclosures/names.yaml':
          'id: names\ntitle: { zh: 名, en: Names }\nlegalBasis: [Law]\neffective: 2025-01-01\ngrants:\n  - { coordinates: [Person.name], allow: true, requires: case }\n',
      },
      /^CASE_OF_NOBODY .*:6:\d+$/,
    ],
    [
      'a file of another name',
      {
        [file.replace('to-west', 'to-vest')]:
          giving('  - { coordinates: [Person.name], allow: true }')[file] ?? '',
      },
      /^ID_MISNAMED/,
    ],
  ])('refuses %s, at its place', async (_what, documents, expected) => {
    const faults = await faultsOf(documents);
    expect(faults.filter((fault) => expected.test(fault))).not.toEqual([]);
  });

  test('takes sensitive data with an impact assessment', async () => {
    const sensitive = registers['categories.yaml'].replaceAll(
      /(id: plain.*)level: L2/g,
      '$1level: L3, sensitive: true',
    );
    expect(
      await faultsOf({
        'categories.yaml': sensitive,
        ...giving('  - { coordinates: [Person.name], allow: true, pia: PIA-2025-014 }'),
      }),
    ).toEqual([]);
  });

  test('names every fault at once', async () => {
    const faults = await faultsOf(
      giving(
        '  - { coordinates: [Person.nam], allow: true }\n  - { coordinates: [Person.born], allow: true }',
      ),
    );
    expect(faults).toHaveLength(2);
  });

  test('refuses two masks for the same reader, purpose and coordinate', async () => {
    const faults = await faultsOf({
      ...agreement('east-one', { grants: '  - { coordinates: [Person.name], mask: name }' }),
      ...agreement('east-two', { grants: '  - { coordinates: [Person.name], mask: phone }' }),
    });
    expect(faults.join()).toContain('MASK_CONFLICT');
  });

  test('takes policies without registers over a graph of any departments', async () => {
    const set = await policiesOf({
      'departments.yaml': registers['departments.yaml'],
      ...giving('  - { coordinates: [Person.*], allow: true }'),
    });
    const [only] = set.agreements;
    expect([...(only?.grants[0]?.coordinates ?? [])].sort()).toEqual([
      'Person.active',
      'Person.age',
      'Person.alias',
      'Person.id',
      'Person.name',
      'Person.rank',
    ]);
  });
});

describe('the check', () => {
  const found = async (documents: Readonly<Record<string, string>>): Promise<string[]> =>
    checkPolicies(await policiesOf(documents), new Date('2026-01-01T00:00:00Z')).map(
      ({ severity, code }) => `${severity} ${code}`,
    );

  test('finds a derivation that nobody permits', async () => {
    expect(await found({})).toContain('error DERIVATION_UNGRANTED');
    const granted = giving(
      '  - { coordinates: [Person.name], allow: true }',
      'derivations: [{ target: Person.score, from: [Person.rank] }]',
    );
    expect(await found(granted)).not.toContain('error DERIVATION_UNGRANTED');
  });

  test('finds a guardrail that a decision breaks, whoever the reader', async () => {
    const guardrails = {
      'guardrails.yaml': `guardrails:
  - { id: names, statement: { zh: 不, en: Nobody but east reads a name in clear }, legalBasis: Law 4, readers: { allBut: [east] }, coordinates: [Person.name], never: in-clear }
`,
    };
    const clear = giving('  - { coordinates: [Person.name], allow: true }', 'roles: [chief]');
    const masked = giving('  - { coordinates: [Person.name], mask: name }');
    expect(await found({ ...guardrails, ...clear })).toContain('error GUARDRAIL_BROKEN');
    expect(await found({ ...guardrails, ...masked })).not.toContain('error GUARDRAIL_BROKEN');
    const tomorrow = agreement('east-to-west', {
      effective: '2027-01-01',
      grants: '  - { coordinates: [Person.name], allow: true }',
    });
    expect(await found({ ...guardrails, ...tomorrow })).toContain('error GUARDRAIL_BROKEN');
  });

  test('warns of agreements that are over, unapproved or empty', async () => {
    const codes = await found({
      ...agreement('east-over', {
        rest: 'expires: 2025-12-01',
        grants: '  - { coordinates: [Person.name], allow: true }',
      }),
      ...agreement('east-half', {
        approvals: [],
        grants: '  - { coordinates: [Person.rank], allow: true }',
      }),
      ...agreement('east-empty', { grants: '  - { categories: [money], allow: true }' }),
    });
    expect(codes).toEqual(
      expect.arrayContaining([
        'warning DOCUMENT_ENDED',
        'warning AGREEMENT_UNAPPROVED',
        'warning GRANT_EMPTY',
      ]),
    );
  });
});
