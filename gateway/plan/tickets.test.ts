import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FieldEffect } from './compiled.ts';
import { authorized } from '../execution/testing/authorized.ts';
import { openHouse, type TestHouse } from '../execution/testing/house.ts';

/** What a signer was asked to sign. */
interface Signed {
  readonly subgraph: string;
  readonly document: string;
  readonly beyond: Readonly<Record<string, string>>;
}

const allow: FieldEffect = { kind: 'allow' };
const deny: FieldEffect = { kind: 'deny', denial: { message: 'no', extensions: {} } };
const masked: FieldEffect = { kind: 'mask', apply: () => 9 };
const effects =
  (given: Readonly<Record<string, FieldEffect>>) =>
  (type: string, field: string): FieldEffect =>
    given[`${type}.${field}`] ?? allow;

let house: TestHouse;

beforeAll(async () => {
  house = await openHouse({
    customs: {
      typeDefs: `
        type Query { parcels: [Parcel!]! }
        type Parcel @key(fields: "number") { number: ID! weight: Int place: String }
      `,
      resolvers: {
        Query: { parcels: () => [{ number: 'p1', weight: 7, place: 'quay' }] },
        Parcel: { __resolveReference: () => ({ number: 'p1', weight: 7, place: 'quay' }) },
      },
    },
    tax: {
      typeDefs: `
        type Parcel @key(fields: "number") {
          number: ID! weight: Int @external duty: Int @requires(fields: "weight") note: String
        }
      `,
      resolvers: {
        Parcel: {
          duty: ({ weight }: { readonly weight: number }) => weight * 2,
          note: () => 'seen',
        },
      },
    },
  });
});
afterAll(() => house.close());

/** Runs a query and tells what was signed and which tickets arrived. */
async function runSigned(
  source: string,
  changes: Parameters<typeof authorized>[1],
): Promise<{
  readonly signed: readonly Signed[];
  readonly result: Awaited<ReturnType<TestHouse['run']>>;
  readonly tickets: Readonly<Record<string, readonly unknown[]>>;
  readonly queries: readonly string[];
}> {
  const seen = Object.values(house.subgraphs);
  for (const subgraph of seen) subgraph.seen.splice(0);
  const signed: Signed[] = [];
  const result = await house.run(authorized(source, changes), {
    sign: (fetch) => {
      signed.push(fetch);
      return Promise.resolve(`ticket ${signed.length}`);
    },
  });
  return {
    signed,
    result,
    tickets: Object.fromEntries(
      seen.map((subgraph) => [
        subgraph.name,
        subgraph.seen.map(({ headers }) => headers['gateway-ticket']),
      ]),
    ),
    queries: seen.flatMap((subgraph) => subgraph.seen.map(({ query }) => query)),
  };
}

const grants =
  (given: Readonly<Record<string, string>>) =>
  (coordinate: string): string | null =>
    given[coordinate] ?? null;

