import { afterAll, beforeAll, describe } from '@jest/globals';
import type { House } from '../house.ts';
import { downTests } from './down.ts';
import { filesTests } from './files.ts';
import { limitsTests } from './limits.ts';
import { manyTests } from './many.ts';
import { openSite } from './open-site.ts';
import { pagesTests } from './pages.ts';
import { requestsTests } from './requests.ts';

// One site for all that needs no other departments: opening it takes longer than asking it.
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
describe('the pages', () => {
  downTests(() => site);
});
describe('a gateway that lets the public run trusted documents only', () => {
  limitsTests(() => site);
});
// The last: it adds a thousand rows.
describe('the pages and files', () => {
  manyTests(() => site);
});
