import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { showcase } from '../../../subgraphs/synthetic/showcase.ts';
import type { House } from '../house.ts';
import { browserFile, launch, picture, watch } from './browser.ts';
import { openSite } from './open-site.ts';

const { seller } = showcase();
const languages = ['zh-CN', 'en'] as const;
const pages = [
  ['search', '/'],
  ['results', '/?q=&page=2'],
  ['no-results', '/?q=zzzz'],
  ['wrong-code', '/?q=91210105XX00000B04'],
  ['enterprise', `/enterprise/${seller.uscc}`],
  ['unknown-enterprise', '/enterprise/91210100MA0000000C'],
  ['statement', `/enterprise/${seller.uscc}/statement`],
  ['negative-list', '/negative-list'],
  ['objection', '/objection?target=CR0000000001'],
  ['repair', '/repair'],
  ['receipt', '/receipt'],
  ['no-receipt', '/receipt?no=R-1'],
  ['verify', '/verify'],
  ['data', '/data'],
  ['api', '/api'],
  ['not-found', '/nowhere'],
] as const;
const screens = [
  [375, 812],
  [1440, 900],
] as const;
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] as const;
const everyPage = languages.flatMap((language) =>
  pages.map(([name, path]) => ({ language, name, path: `/${language}${path}` })),
);

interface Penalised {
  readonly uscc: string;
  readonly recordNo: string;
  readonly documentNo: string;
}

/** An enterprise with a penalty that is published. */
async function penalised(site: House): Promise<Penalised> {
  const { data } = await site.ask(
    '{ enterprises(first: 100) { nodes { uscc creditRecords(kind: PENALTY, first: 1) { nodes { recordNo documentNo } } } } }',
  );
  const { nodes } = data?.enterprises as {
    nodes: { uscc: string; creditRecords: { nodes: Omit<Penalised, 'uscc'>[] } }[];
  };
  for (const { uscc, creditRecords } of nodes) {
    const [record] = creditRecords.nodes;
    if (record !== undefined) return { uscc, ...record };
  }
  throw new Error('no penalty is published');
}

