import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError, parse } from 'graphql';
import type { FieldEffect } from '../../plan/compiled.ts';
import { authorized } from '../testing/authorized.ts';
import { effects, openFirms } from '../testing/firms.ts';
import type { TestHouse } from '../testing/house.ts';

const star: FieldEffect = { kind: 'mask', apply: () => '*' };

let house: TestHouse;

beforeAll(async () => {
  house = await openFirms();
});
afterAll(() => house.close());

describe('a denied field', () => {
  test('is null, with one error at the first place where it stands', async () => {
    const { data, errors } = await house.run(
      authorized('{ firms { name code } }', {
        permitted: '{ firms { name } }',
        effectOf: effects({ 'Firm.code': 'deny' }),
      }),
    );
    expect(data).toEqual({
      firms: ['a', 'b', 'c'].map((id) => ({ name: `name-${id}`, code: null })),
    });
    expect(errors).toEqual([
      {
        message: 'Firm.code: no.',
        path: ['firms', 0, 'code'],
        extensions: { code: 'POLICY_DENIED', coordinate: 'Firm.code' },
      },
    ]);
  });

  test('has an error of its own wherever the operation asks for it', async () => {
    const { errors } = await house.run(
      authorized('{ firms { code secret: code partner { code } } }', {
        permitted: '{ firms { partner { __typename } } }',
        effectOf: effects({ 'Firm.code': 'deny' }),
      }),
    );
    expect(errors.map(({ path }) => path)).toEqual([
      ['firms', 0, 'code'],
      ['firms', 0, 'secret'],
      ['firms', 0, 'partner', 'code'],
    ]);
  });

  test('that must not be null makes what holds it null', async () => {
    const { data, errors } = await house.run(
      authorized('{ firms { name must } firm { must } }', {
        permitted: '{ firms { name } firm { __typename } }',
        effectOf: effects({ 'Firm.must': 'deny' }),
      }),
    );
    expect(data).toBeNull();
    expect(errors.map(({ path }) => path)).toEqual([
      ['firms', 0, 'must'],
      ['firm', 'must'],
    ]);
  });

  test('of one type leaves the field of another', async () => {
    const { data, errors } = await house.run(
      authorized('{ parties { __typename code } }', {
        permitted: '{ parties { ... on Person { code } } }',
        effectOf: effects({ 'Firm.code': 'deny' }),
      }),
    );
    expect(data).toEqual({
      parties: [
        { __typename: 'Firm', code: null },
        { __typename: 'Person', code: 'code-p' },
        { __typename: 'Firm', code: null },
      ],
    });
    expect(errors.map(({ path }) => path)).toEqual([['parties', 0, 'code']]);
  });

  test('at the root asks no subgraph', async () => {
    house.subgraphs.customs?.seen.splice(0);
    const { data, errors } = await house.run(
      authorized('{ firms { name } }', {
        permitted: 'query { __typename }',
        effectOf: effects({ 'Query.firms': 'deny' }),
      }),
    );
    expect(data).toEqual({ firms: null });
    expect(errors).toHaveLength(1);
    expect(house.subgraphs.customs?.seen).toEqual([]);
  });
});

describe('a type that the principal may not know of', () => {
  test('is absent, and __typename does not betray it', async () => {
    const { data } = await house.run(
      authorized('{ parties { __typename name } }', { seesType: (name) => name !== 'Person' }),
    );
    expect(data).toEqual({
      parties: ['a', 'b'].map((id) => ({ __typename: 'Firm', name: `name-${id}` })),
    });
  });
});

