import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { JWK } from 'jose';
import { showcase } from '../../../subgraphs/synthetic/showcase.ts';
import type { House } from '../house.ts';

/** Tests of the files of a site that stands. */
export function filesTests(siteOf: () => House): void {
  const { seller } = showcase();
  const address = `/enterprise/${seller.uscc}`;

  const get = (path: string): Promise<Response> => fetch(`${siteOf().url}${path}`);

  interface Found {
    readonly total: number;
    readonly complete: boolean;
    readonly limit: number;
    readonly enterprises: readonly { readonly uscc: string }[];
  }

  describe('a file of an enterprise', () => {
    test('holds what the graph gives the public, each part with its source', async () => {
      const file = (await (await get(`${address}/disclosure.json`)).json()) as Record<
        string,
        { available: boolean; source: string; data: Record<string, unknown> }
      >;
      const { data } = await siteOf().ask(
        'query ($uscc: USCC!) { enterprise(uscc: $uscc) { name customsCategory creditRecords(kind: LICENCE) { totalCount } } }',
        { variables: { uscc: seller.uscc } },
      );
      const { name, customsCategory, creditRecords } = data?.enterprise as Record<string, unknown>;
      expect(file.registration).toMatchObject({
        source: 'commerce',
        available: true,
        data: { name },
      });
      expect(file.customs).toMatchObject({ source: 'customs', data: { customsCategory } });
      expect(file.licences).toMatchObject({ source: 'credit', data: creditRecords });
    });

    test('is a table for a spreadsheet, in which nothing runs', async () => {
      const response = await get(`${address}/disclosure.csv`);
      expect(response.headers.get('content-disposition')).toContain(`${seller.uscc}.csv`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect(bytes.toString()).toContain(`registration.data.name,${seller.name}\r\n`);
    });

    test('is described by its schema', async () => {
      const schema = (await (await get('/schemas/enterprise.json')).json()) as {
        required: readonly string[];
      };
      const file = (await (await get(`${address}/disclosure.json`)).json()) as object;
      expect(Object.keys(file)).toEqual(expect.arrayContaining([...schema.required]));
    });

    test('that nobody knows is a problem, told to a program', async () => {
      const response = await get('/enterprise/91210100MA0000000C/disclosure.json');
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    });
  });

  describe('a file of a search', () => {
    test('holds every result, says so, and says where it would stop', async () => {
      const file = (await (await get('/search.json')).json()) as Found;
      expect(file).toMatchObject({ complete: true, limit: 20_000 });
      expect(new Set(file.enterprises.map(({ uscc }) => uscc)).size).toBe(file.total);
      const lines = (await (await get('/search.csv')).text()).trim().split('\r\n');
      expect(lines).toHaveLength(file.total + 1);
      expect(lines[0]).toMatch(/,position,total$/);
      expect(lines.at(-1)).toMatch(new RegExp(`,${file.total},${file.total}$`));
    });

    test('is refused for a code that is wrong', async () => {
      const response = await get('/search.json?q=91210105XX00000B04');
      expect(response.status).toBe(400);
    });
  });

  describe('a signed statement', () => {
    const statement = async (): Promise<string> =>
      (await (await get(`${address}/statement.jws`)).text()).trim();

    test('can be checked with nothing but the public keys', async () => {
      const { keys } = (await (await get('/.well-known/credit-statement-keys.json')).json()) as {
        keys: (JWK & { kid: string })[];
      };
      expect(keys.every((key) => !('d' in key))).toBe(true);
      const [header = '', payload = '', signature = ''] = (await statement()).split('.');
      const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
        kid: string;
        alg: string;
      };
      expect(alg).toBe('EdDSA');
      const key = keys.find((each) => each.kid === kid);
      if (key === undefined) throw new Error('its key is not published');
      const isGenuine = verify(
        null,
        Buffer.from(`${header}.${payload}`),
        createPublicKey({ key, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      );
      expect(isGenuine).toBe(true);
      const { iss, sub, iat, disclosed } = JSON.parse(
        Buffer.from(payload, 'base64url').toString(),
      ) as Record<string, unknown>;
      expect({ iss, sub }).toEqual({ iss: siteOf().url, sub: seller.uscc });
      expect(Math.abs(Number(iat) - Date.now() / 1000)).toBeLessThan(60);
      expect(disclosed).toMatchObject({ registration: { data: { name: seller.name } } });
    });

    test('is taken from a form of this site only', async () => {
      const post = (headers: Record<string, string>): Promise<Response> =>
        fetch(`${siteOf().url}/en/verify`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: 'statement=a.b.c',
        });
      expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
      expect((await post({ origin: siteOf().url })).status).toBe(200);
      expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
      expect((await post({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
      expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
      expect((await post({ origin: 'null' })).status).toBe(403);
    });

    test.each([
      ['another algorithm', (text: string) => `eyJhbGciOiJub25lIn0.${text.split('.')[1] ?? ''}.`],
      ['a token of the gateway', () => 'eyJhbGciOiJFZERTQSIsInR5cCI6InBhc3Nwb3J0In0.e30.AAAA'],
      ['an essay', () => 'This enterprise is honest.'],
    ])('is not taken for genuine when it is %s', async (_what, change) => {
      const response = await fetch(`${siteOf().url}/en/verify`, {
        method: 'POST',
        body: new URLSearchParams({ statement: change(await statement()) }),
      });
      const html = await response.text();
      expect(html).not.toContain('The statement is genuine');
      expect(html).toMatch(/no statement|wrong|Not signed/);
    });
  });
}
