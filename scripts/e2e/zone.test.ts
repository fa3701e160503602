import { afterAll, beforeAll, describe } from '@jest/globals';
import { attacksTests } from './attacks.ts';
import { explorerFor, explorerTests } from './explorer.ts';
import { type House, openHouse } from './house.ts';
import { threeFlowsTests } from './three-flows.ts';

// One house for all that needs the zone as it is shipped: opening it takes longer than asking it.
let house: House;
beforeAll(async () => {
  house = await openHouse({ gateway: { plugins: [await explorerFor(() => house)] } });
});
afterAll(() => house.close());

describe('the zone', () => {
  threeFlowsTests(() => house);
});
describe('attacks', () => {
  attacksTests(() => house);
});
describe('the explorer', () => {
  explorerTests(() => house);
});