describe('tickets', () => {
  test('are not asked for where the principal may see all that a plan fetches', async () => {
    const { signed, tickets } = await runSigned('{ parcels { number note } }', {});
    expect(signed).toEqual([]);
    expect(tickets).toEqual({ customs: [undefined], tax: [undefined] });
  });

  test('name a key that the principal may not see, for the very document that is sent', async () => {
    const { signed, result, tickets, queries } = await runSigned('{ parcels { note } }', {
      effectOf: effects({ 'Parcel.number': deny }),
      grantFor: grants({ 'Parcel.number': 'key' }),
    });
    expect(result).toMatchObject({ data: { parcels: [{ note: 'seen' }] }, errors: [] });
    expect(signed).toEqual([
      { subgraph: 'customs', document: queries[0], beyond: { 'Parcel.number': 'key' } },
    ]);
    expect(tickets).toEqual({ customs: ['ticket 1'], tax: [undefined] });
  });

  test('name the grant of what @requires reads, and with what it was asked for', async () => {
    const asked: unknown[] = [];
    const { signed, result } = await runSigned('{ parcels { duty } }', {
      effectOf: effects({ 'Parcel.weight': deny }),
      grantFor: (...question) => {
        asked.push(question);
        return 'customs-to-tax';
      },
    });
    expect(result.data).toEqual({ parcels: [{ duty: 14 }] });
    expect(signed.map(({ beyond }) => beyond)).toEqual([{ 'Parcel.weight': 'customs-to-tax' }]);
    expect(asked).toContainEqual(['Parcel.weight', ['Parcel.duty']]);
  });

  test('cover a masked value that a computation needs whole; the answer has it masked', async () => {
    const { signed, result } = await runSigned('{ parcels { weight duty } }', {
      effectOf: effects({ 'Parcel.weight': masked }),
      grantFor: grants({ 'Parcel.weight': 'customs-to-tax' }),
    });
    expect(result.data).toEqual({ parcels: [{ weight: 9, duty: 14 }] });
    expect(signed.map(({ subgraph, beyond }) => [subgraph, beyond])).toEqual([
      ['customs', { 'Parcel.weight': 'customs-to-tax' }],
    ]);
  });

  test('are not spent on a masked value that nothing computes with', async () => {
    const { signed, result } = await runSigned('{ parcels { weight } }', {
      effectOf: effects({ 'Parcel.weight': masked }),
      grantFor: grants({}),
    });
    expect(result.data).toEqual({ parcels: [{ weight: 9 }] });
    expect(signed).toEqual([]);
  });

  test('cover what conditions read under a hidden name', async () => {
    const { signed, result } = await runSigned('{ parcels { place } }', {
      permitted: '{ parcels { place _cpz_weight: weight } }',
      effectOf: effects({
        'Parcel.weight': deny,
        'Parcel.place': {
          kind: 'rows',
          needs: ['weight'],
          decide: (row) => (row('weight') === 7 ? 'allow' : 'deny'),
          apply: () => null,
        },
      }),
      grantFor: grants({ 'Parcel.weight': 'condition' }),
    });
    expect(result).toMatchObject({ data: { parcels: [{ place: 'quay' }] }, errors: [] });
    expect(signed.map(({ beyond }) => beyond)).toEqual([{ 'Parcel.weight': 'condition' }]);
  });
});

describe('what nothing grants', () => {
  test('is never fetched; the field that rests on it is denied, the others are answered', async () => {
    const { signed, result, queries } = await runSigned('{ parcels { place duty note } }', {
      effectOf: effects({ 'Parcel.weight': deny }),
      grantFor: grants({}),
    });
    expect(queries.filter((query) => /weight|duty/.test(query))).toEqual([]);
    expect(signed).toEqual([]);
    expect(result.data).toEqual({ parcels: [{ place: 'quay', duty: null, note: 'seen' }] });
    expect(result.errors).toEqual([
      expect.objectContaining({
        path: ['parcels', 0, 'duty'],
        extensions: expect.objectContaining({ code: 'POLICY_DENIED', coordinate: 'Parcel.duty' }),
      }),
    ]);
  });

  test('takes with it what a key would lead to', async () => {
    const { result, queries } = await runSigned('{ parcels { place note } }', {
      effectOf: effects({ 'Parcel.number': deny }),
      grantFor: grants({}),
    });
    expect(queries.filter((query) => /number|note/.test(query))).toEqual([]);
    expect(result.data).toEqual({ parcels: [{ place: 'quay', note: null }] });
    expect(result.errors.map(({ extensions }) => extensions?.coordinate)).toEqual(['Parcel.note']);
  });

  test('denies what a condition would have to read', async () => {
    const { result } = await runSigned('{ parcels { place note } }', {
      permitted: '{ parcels { place _cpz_duty: duty note } }',
      effectOf: effects({
        'Parcel.weight': deny,
        'Parcel.place': {
          kind: 'rows',
          needs: ['duty'],
          decide: (row) => (row('duty') === 14 ? 'deny' : 'allow'),
          apply: () => null,
        },
      }),
      grantFor: grants({}),
    });
    expect(result.data).toEqual({ parcels: [{ place: null, note: 'seen' }] });
    expect(result.errors.map(({ extensions }) => extensions?.coordinate)).toEqual(['Parcel.place']);
  });

  test('is said of the compiled operation, for the record', async () => {
    const operation = authorized('{ parcels { duty place } }', {
      effectOf: effects({ 'Parcel.weight': deny }),
      grantFor: grants({}),
    });
    const compiled = await house.engine.compile(operation, () => Promise.resolve(''));
    expect(compiled.withheld).toEqual(['Parcel.duty']);
    expect(compiled.subgraphs).toEqual(['customs']);
  });
});
