import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { samples } from '../development/samples.ts';
import { type House, type Asking } from './house.ts';
import { openMarket } from './market.ts';

let house: House;
beforeAll(async () => {
  house = await openMarket();
});
afterAll(() => house.close());

const { uscc } = samples();
const tax: Asking = { department: 'tax', purpose: 'REFUND_CLASSIFICATION' };

/** Asks, and holds that nothing of the answer betrays a mark; gives the answer and how many documents it took. */
async function ask(query: string, asking: Asking = tax) {
  const before = house.asked.length;
  const answer = await house.ask(query, asking);
  const text = JSON.stringify([answer.data, answer.errors, answer.extensions, [...answer.headers]]);
  expect(text).not.toMatch(/MARK|RATED/);
  return { ...answer, asked: house.asked.slice(before).map(({ document }) => document) };
}

/** Asks market supervision itself, with the passport that the gateway showed it last. */
async function directly(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly data?: Readonly<Record<string, unknown>> | null }> {
  const passport = house.asked.findLast(({ subgraph }) => subgraph === 'market')?.passport ?? '';
  const response = await fetch(house.urls.market ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'gateway-passport': passport },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { readonly data?: Readonly<Record<string, unknown>> | null };
}

describe('a denied field', () => {
  test('under an alias, also one of an open field, is denied and not fetched', async () => {
    const { data, asked } = await ask('{ findings { ... on Inspection { note: score id } } }');
    expect(data?.findings).toContainEqual({ note: null, id: 'i1' });
    expect(asked.join()).not.toContain('score');
  });

  test('in a named fragment on an interface is denied on the type that denies it alone', async () => {
    const { data, errors } = await ask(
      'query Q { findings { __typename ...F } } fragment F on Finding { id note }',
    );
    expect(data?.findings).toEqual([
      { __typename: 'Inspection', id: 'i1', note: 'clean' },
      { __typename: 'Inspection', id: 'i2', note: 'dirty' },
      { __typename: 'Complaint', id: 'c1', note: null },
    ]);
    expect(errors.map(({ extensions }) => extensions.coordinate)).toEqual(['Complaint.note']);
  });

  test('through a union: what is of a type that does not exist for the asker is absent, and so is its name', async () => {
    const { data } = await ask('{ matters { __typename ... on Complaint { id note } } }');
    expect(data?.matters).toEqual([
      { __typename: 'Inspection' },
      { __typename: 'Inspection' },
      { __typename: 'Complaint', id: 'c1', note: null },
    ]);
    const named = await ask('{ matters { ... on Informant { id } } }');
    expect(named.status).toBe(400);
    expect(named.errors[0]?.message).toMatch(/^Unknown type "Informant"\./);
  });

  test('behind @requires takes what is computed from it along, even for its owner', async () => {
    const own = { department: 'market', purpose: 'CORRECTION' };
    const { data, errors, asked } = await ask(`{ enterprise(uscc: "${uscc}") { rating } }`, own);
    expect(data).toEqual({ enterprise: { rating: null } });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'POLICY_DENIED',
      coordinate: 'Enterprise.rating',
    });
    expect(asked.join()).not.toContain('arrears');
  });

  test.each([
    ['a literal', '{ inspections(minScore: 3) { totalCount } }', {}],
    ['a variable', 'query ($n: Int) { inspections(minScore: $n) { totalCount } }', { n: 3 }],
    [
      'a variable without value',
      'query ($n: Int) { inspections(minScore: $n) { totalCount } }',
      {},
    ],
    [
      "a variable's default",
      'query ($n: Int = 3) { inspections(minScore: $n) { totalCount } }',
      {},
    ],
    ['an input object', '{ inspections(filter: { and: { minScore: 3 } }) { totalCount } }', {}],
    [
      'an input object in a variable',
      'query ($f: InspectionFilter) { inspections(filter: $f) { totalCount } }',
      { f: { and: { and: { minScore: 3 } } } },
    ],
    [
      "an input object in a variable's default",
      'query ($f: InspectionFilter = { and: { minScore: 3 } }) { inspections(filter: $f) { totalCount } }',
      {},
    ],
    ['the default of an argument', '{ ranked { id } }', {}],
    ['the default of an input field', '{ sorted(order: {}) { id } }', {}],
    [
      'the default of an input field in a variable',
      'query ($o: InspectionOrder!) { sorted(order: $o) { id } }',
      { o: {} },
    ],
  ])(
    'as %s that filters or sorts refuses the operation before anything is fetched',
    async (_what, query, variables) => {
      const { status, errors, data, asked } = await ask(query, { ...tax, variables });
      expect(errors[0]?.extensions.code).toBe('POLICY_ARGUMENT_DENIED');
      expect({ status, data, asked }).toEqual({ status: 403, data: null, asked: [] });
    },
  );

  test('is no way to filter for the department itself either', async () => {
    await ask('{ findings { id } }');
    for (const query of [
      '{ ranked { id } }',
      '{ sorted(order: {}) { id } }',
      '{ inspections(filter: { and: { minScore: 3 } }) { totalCount } }',
    ]) {
      expect(JSON.stringify(await directly(query))).toContain('POLICY_ARGUMENT_DENIED');
    }
  });

  test('is not in the schema that introspection shows, nor what always reads it', async () => {
    const { data } = await ask(
      '{ i: __type(name: "Inspection") { fields { name } } f: __type(name: "InspectionFilter") { inputFields { name } } n: __type(name: "Informant") { name } s: __schema { types { name } } }',
      {},
    );
    expect(JSON.stringify(data)).not.toMatch(/inspector|score|Score|Informant|complain/);
    expect(JSON.stringify(data)).toContain('published');
  });

  test('is not suggested by an error of validation or of a variable', async () => {
    const near = [
      await ask('{ findings { ... on Inspection { inspecto } } }'),
      await ask('query ($f: InspectionFilter) { inspections(filter: $f) { totalCount } }', {
        variables: { f: { minScor: 1 } },
      }),
      await ask('{ ranke { id } }', {}),
    ];
    for (const { errors } of near) {
      expect(errors[0]?.message).toBeTruthy();
      expect(JSON.stringify(errors)).not.toMatch(/inspector|minScore|ranked/);
    }
  });

  test('is not reached by the doors of the federation', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ _entities(representations: [{ __typename: "Inspection", id: "i1" }]) { __typename } }',
    ]) {
      const { status, asked } = await ask(query);
      expect({ status, asked }).toEqual({ status: 400, asked: [] });
    }
  });

  test('is not reached by a batch', async () => {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ parks { code } }' }, { query: '{ ranked { id } }' }]),
    });
    expect(response.status).toBe(400);
    const body = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect(body).not.toHaveProperty('data');
    expect(body.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('is not taken from an answer that is made for somebody else at the same time', async () => {
    const query = '{ findings { ... on Inspection { id score } } }';
    const own = { department: 'market', purpose: 'CORRECTION' };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => house.ask(query, index % 2 === 0 ? own : tax)),
    );
    answers.forEach(({ data }, index) => {
      const text = JSON.stringify(data);
      expect(text.includes('"score":3')).toBe(index % 2 === 0);
    });
  });

  test('tells nothing of which rows there are: the same answer, from as many documents', async () => {
    const customs = { department: 'customs', purpose: 'RISK_ANALYSIS' };
    const of = (id: string) => ask(`{ inspection(id: "${id}") { id note score } }`, customs);
    const [there, nowhere] = [await of('i2'), await of('no such row')];
    expect(there.data).toEqual({ inspection: null });
    expect([nowhere.data, nowhere.errors]).toEqual([there.data, there.errors]);
    expect(nowhere.asked.length).toBe(there.asked.length);
    const root = await ask('{ findings { id } }', customs);
    expect([root.data, root.asked]).toEqual([{ findings: null }, []]);
  });

  test('that may not be null goes up as the specification says, and tells no more than that', async () => {
    const { data, errors } = await ask('{ findings { id ... on Complaint { weight } } }');
    expect(data?.findings).toBeNull();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['POLICY_DENIED']);
  });
});