describe('a mask', () => {
  test('is put on every value and on every element, and never on null', async () => {
    const { data, errors } = await house.run(
      authorized('{ firms { name shown: aliases } parties { name } }', {
        effectOf: effects({ 'Firm.name': star, 'Firm.aliases': star }),
      }),
    );
    expect(data).toEqual({
      firms: [0, 1, 2].map(() => ({ name: '*', shown: ['*', '*'] })),
      parties: [{ name: '*' }, { name: 'name-p' }, { name: '*' }],
    });
    expect(errors).toEqual([]);
  });

  test('that fails or does not fit gives nothing', async () => {
    const failing: FieldEffect = {
      kind: 'mask',
      apply: () => {
        throw new GraphQLError('name-a');
      },
    };
    const unfit: FieldEffect = { kind: 'mask', apply: () => 5 };
    const { data, errors } = await house.run(
      authorized('{ firm { name code } }', {
        effectOf: effects({ 'Firm.name': failing, 'Firm.code': unfit }),
      }),
    );
    expect(data).toEqual({ firm: { name: null, code: null } });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual([
      'MASK_FAILED',
      'INVALID_VALUE',
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/name-a|code-a/);
  });
});

describe('a condition on rows', () => {
  const byLevel: FieldEffect = {
    kind: 'rows',
    needs: ['level'],
    decide: (row) => (row('level') === 1 ? 'allow' : row('level') === 2 ? 'mask' : 'deny'),
    apply: () => '*',
  };

  test('reads what is hidden from the answer', async () => {
    const { data } = await house.run(
      authorized('{ firms { name } }', {
        permitted: '{ firms { name _cpz_level: level } }',
        effectOf: effects({ 'Firm.name': byLevel }),
      }),
    );
    expect(data).toEqual({ firms: [{ name: 'name-a' }, { name: '*' }, { name: '*' }] });
  });

  test('that cannot be read or fails denies', async () => {
    const fails: FieldEffect = {
      ...byLevel,
      decide: () => {
        throw new Error('name-a');
      },
    };
    const { data, errors } = await house.run(
      authorized('{ firms { name code } }', {
        effectOf: effects({ 'Firm.name': byLevel, 'Firm.code': fails }),
      }),
    );
    expect(data).toEqual({ firms: [0, 1, 2].map(() => ({ name: null, code: null })) });
    expect(JSON.stringify(errors)).not.toContain('name-a');
  });
});

describe('subjects', () => {
  test('are those of the rows in the answer, each once, and stay out of it', async () => {
    const { data, subjects } = await house.run(
      authorized('{ firms { name partner { name } } }', {
        permitted: '{ firms { name _cpz_code: code partner { name _cpz_code: code } } }',
        subjectFields: (type) => (type === 'Firm' ? ['code'] : []),
      }),
    );
    expect(JSON.stringify(data)).not.toMatch(/_cpz|code/);
    expect([...subjects].sort()).toEqual(['code-a', 'code-b', 'code-c', 'code-z']);
  });
});

describe('for any effects', () => {
  const fields = ['name', 'code', 'must', 'aliases', 'level'];
  const kinds = fc.constantFrom('allow', 'deny', 'mask', 'rows');
  const clear = (field: string): RegExp => {
    const starts: Readonly<Record<string, string>> = { aliases: '[xy]-', level: '"level":[12]' };
    return new RegExp(starts[field] ?? `${field}-`);
  };

  test('no denied or masked value is in the answer, though the subgraph gives it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(...fields.map(() => kinds)), async (chosen) => {
        const given = Object.fromEntries(
          fields.map((field, index): [string, FieldEffect | 'deny'] => {
            const kind = chosen[index];
            const masked: FieldEffect = {
              kind: 'mask',
              apply: () => (field === 'level' ? 0 : '*'),
            };
            const never: FieldEffect = {
              kind: 'rows',
              needs: [],
              decide: () => 'deny',
              apply: () => null,
            };
            const effect = kind === 'mask' ? masked : kind === 'rows' ? never : { kind: 'allow' };
            return [`Firm.${field}`, kind === 'deny' ? 'deny' : (effect as FieldEffect)];
          }),
        );
        const asked = fields.join(' ');
        // Everything is permitted to be fetched: what projection alone holds back is what is tested.
        const source = `{ firms { ${asked} partner { ${fields.join(' ')} } } firm { n: name c: code } }`;
        expect(() => parse(source)).not.toThrow();
        const { data, errors } = await house.run(authorized(source, { effectOf: effects(given) }));
        const text = JSON.stringify([data, errors.map(({ message }) => message)]);
        for (const [index, field] of fields.entries())
          if (chosen[index] !== 'allow') expect(text).not.toMatch(clear(field));
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
