import { beforeAll, describe, expect, test } from '@jest/globals';
import type { House } from '../house.ts';

/** Tests of the requests of a site that stands. */
export function requestsTests(siteOf: () => House): void {
  let record: { readonly recordNo: string; readonly documentNo: string };

  beforeAll(async () => {
    const { data } = await siteOf().ask(
      '{ enterprises(first: 100) { nodes { creditRecords(kind: PENALTY) { nodes { recordNo documentNo repairableFrom } } } } }',
    );
    const { nodes } = data?.enterprises as {
      nodes: { creditRecords: { nodes: (typeof record & { repairableFrom: string })[] } }[];
    };
    const today = new Date().toISOString().slice(0, 10);
    const found = nodes
      .flatMap(({ creditRecords }) => creditRecords.nodes)
      .find(({ repairableFrom }) => repairableFrom <= today);
    if (found === undefined) throw new Error('no penalty can be repaired');
    record = found;
  });

  const post = (
    fields: Record<string, string>,
    headers: Record<string, string> = {},
    page = '/en/repair',
  ) =>
    fetch(`${siteOf().url}${page}`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams(fields),
    });
  const filled = (): Record<string, string> => ({
    target: record.recordNo,
    documentNo: record.documentNo,
    statement: 'The fine was paid.',
    contactName: 'Zhang San',
    contactTelephone: '024 2345 6789',
    commitment: 'yes',
  });

  describe('an application for repair', () => {
    test('without the public commitment is given back, and nothing of it gets into an address', async () => {
      const { commitment: _, ...rest } = filled();
      const response = await post(rest);
      expect(response.status).toBe(400);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const html = await response.text();
      expect(html).toContain('href="#commitment"');
      expect(html).toContain('value="Zhang San"');
      expect(html).not.toMatch(/href="[^"]*Zhang/);
    });

    test('is filed once, and its receipt is kept by no cache', async () => {
      const response = await post(filled(), { 'sec-fetch-site': 'same-origin' });
      expect(response.status).toBe(303);
      const address = response.headers.get('location') ?? '';
      expect(address).toMatch(/^\/en\/receipt\?no=R-/);
      const receipt = await fetch(`${siteOf().url}${address}`);
      expect(receipt.headers.get('cache-control')).toBe('no-store');
      const html = await receipt.text();
      expect(html).toContain('Credit repair');
      expect(html).toContain('<meta name="robots" content="noindex"/>');
      expect(html).not.toContain('Zhang San');
    });

    test.each([
      ['/zh-CN/repair', {}, '就该记录此前提交的申请尚未办结'],
      ['/en/repair', {}, 'What was filed about this record before is not decided yet'],
      ['/zh-CN/repair', { documentNo: '沈税罚〔2020〕1号' }, '没有与该文号相符的记录'],
      ['/zh-CN/objection', { target: 'CR9999999999' }, '没有与该文号相符的记录'],
    ])(
      'that is refused is told so in the language of the page: %s %j',
      async (page, change, said) => {
        const response = await post({ ...filled(), ...change }, {}, page);
        expect(response.status).toBe(400);
        const html = await response.text();
        expect(html).toContain(said);
        expect(html).not.toMatch(/waits for|no such record or notice/);
      },
    );

    test('is not taken from a form of another site', async () => {
      const response = await post(filled(), { 'sec-fetch-site': 'cross-site' });
      expect(response.status).toBe(403);
    });

    test('is not read from an address', async () => {
      const query = new URLSearchParams(filled()).toString();
      const html = await (await fetch(`${siteOf().url}/en/repair?${query}`)).text();
      expect(html).toContain(record.recordNo);
      expect(html).not.toContain('Zhang San');
    });
  });
}