describe('rows that exist for some', () => {
  const page =
    '{ inspections(first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { id note } } }';

  test('are not counted, listed or paged for others', async () => {
    const { data } = await ask(page, {});
    expect(data?.inspections).toMatchObject({
      totalCount: 1,
      pageInfo: { hasNextPage: false },
      nodes: [{ id: 'i1' }],
    });
    expect((await ask(page)).data?.inspections).toMatchObject({ totalCount: 2 });
  });

  test('are none when asked for by their key', async () => {
    const one = (id: string) => ask(`{ inspection(id: "${id}") { id note } }`, {});
    expect((await one('i1')).data).toEqual({ inspection: { id: 'i1', note: 'clean' } });
    const [hidden, nowhere] = [await one('i2'), await one('no such row')];
    expect(hidden.data).toEqual({ inspection: null });
    expect([nowhere.data, nowhere.errors]).toEqual([hidden.data, hidden.errors]);
  });

  test('are none for the department either when somebody shows it their key', async () => {
    await ask(page, {});
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Inspection { id note } } }';
    const r = ['i1', 'i2'].map((id) => ({ __typename: 'Inspection', id }));
    expect(await directly(query, { r })).toEqual({
      data: { _entities: [{ __typename: 'Inspection', id: 'i1', note: 'clean' }, null] },
    });
  });

  test('are absent from a union and an interface, for the department too, as are types that do not exist', async () => {
    const query = '{ matters { __typename ... on Inspection { id note } } }';
    const given = [{ __typename: 'Inspection', id: 'i1', note: 'clean' }];
    expect((await ask(query, {})).data).toEqual({ matters: given });
    expect(await directly(query)).toEqual({ data: { matters: given } });
    await ask('{ findings { id } }');
    const { data } = await directly('{ matters { __typename } findings { __typename } }');
    expect(data?.matters).toEqual(data?.findings);
    expect(data?.findings).toHaveLength(3);
  });

  test('are not found by the cursor of somebody who sees them', async () => {
    const { data } = await ask(page);
    const { endCursor } = (data?.inspections as { pageInfo: { endCursor: string } }).pageInfo;
    const next = `{ inspections(first: 1, after: "${endCursor}") { nodes { id } } }`;
    expect((await ask(next)).data).toEqual({ inspections: { nodes: [{ id: 'i2' }] } });
    const stolen = await ask(next, {});
    expect(stolen.data).toEqual({ inspections: null });
    expect(stolen.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('an explanation', () => {
  test('names no field that a condition reads and the asker may not know', async () => {
    const { extensions } = await ask('{ findings { ... on Complaint { id place } } }', {
      ...tax,
      headers: { 'policy-explain': '1' },
    });
    const text = JSON.stringify(extensions);
    expect(text).toContain('"effect":"on some rows"');
    expect(text).not.toMatch(/complainant|on rows where/);
  });

  test('of the plan says who is asked for what, and nothing that is not the asker to know', async () => {
    const query =
      '{ findings { id note ... on Complaint { place } } enterprise(uscc: "91210105XX00000B03") { name taxGradeAYear } }';
    const { extensions } = await house.ask(query, { ...tax, headers: { 'plan-explain': '1' } });
    const text = JSON.stringify(extensions);
    expect(text).toContain('"subgraph":"market"');
    expect(text).toContain('"Inspection.note"');
    expect(text).not.toMatch(/complainant|XX00000B03|127\.0\.0\.1|\{ ?id/);
    expect(extensions).not.toHaveProperty('policy');
  });

  test('is not given to the public', async () => {
    const { extensions } = await ask('{ inspections { totalCount } }', {
      headers: { 'policy-explain': '1', 'plan-explain': '1' },
    });
    expect(extensions).toBeUndefined();
  });
});
