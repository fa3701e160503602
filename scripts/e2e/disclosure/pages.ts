import { describe, expect, test } from '@jest/globals';
import { showcase } from '../../../subgraphs/synthetic/showcase.ts';
import type { House } from '../house.ts';

/** Tests of the pages of a site that stands. */
export function pagesTests(siteOf: () => House): void {
  const { seller } = showcase();

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${siteOf().url}${path}`, { redirect: 'manual', headers });
  const textOf = async (path: string): Promise<string> => (await get(path)).text();

  describe('the first address', () => {
    test.each([
      ['zh-CN,zh;q=0.9,en;q=0.5', '/zh-CN/'],
      ['en-GB,en;q=0.9', '/en/'],
      ['fr;q=0.9,en;q=0.5', '/en/'],
      ['fr', '/zh-CN/'],
      ['zh-Hans-CN', '/zh-CN/'],
    ])('for %s is %s', async (accepted, address) => {
      const response = await get('/', { 'accept-language': accepted });
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toBe(address);
      expect(response.headers.get('vary')).toContain('Accept-Language');
    });
  });

  describe('the search', () => {
    test.each([
      ['the whole name', seller.name],
      ['two characters', seller.name.slice(2, 4)],
      ['pinyin', seller.nameLatin.split(' ')[1] ?? ''],
    ])('finds by %s', async (_how, sought) => {
      const html = await textOf(`/en/?q=${encodeURIComponent(sought)}`);
      expect(html).toContain(`/en/enterprise/${seller.uscc}`);
    });

    test('goes to the enterprise of a code, however it is typed', async () => {
      const typed = seller.uscc.toLowerCase().replace(/^(.{6})/, '$1 ');
      const response = await get(`/zh-CN/?q=${encodeURIComponent(typed)}`);
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe(`/zh-CN/enterprise/${seller.uscc}`);
    });

    test('says which check digit belongs to a code', async () => {
      const wrong = seller.uscc.slice(0, 17) + (seller.uscc.endsWith('1') ? '2' : '1');
      const response = await get(`/en/?q=${wrong}`);
      expect(response.status).toBe(400);
      const html = await response.text();
      expect(html).toContain(`the last is ${seller.uscc.charAt(17)}, not ${wrong.charAt(17)}`);
      expect(html).toContain('<title>Error: ');
      expect(await textOf('/en/?q=91210105OX00000B03')).toContain('Character 9, “O”');
    });

    test('gives every enterprise on one page only, and says how many there are', async () => {
      const first = await textOf('/en/?q=');
      const [, total = ''] = /(\d+) enterprises in the register/.exec(first) ?? [];
      const [, pages = ''] = /page 1 of (\d+)/.exec(first) ?? [];
      const seen: string[] = [];
      for (let page = 1; page <= Number(pages); page += 1) {
        const html = await textOf(`/en/?q=&page=${String(page)}`);
        seen.push(
          ...[...html.matchAll(/href="\/en\/enterprise\/(\w{18})"/g)].map(([, code = '']) => code),
        );
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(Number(total));
      expect((await get(`/en/?q=&page=${String(Number(pages) + 1)}`)).status).toBe(404);
    });

    test('writes what was sought as text', async () => {
      const html = await textOf(`/en/?q=${encodeURIComponent('<script>alert(1)</script>')}`);
      expect(html).not.toContain('<script>alert');
      expect(html).toContain('&lt;script>alert');
    });
  });

  describe('an address that names nothing', () => {
    test('of an enterprise is 404, and says what is wrong with the code', async () => {
      const unknown = await get('/en/enterprise/91210100MA0000000C');
      expect(unknown.status).toBe(404);
      const wrong = await get('/zh-CN/enterprise/abc');
      expect(wrong.status).toBe(404);
      expect(await wrong.text()).toContain('现为 3 位');
    });

    test('is a page in its language for a reader and JSON for a program', async () => {
      const page = await get('/zh-CN/nowhere', { accept: 'text/html' });
      expect(page.status).toBe(404);
      expect(await page.text()).toContain('页面不存在');
      const program = await get('/nowhere', { accept: 'application/json' });
      expect(program.status).toBe(404);
      expect(await program.json()).toEqual({ message: 'Not found.' });
    });
  });

  describe('a page', () => {
    const address = `/en/enterprise/${seller.uscc}`;

    test('lets nothing in from elsewhere, and sets no cookie', async () => {
      const { headers } = await get(address);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    });

    test('has one address for search engines, whatever the Host header says', async () => {
      const html = await (await get(address, { 'x-forwarded-host': 'evil.example' })).text();
      expect(html).toContain(`<link rel="canonical" href="${siteOf().url}${address}"/>`);
      expect(html).toContain(
        `<link rel="alternate" hreflang="zh-CN" href="${siteOf().url}/zh-CN/enterprise/${seller.uscc}"/>`,
      );
      expect(html).not.toContain('evil.example');
      const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
      expect(JSON.parse(json)).toMatchObject({
        '@type': 'Organization',
        legalName: seller.name,
        identifier: { value: seller.uscc },
      });
    });

    test.each([
      ['with entries of the credit base', address, 1],
      ['with entries of the credit base, as a file', `${address.slice(3)}/disclosure.json`, 1],
      ['without any', '/en/?q=', 30],
    ])('%s may be kept for seconds only', async (_which, path, most) => {
      const { headers } = await get(path);
      const [, seconds = ''] =
        /^public, max-age=(\d+)$/.exec(headers.get('cache-control') ?? '') ?? [];
      expect(seconds).not.toBe('');
      expect(Number(seconds)).toBeLessThanOrEqual(most);
    });

    test('is not sent again to whoever has it', async () => {
      const first = await get(address, { 'accept-encoding': 'gzip' });
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]+-gzip"$/);
      const again = await get(address, { 'accept-encoding': 'gzip', 'if-none-match': etag });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      const plain = await get(address, { 'accept-encoding': 'identity', 'if-none-match': etag });
      expect(plain.status).toBe(200);
    });

    test('weighs less than 60 KB with everything that it loads', async () => {
      const html = await get(address, { 'accept-encoding': 'br' });
      expect(html.headers.get('content-encoding')).toBe('br');
      const [, style = ''] = /rel="stylesheet" href="([^"]+)"/.exec(await html.text()) ?? [];
      const sizes = await Promise.all(
        [address, style, '/favicon.svg'].map(async (each) => {
          const response = await get(each, { 'accept-encoding': 'br' });
          return Number(response.headers.get('content-length'));
        }),
      );
      expect(sizes.every((size) => size > 0)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
    });

    test('is found in the sitemap, and the graph is not', async () => {
      expect(await textOf('/sitemap.xml')).toContain(`<loc>${siteOf().url}${address}</loc>`);
      const robots = await textOf('/robots.txt');
      expect(robots).toContain('Disallow: /graphql');
      expect(robots).toContain(`Sitemap: ${siteOf().url}/sitemap.xml`);
    });

    test('does not open the graph to the forms of other sites', async () => {
      const response = await fetch(`${siteOf().url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'query=%7Bparks%7Bcode%7D%7D',
      });
      expect(response.status).toBe(415);
    });
  });
}
