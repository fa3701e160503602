import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authorized } from '../testing/authorized.ts';
import { effects, openFirms } from '../testing/firms.ts';
import type { TestHouse } from '../testing/house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openFirms();
});
afterAll(() => house.close());

describe('a row that does not exist for the principal', () => {
  const first = {
    permitted:
      '{ firms { name _cpz_level: level _cpz_code: code partner { name _cpz_level: level } } firm { name _cpz_level: level } }',
    rowTestOf: (type: string) =>
      type === 'Firm'
        ? { needs: ['level'], exists: (row: (field: string) => unknown) => row('level') === 1 }
        : null,
    subjectFields: (type: string) => (type === 'Firm' ? ['code'] : []),
  };

  test('is absent from lists, null elsewhere, and no subject', async () => {
    const { data, errors, subjects } = await house.run(
      authorized('{ firms { name partner { name } } firm { name } }', first),
    );
    expect(data).toEqual({
      firms: [{ name: 'name-a', partner: null }],
      firm: { name: 'name-a' },
    });
    expect(errors).toEqual([]);
    expect([...subjects]).toEqual(['code-a']);
  });

  test('is absent where its test cannot be made, and null may go up', async () => {
    const { data } = await house.run(
      authorized('{ firms { name } }', { ...first, permitted: '{ firms { name } }' }),
    );
    expect(data).toEqual({ firms: [] });
    const none = await house.run(
      authorized('{ firm { name } }', {
        permitted: '{ firm { name } }',
        rowTestOf: () => ({
          needs: [],
          exists: () => {
            throw new Error('name-a');
          },
        }),
      }),
    );
    expect(none.data).toBeNull();
    expect(JSON.stringify(none.errors)).not.toContain('name-a');
  });

  test('is absent among the types of an interface, and says nothing by its place', async () => {
    const { data, errors } = await house.run(
      authorized('{ parties { __typename name code } }', {
        permitted: '{ parties { name ... on Firm { _cpz_level: level } } }',
        effectOf: effects({ 'Person.code': 'deny', 'Firm.code': 'deny' }),
        rowTestOf: (type) =>
          type === 'Firm' ? { needs: ['level'], exists: (row) => row('level') === 2 } : null,
      }),
    );
    expect(data).toEqual({
      parties: [
        { __typename: 'Person', name: 'name-p', code: null },
        { __typename: 'Firm', name: 'name-b', code: null },
      ],
    });
    expect(errors.map(({ path }) => path)).toEqual([
      ['parties', 0, 'code'],
      ['parties', 1, 'code'],
    ]);
  });
});
