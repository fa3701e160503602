import { afterEach, describe, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { openHouse, type TestHouse } from '../testing/house.ts';
import { hangUp, type Misbehaviour } from '../testing/subgraph.ts';

let house: TestHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const parcels = `
  type Query { parcels: [Parcel!]! }
  type Parcel @key(fields: "number") { number: ID! place: String }
`;
const duties = `
  type Query { rate: Int }
  type Parcel @key(fields: "number") { number: ID! duty: Int notes: [String] }
`;

/** Two subgraphs, of which the second misbehaves. */
async function open(
  misbehave: Misbehaviour,
  limits: Parameters<typeof openHouse>[1] = {},
): Promise<TestHouse> {
  house = await openHouse(
    {
      customs: {
        typeDefs: parcels,
        resolvers: { Query: { parcels: () => [{ number: 'p1', place: 'quay' }] } },
      },
      tax: {
        typeDefs: duties,
        resolvers: { Query: { rate: () => 3 }, Parcel: { duty: () => 7, notes: () => ['n'] } },
        misbehave,
      },
    },
    limits,
  );
  return house;
}

const json = (response: ServerResponse, body: string, status = 200): true => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
  return true;
};
const entity = (fields: unknown): string => JSON.stringify({ data: { _entities: [fields] } });
const query = '{ parcels { place duty } }';
const partial = { parcels: [{ place: 'quay', duty: null }] };

describe('a subgraph that fails', () => {
  const failures: Readonly<Record<string, [Misbehaviour, string]>> = {
    'hangs up': [hangUp, 'SUBGRAPH_UNAVAILABLE'],
    'breaks off': [
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"data":');
        setTimeout(() => response.destroy(), 5);
        return true;
      },
      'SUBGRAPH_ERROR',
    ],
    'sends no JSON': [(_, response) => json(response, '{"data":'), 'SUBGRAPH_ERROR'],
    'sends a page': [
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<h1>secret</h1>');
        return true;
      },
      'SUBGRAPH_ERROR',
    ],
    'is behind a proxy that fails': [
      (_, response) => {
        response.writeHead(502, { 'content-type': 'text/html' });
        response.end('<h1>secret</h1>');
        return true;
      },
      'SUBGRAPH_UNAVAILABLE',
    ],
    redirects: [
      (_, response) => {
        response.writeHead(307, { location: 'http://127.0.0.1:1/' });
        response.end();
        return true;
      },
      'SUBGRAPH_ERROR',
    ],
    'sends a list': [(_, response) => json(response, '[]'), 'SUBGRAPH_ERROR'],
    'sends null': [(_, response) => json(response, 'null'), 'SUBGRAPH_ERROR'],
    'sends neither data nor errors': [(_, response) => json(response, '{}'), 'SUBGRAPH_ERROR'],
    'sends nothing': [
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end();
        return true;
      },
      'SUBGRAPH_ERROR',
    ],
    'refuses the request as a whole': [
      (_, response) => json(response, '{"errors":[{"message":"secret"}]}', 400),
      'SUBGRAPH_ERROR',
    ],
    'sends an object for the entities': [
      (_, response) => json(response, '{"data":{"_entities":{"duty":1}}}'),
      'SUBGRAPH_ERROR',
    ],
    'sends too few entities': [
      (_, response) => json(response, '{"data":{"_entities":[]}}'),
      'SUBGRAPH_ERROR',
    ],
    'sends too many entities': [
      (_, response) => json(response, '{"data":{"_entities":[{"duty":1},{"duty":2}]}}'),
      'SUBGRAPH_ERROR',
    ],
    'sends entities that are none': [
      (_, response) => json(response, '{"data":{"_entities":[5]}}'),
      'SUBGRAPH_ERROR',
    ],
    'tells of its insides': [
      (_, response) =>
        json(
          response,
          JSON.stringify({
            data: { _entities: [null] },
            errors: [
              {
                message: 'secret table',
                path: ['_entities', 0, 'duty'],
                extensions: { code: 'SECRET', stacktrace: ['secret'] },
              },
            ],
          }),
        ),
      'SUBGRAPH_ERROR',
    ],
  };

  test.each(Object.entries(failures))('and %s leaves a partial answer', async (_, [act, code]) => {
    const { run, subgraphs } = await open(act);
    const { data, errors } = await run(query);
    expect(data).toEqual(partial);
    expect(errors.map(({ path, extensions }) => ({ path, extensions }))).toEqual([
      { path: ['parcels', 0, 'duty'], extensions: { code, subgraph: 'tax' } },
    ]);
    const text = JSON.stringify(errors);
    expect(text).not.toContain('secret');
    expect(text).not.toContain(new URL(subgraphs.tax?.url ?? '').port);
  });

  test('does not take the root fields of another with it', async () => {
    const { run } = await open(hangUp);
    const { data, errors } = await run('{ rate parcels { place } }');
    expect(data).toEqual({ rate: null, parcels: [{ place: 'quay' }] });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['rate'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'tax' },
      }),
    ]);
  });

  test('may say what it means for the client, and no more', async () => {
    const { run } = await open((_, response) =>
      json(
        response,
        JSON.stringify({
          data: { _entities: [{ duty: null }] },
          errors: [
            {
              message: 'Parcel.duty: denied.',
              path: ['_entities', 0, 'duty'],
              extensions: { code: 'POLICY_DENIED', coordinate: 'Parcel.duty', owner: 'secret' },
            },
          ],
        }),
      ),
    );
    const { errors } = await run(query);
    expect(errors).toEqual([
      {
        message: 'Parcel.duty: denied.',
        path: ['parcels', 0, 'duty'],
        extensions: { code: 'POLICY_DENIED', subgraph: 'tax', coordinate: 'Parcel.duty' },
      },
    ]);
  });
});

