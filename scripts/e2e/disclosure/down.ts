import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { showcase } from '../../../subgraphs/synthetic/showcase.ts';
import type { House } from '../house.ts';

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:9/graphql';
const { seller } = showcase();
const sectionOf = (html: string, id: string): string =>
  new RegExp(`aria-labelledby="${id}">(.*?)</section>`, 's').exec(html)?.[1] ?? '';

/** What the pages say while departments do not answer. */
export function downTests(all: () => House): void {
  describe('when customs and the credit base do not answer', () => {
    let site: House;
    beforeAll(async () => {
      site = await all().beside({ urls: { customs: nowhere, credit: nowhere } });
    });
    afterAll(() => site.close());
    const get = (path: string): Promise<Response> => fetch(`${site.url}${path}`);

    test.each([
      ['en', 'Temporarily unavailable', /no penalty|not registered|on no negative/i],
      ['zh-CN', '暂不可用', /没有处于公示期|未在海关备案|未被列入/],
    ])(
      'their sections say so, and never that nothing is recorded: %s',
      async (language, said, nothing) => {
        const response = await get(`/${language}/enterprise/${seller.uscc}`);
        expect(response.status).toBe(200);
        expect(response.headers.get('cache-control')).toBe('no-store');
        const html = await response.text();
        for (const id of ['customs', 'penalties', 'licences', 'listings']) {
          expect(sectionOf(html, id)).toContain(said);
          expect(sectionOf(html, id)).not.toMatch(nothing);
        }
        expect(sectionOf(html, 'registration')).toContain(seller.name);
        expect(sectionOf(html, 'tax')).not.toContain(said);
      },
    );

    test('files say which part is not known', async () => {
      const file = (await (
        await get(`/enterprise/${seller.uscc}/disclosure.json`)
      ).json()) as object;
      expect(file).toMatchObject({
        registration: { available: true },
        customs: { available: false, data: null },
        listings: { available: false, data: null },
        tax: { available: true },
      });
      expect((await get('/search.csv')).status).toBe(503);
    });

    test('the search finds without the category, and the negative list is no empty list', async () => {
      const html = await (await get(`/en/?q=${encodeURIComponent(seller.name)}`)).text();
      expect(html).toContain(`/en/enterprise/${seller.uscc}`);
      expect(html).toContain('Temporarily unavailable');
      expect((await get('/en/negative-list')).status).toBe(503);
      expect((await get('/negative-list.json')).status).toBe(503);
    });
  });

  describe('when the register itself does not answer', () => {
    let another: House;
    beforeAll(async () => {
      another = await all().beside({ urls: { commerce: nowhere } });
    });
    afterAll(() => another.close());

    test('nobody is told that an enterprise is unknown', async () => {
      for (const path of [
        `/en/enterprise/${seller.uscc}`,
        `/en/?q=${encodeURIComponent(seller.name)}`,
      ]) {
        const response = await fetch(`${another.url}${path}`);
        expect({ path, status: response.status }).toEqual({ path, status: 503 });
        expect(await response.text()).toContain('Temporarily unavailable');
      }
    });
  });
}
