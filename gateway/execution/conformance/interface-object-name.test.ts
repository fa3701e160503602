import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHouse, type TestHouse } from '../testing/house.ts';
import { shop } from '../testing/shop.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse(shop);
});
afterAll(() => house.close());

test('a subgraph that knows entities as an interface object does not rename them', async () => {
  // With a condition in a fragment the planner asks that subgraph for their names, too.
  const { data, errors } = await house.run(
    `query Conditional($on: Boolean!) {
      items { ...ofItem }
    }
    fragment ofItem on Item { __typename kind: __typename ... on Product { reviews { id } } ...ofService }
    fragment ofService on Service { reviews { id } ...liked }
    fragment liked on Service { likes @include(if: $on) }`,
    { variables: { on: false } },
  );
  expect(errors).toEqual([]);
  const { items } = data as {
    readonly items: readonly { readonly __typename: string; readonly kind: string }[];
  };
  for (const { __typename, kind } of items) expect(kind).toBe(__typename);
  expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['Product', 'Service']));
});
