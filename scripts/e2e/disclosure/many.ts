import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { enterprise } from '../../../subgraphs/synthetic/enterprises.ts';
import { entryNo } from '../../../subgraphs/credit/seed-lists.ts';
import type { House } from '../house.ts';

/** More than the twelve hundred enterprises of the zone's medium profile, each listed. */
const usccs = Array.from({ length: 1_200 }, (_, index) => enterprise(100 + index).uscc);

const licences = 230;

const codesOn = (html: string): readonly string[] =>
  [...html.matchAll(/href="\/en\/enterprise\/(\w{18})"/g)].map(([, code = '']) => code);

interface Row {
  readonly uscc?: string;
  readonly entryNo?: string;
}

/** Lists and files longer than a page and a request, of a house that stands; it has those rows from then on. */
export function manyTests(all: () => House): void {
  let site: House;
  beforeAll(async () => {
    site = await all().beside({});
    const { db } = site.database;
    const codes = sql.param(JSON.stringify(usccs));
    const copies = sql`jsonb_array_elements_text(${codes}::jsonb) WITH ORDINALITY AS made (uscc, number)`;
    await db.execute(sql`
    INSERT INTO commerce.enterprises
    SELECT copy.* FROM commerce.enterprises one, ${copies},
      jsonb_populate_record(one, jsonb_build_object('uscc', made.uscc)) copy
    WHERE one.uscc = ${enterprise(0).uscc}`);
    await db.execute(sql`
    INSERT INTO credit.list_entries
    SELECT copy.* FROM credit.list_entries one, ${copies},
      jsonb_populate_record(one, jsonb_build_object('uscc', made.uscc, 'entry_no', 'NLX' || made.number)) copy
    WHERE one.entry_no = ${entryNo(57)}`);
    await db.execute(sql`
    INSERT INTO credit.list_steps
    SELECT copy.* FROM credit.list_steps one, ${copies},
      jsonb_populate_record(one, jsonb_build_object('entry_no', 'NLX' || made.number)) copy
    WHERE one.entry_no = ${entryNo(57)}`);
    await db.execute(sql`
    INSERT INTO credit.records
    SELECT copy.* FROM credit.standing_records one JOIN credit.records whole USING (record_no),
      generate_series(1, ${licences}::int) AS made (number),
      jsonb_populate_record(whole, jsonb_build_object('record_no', 'CRX' || made.number, 'uscc', ${usccs[0]}::text)) copy
    WHERE one.record_no = (
      SELECT record_no FROM credit.standing_records
      WHERE kind = 'LICENCE' AND published_from < now() AND usable_until IS NULL LIMIT 1)`);
  });
  afterAll(() => site.close());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${site.url}${path}`, { headers });
  describe.each([
    ['/en/?q=', '/search', 'enterprises', (row: Row) => row.uscc],
    [
      '/en/negative-list?list=CUSTOMS_SERIOUS',
      '/negative-list',
      'entries',
      (row: Row) => row.entryNo,
    ],
  ] as const)('a list of more than a thousand: %s', (page, file, key, idOf) => {
    const query = page.includes('list=') ? '?list=CUSTOMS_SERIOUS' : '';

    test('is paged through to its end, each page with one request to whoever keeps the list', async () => {
      const first = await (await get(page)).text();
      const [, written = ''] = /page 1 of (\d+)/.exec(first) ?? [];
      const pages = Number(written);
      expect(pages).toBeGreaterThan(60);
      expect(first).not.toContain('Only the first');
      const seen = [...codesOn(first)];
      for (let number = 2; number <= pages; number += 1) {
        const before = site.asked.length;
        const html = await (await get(`${page}&page=${number}`)).text();
        const lists = site.asked
          .slice(before)
          .filter(({ document }) => /\b(enterprises|negativeList)\b/.test(document));
        expect(lists).toHaveLength(1);
        seen.push(...codesOn(html));
      }
      const found = new Set(seen);
      expect(found.size).toBe(seen.length);
      expect(usccs.filter((uscc) => !found.has(uscc))).toEqual([]);
      expect((await get(`${page}&page=${pages + 1}`)).status).toBe(404);
    });

    test('is downloaded whole, and each file says so', async () => {
      const json = await get(`${file}.json${query}`);
      const found = (await json.json()) as { total: number; complete: boolean } & Record<
        string,
        readonly Row[]
      >;
      expect(found.complete).toBe(true);
      expect(found.total).toBeGreaterThanOrEqual(usccs.length);
      expect(new Set(found[key]?.map(idOf)).size).toBe(found.total);
      const lines = (await (await get(`${file}.csv${query}`)).text()).trim().split('\r\n');
      expect(lines).toHaveLength(found.total + 1);
      expect(lines.at(-1)).toMatch(new RegExp(`,${found.total},${found.total}$`));
      expect(await (await get(page)).text()).toContain(`(all ${found.total})`);
    });

    test('is not sent again to whoever has it, and is kept as long as its pages', async () => {
      const fresh = await get(`${file}.csv${query}`);
      expect(fresh.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
      const again = await get(`${file}.csv${query}`, {
        'if-none-match': fresh.headers.get('etag') ?? '',
      });
      expect(again.status).toBe(304);
    });
  });

  describe('an enterprise with more records than its page shows', () => {
    const address = `/enterprise/${usccs[0] ?? ''}`;

    test('says how many there are on the page, and has them all in its files', async () => {
      expect(await (await get(`/en${address}`)).text()).toContain(`of ${licences}`);
      const file = (await (await get(`${address}/disclosure.json`)).json()) as {
        licences: { data: { totalCount: number; nodes: { recordNo: string }[] } };
      };
      expect(file.licences.data.totalCount).toBe(licences);
      expect(new Set(file.licences.data.nodes.map(({ recordNo }) => recordNo)).size).toBe(licences);
      const text = await (await get(`${address}/disclosure.csv`)).text();
      expect(text).toContain(`licences.data.nodes[${licences - 1}].recordNo,`);
      const [, payload = ''] = (await (await get(`${address}/statement.jws`)).text()).split('.');
      expect(
        Buffer.from(payload, 'base64url')
          .toString()
          .match(/"summary"/g),
      ).toHaveLength(licences);
    });
  });
}
