import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { documents } from '../documents/index.ts';
import { disclosedSchema } from '../downloads/disclosed.ts';
import { languages } from '../language.ts';
import type { Site, Visit } from '../page.ts';
import { readCodes } from '../records/codes.ts';
import type { Style } from '../style/style.ts';
import { prepare, type Ready } from './keep.ts';
import { send } from './send.ts';
import type { Visits } from './visits.ts';

interface FilesSetting {
  readonly site: () => Site;
  /** Null until it is made. */
  readonly style: () => Style | null;
  readonly visits: Visits;
  readonly jwks: JSONWebKeySet;
}

const publicContract = new URL('../../schema/generated/public.graphql', import.meta.url);

const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="6" fill="#c0392b"/><path d="M10 11h20v4H10zm0 7h13v4H10zm0 7h20v4H10z" fill="#fff"/></svg>\n`;

/** The style sheet's address changes with its text. */
const yearMs = 365 * 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;

/** Serves what is no page: style sheet, icon, and what search engines read. */
export function registerFiles(
  app: FastifyInstance,
  { site, style, visits, jwks }: FilesSetting,
): void {
  const compressed = createCompressed();
  const file = (address: string, type: string, lifeMs: number, body: () => string): void => {
    app.get(address, async (request, reply) => {
      const made = { status: 200, headers: { 'content-type': type }, body: body() };
      return send(request, reply, await compressed(made, lifeMs));
    });
  };
  app.get<{ Params: { file: string } }>('/assets/:file', async (request, reply) => {
    const made = style();
    if (made?.href !== `/assets/${request.params.file}`) {
      reply.callNotFound();
      return reply;
    }
    const headers = { 'content-type': 'text/css; charset=utf-8' };
    const ready = { status: 200, headers, body: made.css };
    return send(request, reply, await compressed(ready, yearMs));
  });
  file('/favicon.svg', 'image/svg+xml', yearMs, () => favicon);
  file('/robots.txt', 'text/plain; charset=utf-8', hourMs, () => robots(site().origin));

  file('/.well-known/credit-statement-keys.json', 'application/jwk-set+json', hourMs, () =>
    JSON.stringify(jwks),
  );
  file('/schemas/enterprise.json', 'application/schema+json; charset=utf-8', hourMs, () =>
    JSON.stringify(disclosedSchema(site().origin), null, 2),
  );
  const contract = readFileSync(publicContract, 'utf8');
  file('/schemas/public.graphql', 'application/graphql; charset=utf-8', hourMs, () => contract);

  const maps = new LRUCache<string, string>({ max: 1, ttl: hourMs });
  app.get('/sitemap.xml', async (request, reply) => {
    const body = maps.get('') ?? (await sitemap(site().origin, visits.elsewhere(request).ask));
    maps.set('', body);
    const headers = { 'content-type': 'application/xml; charset=utf-8' };
    const made = { status: 200, headers, body };
    return send(request, reply, await compressed(made, hourMs));
  });
}

/** Compresses a file once, however often it is sent. */
function createCompressed(): (
  made: Parameters<typeof prepare>[0],
  lifeMs: number,
) => Promise<Ready> {
  const known = new LRUCache<string, Promise<Ready>>({ max: 16 });
  return async (made, lifeMs) => {
    const ready = known.get(made.body) ?? prepare(made, 0);
    known.set(made.body, ready);
    return { ...(await ready), freshUntil: Date.now() + lifeMs };
  };
}

/** Pages may be listed; lists of results, forms and receipts may not be walked through. */
function robots(origin: string): string {
  return [
    'User-agent: *',
    'Disallow: /graphql',
    ...languages.flatMap((language) => [
      `Disallow: /${language}/?`,
      `Disallow: /${language}/receipt`,
    ]),
    `Sitemap: ${origin}/sitemap.xml`,
    '',
  ].join('\n');
}

async function sitemap(origin: string, ask: Visit['ask']): Promise<string> {
  const codes = await readCodes((after) => ask(documents.codes, { after }));
  const paths = [
    '/',
    '/negative-list',
    '/verify',
    '/data',
    '/api',
    ...codes.map((uscc) => `/enterprise/${uscc}`),
  ];
  const entry = (path: string): string => {
    const alternates = languages
      .map(
        (language) =>
          `<xhtml:link rel="alternate" hreflang="${language}" href="${origin}/${language}${path}"/>`,
      )
      .join('');
    return languages
      .map((language) => `<url><loc>${origin}/${language}${path}</loc>${alternates}</url>`)
      .join('\n');
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${paths.map(entry).join('\n')}
</urlset>
`;
}
