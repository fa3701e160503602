import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition, compileTable, type Effect } from './index.ts';
import { agreement, policiesOf } from './testing/zone.ts';

/**
 * The two departments' fields, stated a second time by hand: whose each is, how it may be shared, from what it is
 * computed, and the one mask that grants of this test put on it.
 */
const fields = {
  'Person.id': { owner: 'east', sharing: 'UNCONDITIONAL', sources: [], mask: 'name' },
  'Person.name': { owner: 'east', sharing: 'CONDITIONAL', sources: [], mask: 'name' },
  'Person.born': { owner: 'east', sharing: 'WITHHELD', sources: [], mask: 'name' },
  'Person.alias': {
    owner: 'east',
    sharing: 'CONDITIONAL',
    sources: ['Person.name'],
    mask: 'name',
  },
  'Person.rank': { owner: 'east', sharing: 'CONDITIONAL', sources: [], mask: 'round(10)' },
  'Person.wealth': { owner: 'west', sharing: 'CONDITIONAL', sources: [], mask: 'round(10)' },
  'Person.score': {
    owner: 'west',
    sharing: 'CONDITIONAL',
    sources: ['Person.rank'],
    mask: 'round(10)',
  },
} as const;
type Field = keyof typeof fields;
const names = Object.keys(fields) as Field[];
const givable = {
  east: ['Person.name', 'Person.alias', 'Person.rank'],
  west: ['Person.wealth', 'Person.score'],
} as const;
const days = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01'] as const;

/** Which rows a grant speaks of: what the document says, and the same in plain TypeScript. */
const conditions = {
  east: { text: '{ active: true }', holds: (row: Row) => row.active === true },
  west: {
    text: '{ wealth: { $gt: 5 } }',
    holds: (row: Row) => row.wealth !== null && row.wealth > 5,
  },
} as const;

interface Row {
  readonly active: boolean | null;
  readonly wealth: number | null;
}
const rows: readonly Row[] = [true, false, null].flatMap((active) =>
  [9, 1, null].map((wealth) => ({ active, wealth })),
);

const giving = fc.record({
  field: fc.nat(),
  masked: fc.boolean(),
  conditional: fc.boolean(),
  needsCase: fc.boolean(),
});
const document = fc.record({
  provider: fc.constantFrom('east' as const, 'west' as const),
  recipient: fc.constantFrom('east', 'west', 'north'),
  purposes: fc.constantFrom<readonly ('REVIEW' | 'AUDIT')[]>(
    ['REVIEW'],
    ['AUDIT'],
    ['REVIEW', 'AUDIT'],
  ),
  roles: fc.constantFrom(null, ['chief'], ['chief', 'clerk']),
  from: fc.nat(days.length - 2),
  until: fc.option(fc.nat(days.length - 1)),
  signed: fc.constantFrom('both', 'both', 'both', 'one'),
  derives: fc.boolean(),
  published: fc.boolean(),
  grants: fc.array(giving, { minLength: 1, maxLength: 3 }),
});
type Document = typeof document extends fc.Arbitrary<infer T> ? T : never;

/** Only what may be written: no agreement with oneself, no other's purpose, no period that is empty. */
function sane(each: Document): boolean {
  return (
    each.provider !== each.recipient &&
    (each.recipient === 'north' || !each.purposes.includes('AUDIT')) &&
    (each.until === null || each.until > each.from)
  );
}

function fieldOf({ provider }: Document, { field }: Document['grants'][number]): Field {
  const all = givable[provider];
  return all[field % all.length] ?? 'Person.name';
}

function written(each: Document, index: number): Record<string, string> {
  const grants = each.grants
    .map((grant) => {
      const field = fieldOf(each, grant);
      const mask = grant.masked ? [`mask: ${fields[field].mask}`] : [];
      const when = grant.conditional ? [`when: ${conditions[each.provider].text}`] : [];
      const effect = mask.length + when.length === 0 ? ['allow: true'] : [...mask, ...when];
      const requires = grant.needsCase && !each.published ? ['requires: case'] : [];
      return `  - { coordinates: [${field}], ${[...effect, ...requires].join(', ')} }`;
    })
    .join('\n');
  const expires = each.until === null ? '' : `expires: ${days[each.until] ?? ''}`;
  if (each.published) {
    return {
      [`disclosures/d${String(index)}.yaml`]: `id: d${String(index)}
title: { zh: 公开, en: Published }
legalBasis: [Law]
effective: ${days[each.from] ?? ''}
${expires}
grants:
${grants}
`,
    };
  }
  const derivations = derives(each)
    ? 'derivations: [{ target: Person.score, from: [Person.rank] }]'
    : '';
  const roles = each.roles === null ? '' : `roles: [${each.roles.join(', ')}]`;
  return agreement(`a${String(index)}`, {
    provider: each.provider,
    recipient: each.recipient,
    purposes: each.purposes.join(', '),
    effective: days[each.from] ?? '',
    approvals: each.signed === 'both' ? [each.provider, each.recipient] : [each.provider],
    rest: [expires, derivations, roles].join('\n'),
    grants,
  });
}

