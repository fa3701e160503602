import { afterAll, beforeAll, describe } from '@jest/globals';
import type { House } from '../house.ts';
import { filesTests } from './files.ts';
import { openSite } from './open-site.ts';
import { pagesTests } from './pages.ts';
import { requestsTests } from './requests.ts';

// One site for all that needs no other: opening it takes longer than asking it.
let site: House;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe('the pages', () => {
  pagesTests(() => site);
});
describe('the files', () => {
  filesTests(() => site);
});
describe('the forms', () => {
  requestsTests(() => site);
});
