import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultRates } from '../../../gateway/limits/rate.ts';
import { showcase } from '../../../subgraphs/synthetic/showcase.ts';
import { trustedDocuments } from '../../../web/trusted-documents.ts';
import type { House } from '../house.ts';
import { withPages } from './open-site.ts';

const { seller } = showcase();

/** What a gateway that lets the public run trusted documents only answers the pages and others. */
export function limitsTests(all: () => House): void {
  let site: House;
  beforeAll(async () => {
    const gateway = {
      trustedDocuments,
      publicTrustedOnly: true,
      rates: { ...defaultRates, public: { perSecond: 0.01, burst: 3, concurrent: 5 } },
    };
    site = await all().beside({ gateway: await withPages(gateway) });
  });
  afterAll(() => site.close());

  const visit = (visitor: string, path: string): Promise<Response> =>
    fetch(`${site.url}${path}`, {
      redirect: 'manual',
      headers: { 'x-forwarded-for': visitor, accept: 'text/html' },
    });

  test('answers the pages and refuses anything else', async () => {
    const page = await visit('203.0.113.1', `/en/enterprise/${seller.uscc}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(seller.name);
    const { status, errors } = await site.ask('{ parks { code } }', {
      headers: { 'x-forwarded-for': '203.0.113.2' },
    });
    expect(status).toBe(403);
    expect(errors).toHaveLength(1);
  });

  test('limits the visitors of the pages one by one', async () => {
    for (const word of ['a', 'b']) {
      expect((await visit('203.0.113.1', `/zh-CN/?q=${word}`)).status).toBe(200);
    }
    const limited = await visit('203.0.113.1', '/zh-CN/?q=c');
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(limited.headers.get('cache-control')).toBe('no-store');
    expect(await limited.text()).toContain('请求过于频繁');
    expect((await visit('203.0.113.1', '/en/?q=d')).status).toBe(429);
    // What is kept costs the gateway nothing.
    expect((await visit('203.0.113.1', '/zh-CN/?q=a')).status).toBe(200);
    expect((await visit('203.0.113.9', '/zh-CN/?q=c')).status).toBe(200);
  });
}