/** East may sign for the score, which is west's, in an agreement with west only. */
function derives({ derives: wanted, provider, recipient, published }: Document): boolean {
  return wanted && !published && provider === 'east' && recipient === 'west';
}

interface Reader {
  readonly department: 'east' | 'west' | 'north' | null;
  readonly purpose: 'REVIEW' | 'AUDIT';
  readonly roles: readonly string[];
  readonly namesCase: boolean;
}
const reader: fc.Arbitrary<Reader> = fc.record({
  department: fc.constantFrom('east' as const, 'west' as const, 'north' as const, null),
  purpose: fc.constantFrom('REVIEW' as const, 'AUDIT' as const),
  roles: fc.subarray(['chief', 'clerk', 'guest']),
  namesCase: fc.boolean(),
});

/** 2: the value, 1: the value masked, 0: nothing. The six steps for one field of one row, and no more than they. */
function plainly(
  documents: readonly Document[],
  who: Reader,
  field: Field,
  row: Row,
  day: number,
): number {
  const running = documents.filter(
    ({ from, until, signed, published }) =>
      from <= day && (until === null || day < until) && (published || signed === 'both'),
  );
  const mayName = who.purpose === 'REVIEW' || who.department === 'north';
  const alone = (each: Field): number => {
    const { owner, sharing } = fields[each];
    if (who.department === owner) return 2;
    if (sharing === 'WITHHELD' || (who.department !== null && !mayName)) return 0;
    if (sharing === 'UNCONDITIONAL' && who.department !== null) return 2;
    const given = running
      .filter(
        (one) =>
          one.published ||
          (one.provider === owner &&
            one.recipient === who.department &&
            one.purposes.includes(who.purpose) &&
            (one.roles === null || one.roles.some((role) => who.roles.includes(role)))),
      )
      .flatMap((one) =>
        one.grants
          .filter((grant) => fieldOf(one, grant) === each)
          .filter((grant) => !grant.needsCase || one.published || who.namesCase)
          .filter((grant) => !grant.conditional || conditions[one.provider].holds(row))
          .map(({ masked }) => (masked ? 1 : 2)),
      );
    return Math.max(0, ...given);
  };
  const covered = running.some(derives);
  const sources = field === 'Person.score' && covered ? [] : fields[field].sources;
  return Math.min(alone(field), ...sources.map(alone));
}

function evaluated({ allow, mask }: Effect, row: Row): number {
  const holds = (rule: boolean | Readonly<Record<string, unknown>>): boolean =>
    typeof rule === 'boolean'
      ? rule
      : compileCondition(rule, { principal: { kind: 'public' }, now: new Date(0) }).test(
          (name) => row[name as keyof Row],
        );
  return holds(allow) ? 2 : mask !== null && holds(mask.when) ? 1 : 0;
}

test('whatever the documents, the table gives every reader of every row what the six steps give', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document.filter(sane), { maxLength: 6 }),
      fc.array(reader, { minLength: 4, maxLength: 8 }),
      async (documents, readers) => {
        const set = await policiesOf(
          Object.fromEntries(
            documents.flatMap((each, index) => Object.entries(written(each, index))),
          ),
        );
        const unlike: unknown[] = [];
        days.forEach((text, day) => {
          const table = compileTable(set, new Date(`${text}T00:00:00+08:00`));
          for (const who of readers) {
            const { department, namesCase, ...rest } = who;
            const cls = table.classOf(
              department === null
                ? { kind: 'public' }
                : {
                    kind: 'department',
                    subject: 'somebody',
                    department,
                    ...rest,
                    ...(namesCase ? { caseReference: '7' } : {}),
                  },
            );
            for (const field of names) {
              const { effect } = table.decide(cls, field);
              for (const row of rows) {
                const gives = evaluated(effect, row);
                const should = plainly(documents, who, field, row, day);
                if (gives !== should) unlike.push({ who, field, day, row, gives, should });
              }
            }
          }
        });
        expect(unlike).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);
