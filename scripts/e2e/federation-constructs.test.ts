import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { TestSubgraph } from '../../gateway/execution/testing/subgraph.ts';
import { composeSupergraph } from '../../schema/compose.ts';
import { desk, goods, header, items, resolvers, reviews } from './goods-and-desk.ts';
import { openToy, type Toy, type ToyAnswer } from './toy.ts';

const names = { zh: '甲', en: 'A' };
const agreement = (id: string, from: string, to: string, grants: object, more = {}): string =>
  JSON.stringify({
    id,
    title: names,
    provider: from,
    recipient: to,
    purposes: ['WORK'],
    legalBasis: ['Law 1'],
    effective: '2020-01-01',
    approvals: [from, to].map((department) => ({ department, officer: 'o', on: '2020-01-01' })),
    grants,
    ...more,
  });
const departments = { alpha: ['goods'], beta: ['desk'], gamma: [], delta: [] };

function compose(subgraphs: readonly TestSubgraph[]): string {
  const contracts = subgraphs.map(({ name, url, typeDefs }) => {
    const document = parse(typeDefs);
    return { name, url, document, sdl: typeDefs, file: `${name}.graphql` };
  });
  const composition = composeSupergraph(contracts, { Seller: 'goods' });
  if ('problems' in composition) throw new Error(JSON.stringify(composition.problems));
  return composition.supergraphSdl;
}

/** Asks as a department; holds that nothing of the answer, nor of what was fetched for it, is denied. */
async function ask(
  toy: Toy,
  query: string,
  department: string,
  never: RegExp,
): Promise<ToyAnswer & { readonly fetched: string }> {
  const all = Object.values(toy.subgraphs);
  const before = all.map(({ seen }) => seen.length);
  const answer = await toy.post(
    { query },
    { authorization: `Bearer ${await toy.tokenOf(department)}` },
  );
  const fetched = all.flatMap(({ seen }, index) => seen.slice(before[index]));
  expect(JSON.stringify([answer.data, answer.message])).not.toMatch(never);
  return { ...answer, fetched: fetched.map((one) => one.query).join('\n') };
}

describe('contracts that say how they are classified', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await openToy(
      {
        goods: { typeDefs: header + goods, resolvers: resolvers.goods },
        desk: { typeDefs: header + desk, resolvers: resolvers.desk },
      },
      {},
      {
        departments,
        compose,
        policies: {
          'agreements/beta/beta-to-gamma.yaml': agreement('beta-to-gamma', 'beta', 'gamma', [
            { coordinates: ['Tool.rating'], allow: true },
          ]),
          'agreements/beta/beta-to-delta.yaml': agreement('beta-to-delta', 'beta', 'delta', [
            { coordinates: ['Item.rating'], mask: 'first(3)' },
          ]),
          'agreements/alpha/alpha-to-delta.yaml': agreement('alpha-to-delta', 'alpha', 'delta', [
            { coordinates: ['Seller.city'], mask: 'first(1)' },
          ]),
        },
      },
    );
  });
  afterAll(() => toy.close());

  test('@interfaceObject: a field belongs to who resolves it, not to whose types it stands on', async () => {
    const query = '{ items { __typename id rating } }';
    const alpha = await ask(toy, query, 'alpha', /RATING|CRITIC/);
    expect(alpha.data).toEqual({
      items: items.map(({ __typename, id }) => ({ __typename, id, rating: null })),
    });
    expect(alpha.extensions).toMatchObject({ code: 'POLICY_DENIED', owner: 'beta' });
    expect(alpha.fetched).not.toContain('rating');
    const beta = await ask(toy, '{ items { id critic } }', 'beta', /NAME/);
    expect(beta.data).toEqual({ items: reviews.map(({ id, critic }) => ({ id, critic })) });
  });

  test('@interfaceObject: is given on every type or on none, for its owner cannot tell them apart', async () => {
    for (const query of [
      '{ items { id rating } }',
      '{ rated { id rating } }',
      '{ rated { ... on Tool { id rating } ... on Toy { id again: rating } } }',
    ]) {
      const { data, extensions, fetched } = await ask(toy, query, 'gamma', /RATING|CRITIC/);
      expect(JSON.stringify(data)).toContain('{"id":"0","rating":null}');
      expect(extensions).toMatchObject({ code: 'POLICY_DENIED', owner: 'beta' });
      expect(fetched).not.toContain('rating');
    }
  });

  test('@interfaceObject: a mask on the interface is a mask on every type; what is withheld does not exist', async () => {
    const { data } = await ask(toy, '{ rated { rating } }', 'delta', /RATING/);
    expect(data).toEqual({ rated: [{ rating: 'RAT*****' }, { rating: 'RAT*****' }] });
    const { message } = await ask(toy, '{ items { critic } }', 'delta', /CRITIC/);
    expect(message).toContain('Cannot query field "critic"');
  });

  test('an enum of a hidden field does not exist, nor an argument of it: not in introspection, nor in an error', async () => {
    const introspection = '{ __type(name: "Mood") { name enumValues { name } } }';
    const owner = await ask(toy, introspection, 'beta', /CRITIC/);
    expect(owner.data).toMatchObject({ __type: { name: 'Mood', enumValues: [{}, {}] } });
    expect(
      (await ask(toy, '{ rated(mood: GRIM) { id } }', 'beta', /CRITIC/)).message,
    ).toBeUndefined();
    expect((await ask(toy, introspection, 'delta', /Mood|GRIM/)).data).toEqual({ __type: null });
    for (const query of ['{ rated(moo: GRIN) { id } }', '{ items { moo } }']) {
      const { message, fetched } = await ask(toy, query, 'delta', /mood|Mood|GRIM|SUNNY/);
      expect(message).toMatch(/Unknown argument|Cannot query field/);
      expect(fetched).toBe('');
    }
    const named = await ask(toy, 'query ($m: Mood) { rated(mood: $m) { id } }', 'delta', /SUNNY/);
    expect(named.message).toMatch(/^Unknown type "Mood"\./);
  });

  test('@provides: a copy is no way around who owns the value', async () => {
    for (const department of ['gamma', 'beta']) {
      const denied = await ask(toy, '{ offers { id city } }', department, /CITY/);
      expect(denied.data).toEqual({ offers: [{ id: 's', city: null }] });
      expect(denied.extensions).toMatchObject({ coordinate: 'Seller.city', owner: 'alpha' });
      expect(denied.fetched).not.toContain('city');
    }
    const masked = await ask(toy, '{ offers { city } }', 'delta', /CITY/);
    expect(masked.data).toEqual({ offers: [{ city: 'C***' }] });
    // It is the copy that was masked: nobody else was asked.
    expect(masked.fetched).not.toContain('_entities');
  });

  test('@external: what is computed from it is as closed as it is, also for who computes it', async () => {
    for (const department of ['gamma', 'beta']) {
      const { data, extensions, fetched } = await ask(
        toy,
        '{ sellers { id tour } offers { tour } }',
        department,
        /CITY|TOUR/,
      );
      expect(data).toEqual({ sellers: [{ id: 's', tour: null }], offers: [{ tour: null }] });
      // The decision says so; what the plan withholds by itself has another reason.
      expect(extensions).toMatchObject({
        coordinate: 'Seller.tour',
        code: 'POLICY_DENIED',
        reason: expect.stringMatching(/^It is computed from Seller\.city,/) as unknown,
      });
      expect(fetched).not.toMatch(/tour|city/);
    }
  });

  test("a type's classification is the default of the fields of its own contract, and of no other's", async () => {
    const { data } = await ask(
      toy,
      '{ sellers { id memo phone } items { __typename name } }',
      'gamma',
      /PHONE|NAME-Toy/,
    );
    expect(data).toEqual({
      sellers: [{ id: 's', memo: 'MEMO', phone: null }],
      items: [
        { __typename: 'Tool', name: 'NAME-Tool' },
        { __typename: 'Toy', name: null },
      ],
    });
  });
});

