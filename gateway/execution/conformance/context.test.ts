import { afterEach, describe, expect, test } from '@jest/globals';
import { authorized } from '../testing/authorized.ts';
import { openHouse, type RunResult, type TestHouse } from '../testing/house.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

describe('@fromContext', () => {
  test('gives a field what an ancestor in the answer holds, each row its own', async () => {
    house = await openHouse({
      zone: {
        typeDefs: `
          type Query { firms: [Firm!]! }
          type Firm @key(fields: "id") { id: ID! currency: String parcels: [[Parcel!]!]! }
          type Parcel @key(fields: "number") { number: ID! }
        `,
        resolvers: {
          Query: {
            firms: () => [
              { id: 'a', currency: 'CNY', parcels: [[{ number: '1' }, { number: '2' }]] },
              { id: 'b', currency: 'USD', parcels: [[], [{ number: '1' }]] },
              { id: 'c', currency: null, parcels: [[{ number: '3' }]] },
              { id: 'd', currency: 'CNY', parcels: [[{ number: '4' }]] },
            ],
          },
        },
      },
      tax: {
        typeDefs: `
          type Firm @key(fields: "id") @context(name: "firm") { id: ID! currency: String @external }
          type Parcel @key(fields: "number") {
            number: ID! duty(currency: String @fromContext(field: "$firm { currency }")): String note: String
          }
        `,
        resolvers: {
          Parcel: {
            duty: (
              { number }: { readonly number: string },
              { currency }: { readonly currency: string | null },
            ) => `${number} ${String(currency)}`,
            note: () => 'n',
          },
        },
      },
    });
    const { data, errors } = await house.run('{ firms { parcels { duty note } } }');
    expect(errors).toEqual([]);
    const rows = (...numbers: readonly string[]): unknown =>
      numbers.map((duty) => ({ duty, note: 'n' }));
    expect(data).toEqual({
      firms: [
        { parcels: [rows('1 CNY', '2 CNY')] },
        { parcels: [[], rows('1 USD')] },
        { parcels: [rows('3 null')] },
        { parcels: [rows('4 CNY')] },
      ],
    });
    expect(house.subgraphs.tax?.seen).toHaveLength(3);
  });

  test('rests on a grant like any requirement, and is withheld without', async () => {
    house = await openHouse({
      zone: {
        typeDefs: `
          type Query { firm: Firm }
          type Firm @key(fields: "id") { id: ID! currency: String parcel: Parcel }
          type Parcel @key(fields: "number") { number: ID! }
        `,
        resolvers: {
          Query: { firm: () => ({ id: 'a', currency: 'CNY', parcel: { number: '1' } }) },
        },
      },
      tax: {
        typeDefs: `
          type Firm @key(fields: "id") @context(name: "firm") { id: ID! currency: String @external }
          type Parcel @key(fields: "number") {
            number: ID! duty(currency: String @fromContext(field: "$firm { currency }")): String
          }
        `,
        resolvers: {
          Parcel: { duty: (_: unknown, given: { readonly currency: string }) => given.currency },
        },
      },
    });
    const run = (grant: string | null): Promise<RunResult> | undefined =>
      house?.run(
        authorized('{ firm { parcel { duty } } }', {
          effectOf: (type, field) =>
            `${type}.${field}` === 'Firm.currency'
              ? { kind: 'deny', denial: { message: '', extensions: {} } }
              : { kind: 'allow' },
          grantFor: (_, requiredBy) => (requiredBy.includes('Parcel.duty') ? grant : null),
        }),
      );
    expect(await run('tax')).toMatchObject({ data: { firm: { parcel: { duty: 'CNY' } } } });
    house.subgraphs.zone?.seen.splice(0);
    expect(await run(null)).toMatchObject({ data: { firm: { parcel: { duty: null } } } });
    expect(house.subgraphs.zone?.seen[0]?.query).not.toContain('currency');
  });
});
