import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Client } from '../client.ts';
import { type Language, languages, preferredLanguage } from '../language.ts';
import type { Page, Site, Visit } from '../page.ts';
import { createPlaces } from '../records/list.ts';
import { words } from '../words/index.ts';
import { dayAt } from './today.ts';

/** A parameter that is given twice counts as not given; what a page does not name is dropped. */
const texts = z.record(z.string(), z.string().max(20_000).optional().catch(undefined));

/** Makes visits of requests. */
export interface Visits {
  readonly at: (request: FastifyRequest, language: Language, page: Page) => Visit;
  /** A visit where there is no page: its language is that of the address, else the one that the visitor prefers. */
  readonly elsewhere: (request: FastifyRequest) => Visit;
}

/** Makes visits to one site over one client. */
export function createVisits(
  site: () => Site,
  client: () => Client,
  clock: () => number = Date.now,
): Visits {
  const places = createPlaces();
  const visit = (
    request: FastifyRequest,
    language: Language,
    rest: Pick<Visit, 'path' | 'params' | 'fields' | 'query'>,
  ): Visit => {
    const now = clock();
    return {
      ...rest,
      language,
      words: words[language],
      site: site(),
      now,
      today: dayAt(now),
      ask: (document, variables) => client().ask(document, variables, request.ip),
      places,
    };
  };
  return {
    at: (request, language, page) => {
      const params = texts.parse(request.params ?? {});
      const isForm = request.method === 'POST';
      const given = texts.parse((isForm ? request.body : request.query) ?? {});
      const names = isForm ? (page.fields ?? []) : page.parameters;
      const fields = Object.fromEntries(
        names.flatMap((name) => {
          const value = given[name];
          return value === undefined ? [] : [[name, value] as const];
        }),
      );
      return visit(request, language, {
        path: page.path.replaceAll(/:(\w+)/g, (_, name: string) =>
          encodeURIComponent(params[name] ?? ''),
        ),
        params: Object.fromEntries(
          Object.entries(params).map(([name, value]) => [name, value ?? '']),
        ),
        fields,
        query: isForm ? {} : fields,
      });
    },
    elsewhere: (request) => {
      const inAddress = languages.find((each) => request.url.startsWith(`/${each}/`));
      const language = inAddress ?? preferredLanguage(request.headers['accept-language']);
      return visit(request, language, { path: '/', params: {}, fields: {}, query: {} });
    },
  };
}