test('production answers by no approvals that are only written down', async () => {
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    const opening = openToy({ goods: { typeDefs: 'type Query { a: Int }' } });
    await expect(opening).rejects.toThrow('Production answers by signed policies only');
  } finally {
    process.env.NODE_ENV = environment;
  }
});

describe('contracts that say nothing, and a file of wildcards', () => {
  const bare = (sdl: string): string => sdl.replaceAll(/@(classified|reads)\([^)]*\)/g, '');
  let toy: Toy;
  beforeAll(async () => {
    toy = await openToy(
      {
        goods: { typeDefs: bare(goods), resolvers: resolvers.goods },
        desk: { typeDefs: bare(desk), resolvers: resolvers.desk },
      },
      {},
      {
        departments,
        policies: {
          'classifications/all.yaml': JSON.stringify({
            classifications: [
              // In an order in which neither the first nor the last that fits is the closest.
              { coordinates: ['Seller.id'], category: 'open', sharing: 'UNCONDITIONAL' },
              { coordinates: ['Toy.critic'], category: 'open', sharing: 'WITHHELD' },
              { coordinates: ['*.*'], category: 'open', sharing: 'UNCONDITIONAL' },
              { coordinates: ['Seller.*'], category: 'sellers', sharing: 'CONDITIONAL' },
            ],
          }),
          'agreements/alpha/alpha-to-delta.yaml': agreement('alpha-to-delta', 'alpha', 'delta', [
            { coordinates: ['Seller.city'], allow: true },
          ]),
        },
      },
    );
  });
  afterAll(() => toy.close());

  test('the closer wildcard counts, and the coordinate before all', async () => {
    const query = '{ items { name } sellers { id phone memo city } offers { city } }';
    const gamma = await ask(toy, query, 'gamma', /PHONE|MEMO|CITY/);
    expect(gamma.data).toEqual({
      items: items.map(({ name }) => ({ name })),
      sellers: [{ id: 's', phone: null, memo: null, city: null }],
      offers: [{ city: null }],
    });
    expect(gamma.fetched).not.toMatch(/phone|memo|city/);
    const delta = await ask(toy, query, 'delta', /PHONE|MEMO/);
    expect(delta.data).toMatchObject({
      sellers: [{ id: 's', phone: null, memo: null, city: 'CITY' }],
      offers: [{ city: 'CITY' }],
    });
  });

  test('a field of an interface is closed on the one type that is classified so', async () => {
    const query = '{ rated { __typename ... on Tool { critic } } }';
    const { data } = await ask(toy, query, 'gamma', /CRITIC/);
    // And on the other, too: who resolves it cannot tell them apart.
    expect(data).toEqual({ rated: [{ __typename: 'Tool', critic: null }, { __typename: 'Toy' }] });
    const whole = await ask(toy, query.replace('... on Tool', '...'), 'gamma', /CRITIC/);
    expect(whole.message).toContain('Cannot query field "critic" on type "Item"');
  });
});