if (browserFile === undefined) {
  console.warn('No chromium on this machine: the public pages are not tried in a browser.');
  test.skip('the public pages in a browser', () => undefined);
} else {
  describe('the public pages in a browser', () => {
    let site: House;
    let browser: Browser;
    beforeAll(async () => {
      [site, browser] = await Promise.all([openSite(), launch()]);
    });
    afterAll(async () => {
      await browser.close();
      await site.close();
    });

    test.each(everyPage)(
      'can be used by everybody, on any screen: $language $name',
      async ({ language, name, path }) => {
        const { page, offences, close } = await watch(browser, site.url, {
          viewport: { width: 320, height: 640 },
        });
        await page.goto(path);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect(width).toBeLessThanOrEqual(320);
        for (const [width, height] of screens) {
          await page.setViewportSize({ width, height });
          await picture(page, `${name}-${language}-${String(width)}`);
        }
        const { violations } = await new AxeBuilder({ page }).withTags([...axeTags]).analyze();
        expect(
          violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) })),
        ).toEqual([]);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await page.locator('h1').count()).toBe(1);
        expect(offences).toEqual([]);
        await close();
      },
    );

    test('work without JavaScript: from the first address to a statement that is verified', async () => {
      const { page, offences, close } = await watch(browser, site.url, {
        javaScriptEnabled: false,
        locale: 'en-GB',
      });
      await page.goto('/');
      expect(page.url()).toBe(`${site.url}/en/`);
      await page.getByLabel('Name or unified social credit code').fill(seller.name);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('link', { name: seller.name }).click();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(seller.name);
      await page.getByRole('link', { name: '中文' }).click();
      expect(page.url()).toBe(`${site.url}/zh-CN/enterprise/${seller.uscc}`);
      await page.getByRole('link', { name: '带签名的证明' }).click();
      const statement = await page.getByLabel('证明全文').inputValue();
      await page.getByRole('link', { name: '核验证明' }).first().click();
      await page.getByLabel('证明全文').fill(`${statement.slice(0, 60)}\n${statement.slice(60)}`);
      await page.getByRole('button', { name: '核验' }).click();
      await page.getByRole('heading', { name: '证明真实有效' }).waitFor();
      await picture(page, 'verified-zh-CN');
      expect(await page.getByRole('main').innerText()).toContain(seller.uscc);
      await page.getByLabel('证明全文').fill(statement.slice(0, -8) + 'AAAAAAAA');
      await page.getByRole('button', { name: '核验' }).click();
      await page.getByRole('heading', { name: '签名不符' }).waitFor();
      await picture(page, 'forged-zh-CN');
      await page.getByLabel('证明全文').fill('');
      await page.getByRole('button', { name: '核验' }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.title()).toMatch(/^错误：/);
      expect(offences).toEqual([]);
      await close();
    });

    test('take an objection, and show where it stands to whoever has the receipt', async () => {
      const { uscc, recordNo, documentNo } = await penalised(site);
      const { page, offences, close } = await watch(browser, site.url, {
        javaScriptEnabled: false,
        locale: 'en-GB',
      });
      await page.goto(`/en/enterprise/${uscc}`);
      await picture(page, 'penalised-en-1280');
      await page.getByRole('link', { name: `Object to an entry ${recordNo}` }).click();
      expect(await page.getByLabel('Record number').inputValue()).toBe(recordNo);
      await page.getByRole('button', { name: 'File the objection' }).click();
      const problems = page.getByRole('alert').getByRole('link');
      expect(await problems.count()).toBe(4);
      await picture(page, 'objection-errors-en');
      await problems.first().click();
      expect(page.url()).toContain('#documentNo');

      await page.getByLabel('Number of the decision').fill('A wrong number');
      await page.getByLabel('What is wrong, and what is right').fill('The fine was paid in time.');
      await page.getByLabel('Name').fill('Zhang San');
      await page.getByLabel('Telephone').fill('024 2345 6789');
      await page.getByRole('button', { name: 'File the objection' }).click();
      await page.getByRole('alert').getByText('There is no such record').waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe('Zhang San');

      await page.getByLabel('Number of the decision').fill(documentNo);
      await page.getByRole('button', { name: 'File the objection' }).click();
      await page.getByRole('heading', { name: 'Your request is filed' }).waitFor();
      const receipt = await page.locator('.cpz-receipt').innerText();
      await picture(page, 'filed-en');
      await page.getByRole('link', { name: 'Track a request' }).click();
      await page.getByLabel('Receipt number').fill(receipt.toLowerCase());
      await page.getByRole('button', { name: 'Look up' }).click();
      const shown = await page.getByRole('main').innerText();
      expect(shown).toContain('Received');
      expect(shown).toContain(recordNo);
      expect(shown).not.toContain('Zhang San');
      expect(offences).toEqual([]);
      await close();
    });

    test('can be searched by keyboard alone', async () => {
      const { page, close } = await watch(browser, site.url);
      await page.goto('/zh-CN/');
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      expect(await skip.innerText()).toBe('跳到主要内容');
      expect(await page.evaluate('document.activeElement.getBoundingClientRect().top >= 0')).toBe(
        true,
      );
      await page.keyboard.press('Enter');
      for (let presses = 0; presses < 3; presses += 1) {
        if ((await page.locator(':focus').getAttribute('id')) === 'q') break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.type(seller.nameLatin.split(' ')[1] ?? '');
      await page.keyboard.press('Enter');
      const result = page.getByRole('link', { name: seller.name });
      await result.waitFor();
      for (let presses = 0; presses < 40; presses += 1) {
        if ((await page.evaluate('document.activeElement.innerText')) === seller.name) break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: seller.name }).waitFor();
      await close();
    });

    test('can be printed', async () => {
      const { page, close } = await watch(browser, site.url);
      await page.goto(`/zh-CN/enterprise/${seller.uscc}`);
      const paper = await page.pdf({ format: 'A4' });
      expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
      expect(paper.length).toBeGreaterThan(20_000);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
      expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
      await picture(page, 'enterprise-zh-CN-print');
      await close();
    });
  });
}
