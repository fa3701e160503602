import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execute, parse } from 'graphql';
import { openHouse, type TestHouse } from '../testing/house.ts';
import { type RandomQuery, randomQueries } from '../testing/random-query.ts';
import { resolveWhole, shop } from '../testing/shop.ts';
import { openStock, type StockGateway } from '../testing/stock.ts';

let house: TestHouse;
let gateway: StockGateway;
let queries: fc.Arbitrary<RandomQuery>;

beforeAll(async () => {
  house = await openHouse(shop);
  gateway = await openStock(house);
  queries = randomQueries(house.engine.schema, ({ args }, draw) => {
    const [argument] = args;
    if (argument === undefined) return '';
    if (argument.name === 'id') return `(id: "${draw(5)}")`;
    return draw(2) === 0 ? '' : `(least: ${draw(5)})`;
  });
});
afterAll(async () => {
  await gateway.close();
  await house.close();
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Whether no value stands at the path: there is a null, or the plan fetched more than was asked for. */
function isEmptyAt(data: unknown, path: readonly (string | number)[] = []): boolean {
  const [step, ...rest] = path;
  if (data === null || data === undefined) return true;
  if (step === undefined || typeof data !== 'object') return false;
  return isEmptyAt((data as Readonly<Record<string | number, unknown>>)[step], rest);
}

describe('for any query', () => {
  test('data are those of one schema over the same rows, and errors stand where nulls do', async () => {
    const schema = house.engine.schema;
    await fc.assert(
      fc.asyncProperty(queries, async ({ source, variables }) => {
        const expected = await execute({
          schema,
          document: parse(source),
          variableValues: variables,
          fieldResolver: resolveWhole,
        });
        const own = await house.run(source, { variables });
        expect({ source, data: own.data }).toEqual({ source, data: plain(expected.data) });
        const misplaced = own.errors.filter(({ path }) => !isEmptyAt(own.data, path));
        expect({ source, misplaced }).toEqual({ source, misplaced: [] });
        const isSilent = expected.errors !== undefined && own.errors.length === 0;
        expect({ source, isSilent }).toEqual({ source, isSilent: false });
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 60_000);

  // Without conditions, aliases and optional arguments: there, the stock executor loses data that one schema has.
  test('data are those of the stock executor', async () => {
    const schema = house.engine.schema;
    const plainQueries = randomQueries(
      schema,
      ({ args }, draw) => (args[0]?.name === 'id' ? `(id: "${draw(5)}")` : ''),
      true,
    );
    await fc.assert(
      fc.asyncProperty(plainQueries, async ({ source, variables }) => {
        const stock = await gateway.run(source, variables);
        const own = await house.run(source, { variables });
        expect({ source, data: own.data }).toEqual({ source, data: plain(stock.data) });
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 60_000);
});