describe('a hostile answer', () => {
  test('of wrong types is not passed on', async () => {
    const { run } = await open((_, response) =>
      json(response, entity({ duty: { evil: 1 }, notes: [['n'], 1, 'ok'] })),
    );
    const { data, errors } = await run('{ parcels { duty notes } }');
    expect(data).toEqual({ parcels: [{ duty: null, notes: [null, null, 'ok'] }] });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(
      Array.from({ length: 3 }, () => 'INVALID_VALUE'),
    );
  });

  test('reaches no prototype', async () => {
    const { run } = await open((_, response) =>
      json(
        response,
        '{"data":{"_entities":[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"duty":7}]}}',
      ),
    );
    const { data } = await run(query);
    expect(data).toEqual({ parcels: [{ place: 'quay', duty: 7 }] });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
  });

  test('gives nothing that was not asked for', async () => {
    const { run } = await open((_, response) =>
      json(response, entity({ duty: 7, number: 'other', more: 'more' })),
    );
    expect((await run(query)).data).toEqual({ parcels: [{ place: 'quay', duty: 7 }] });
  });

  test('that is too large is cut off', async () => {
    const { run } = await open(
      (_, response) => json(response, entity({ duty: 7, filler: 'x'.repeat(5000) })),
      { maxResponseBytes: 4000 },
    );
    const { data, errors } = await run(query);
    expect(data).toEqual(partial);
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'tax' } }),
    ]);
  });

  test('with a thousand odd errors is borne', async () => {
    const odd = [null, 5, 'x', {}, { path: 'x' }, { path: [{}, null] }, { message: {} }];
    const errors = Array.from({ length: 1000 }, (_, index) => odd[index % odd.length]);
    const { run } = await open((_, response) =>
      json(response, JSON.stringify({ data: { _entities: [{ duty: 7 }] }, errors })),
    );
    const answer = await run(query);
    expect(answer.data).toEqual({ parcels: [{ place: 'quay', duty: 7 }] });
    expect(answer.errors).toHaveLength(100);
  });
});
