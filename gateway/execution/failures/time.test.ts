import { afterEach, describe, expect, test } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { openHouse, type TestHouse } from '../testing/house.ts';
import { hangUp } from '../testing/subgraph.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const typeDefs = 'type Query { rate: Int } type Mutation { raise: Int }';
const resolvers = { Query: { rate: () => 3 }, Mutation: { raise: () => 4 } };

describe('time', () => {
  test('runs out at the deadline, of which the subgraph is told', async () => {
    house = await openHouse({ tax: { typeDefs, resolvers, misbehave: () => true } });
    const began = Date.now();
    const { data, errors } = await house.run('{ rate }', { deadlineMs: 150 });
    expect(Date.now() - began).toBeLessThan(1500);
    expect(data).toEqual({ rate: null });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'tax' },
    ]);
    const left = Number(house.subgraphs.tax?.seen[0]?.headers['request-deadline']);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(150);
  });

  test('ends for the subgraph when the client goes', async () => {
    const controller = new AbortController();
    const connection = new EventEmitter();
    const gone = once(connection, 'gone');
    house = await openHouse({
      tax: {
        typeDefs,
        resolvers,
        misbehave(_request, response) {
          response.once('close', () => {
            connection.emit('gone');
          });
          controller.abort();
          return true;
        },
      },
    });
    const { errors } = await house.run('{ rate }', { signal: controller.signal });
    expect(errors).toHaveLength(1);
    expect(await gone).toEqual([]);
  });

  test('is not spent when the client went before', async () => {
    house = await openHouse({ tax: { typeDefs, resolvers } });
    const { errors } = await house.run('{ rate }', { signal: AbortSignal.abort() });
    expect(errors).toHaveLength(1);
    expect(house.subgraphs.tax?.seen).toEqual([]);
  });
});

describe('a connection that breaks', () => {
  test('is tried once more for a query and never for a mutation', async () => {
    house = await openHouse({
      tax: { typeDefs, resolvers, misbehave: hangUp },
    });
    await house.run('{ rate }');
    expect(house.subgraphs.tax?.seen).toHaveLength(2);
    house.subgraphs.tax?.seen.splice(0);
    await house.run('mutation { raise }');
    expect(house.subgraphs.tax?.seen).toHaveLength(1);
  });
});

describe('the circuit', () => {
  test('opens after failures in a row and closes again by itself', async () => {
    let isDown = true;
    house = await openHouse(
      {
        tax: {
          typeDefs,
          resolvers,
          misbehave: (...exchange) => isDown && hangUp(...exchange),
        },
      },
      { failuresToOpen: 3, halfOpenAfterMs: 100 },
    );
    const { tax } = house.subgraphs;
    for (let index = 0; index < 3; index++) await house.run('mutation { raise }');
    expect(tax?.seen).toHaveLength(3);
    const refused = await house.run('{ rate }');
    expect(tax?.seen).toHaveLength(3);
    expect(refused.errors[0]?.extensions).toEqual({
      code: 'SUBGRAPH_UNAVAILABLE',
      subgraph: 'tax',
    });
    isDown = false;
    await wait(150);
    expect(await house.run('{ rate }')).toMatchObject({ data: { rate: 3 }, errors: [] });
    expect(await house.run('{ rate }')).toMatchObject({ data: { rate: 3 }, errors: [] });
  });

  test('opens for a subgraph that lets deadlines pass, and not for clients that leave', async () => {
    let hasArrived = (): void => undefined;
    const misbehave = (): boolean => {
      hasArrived();
      return true;
    };
    house = await openHouse(
      { tax: { typeDefs, resolvers, misbehave } },
      { failuresToOpen: 2, halfOpenAfterMs: 60_000 },
    );
    const { tax } = house.subgraphs;
    for (let index = 0; index < 4; index++) {
      const client = new AbortController();
      hasArrived = () => {
        client.abort();
      };
      await house.run('{ rate }', { signal: client.signal, deadlineMs: 30_000 });
    }
    expect(tax?.seen).toHaveLength(4);
    hasArrived = () => undefined;
    for (let index = 0; index < 4; index++) await house.run('{ rate }', { deadlineMs: 200 });
    expect(tax?.seen).toHaveLength(6);
  });

  test('stays closed for a subgraph that answers with errors', async () => {
    house = await openHouse(
      { tax: { typeDefs, resolvers: { Query: { rate: () => Promise.reject(new Error('x')) } } } },
      { failuresToOpen: 2 },
    );
    for (let index = 0; index < 4; index++) await house.run('{ rate }');
    expect(house.subgraphs.tax?.seen).toHaveLength(4);
  });
});
