import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHouse, type TestHouse } from '../testing/house.ts';
import { shop } from '../testing/shop.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse(shop);
});
afterAll(() => house.close());

test('a subgraph that knows entities as an interface object does not rename them', async () => {
  const { data, errors } = await house.run(
    `query Q($on: Boolean!) {
      items { ...F3 }
    }
    fragment F1 on Service { likes @include(if: $on) }
    fragment F2 on Service { reviews { id } ...F1 }
    fragment F3 on Item { __typename ... on Product { reviews { id } } ...F2 }`,
    { variables: { on: false } },
  );
  expect(errors).toEqual([]);
  const { items } = data as { readonly items: readonly { readonly __typename: string }[] };
  expect(new Set(items.map(({ __typename }) => __typename))).toEqual(
    new Set(['Product', 'Service']),
  );
});
