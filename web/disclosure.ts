import formbody from '@fastify/formbody';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Client, createClient, NoAnswer } from './client.ts';
import { registerFiles } from './http/files.ts';
import { createKeep, prepare } from './http/keep.ts';
import { isFromHere, securityHeaders } from './http/security.ts';
import { send } from './http/send.ts';
import { createVisits } from './http/visits.ts';
import { type Language, languages, preferredLanguage } from './language.ts';
import type { Content, Outcome, Page, Problem, Site, Visit } from './page.ts';
import { faultPage, faultPageOf } from './pages/faults.tsx';
import { files, pages } from './pages/index.ts';
import { render } from './render.tsx';
import { readStatementKeys } from './statement/keys.ts';
import { createStatements } from './statement/statement.ts';
import { makeStyle, type Style } from './style/style.ts';

/** What the pages need to know about the house they stand in. */
export interface DisclosureOptions {
  /** The gateway's origin; without one it is the server that the pages are part of. */
  readonly gateway?: string;
  /** Under which address the public reaches the pages; without one it is the server's own. */
  readonly origin?: string;
  /** The private key of the statements (Ed25519 as JWK). */
  readonly statementKey: string;
  /** The public keys of statements before (a JSON Web Key Set), so that old statements can still be checked. */
  readonly formerKeys?: string;
  /** Where the style sheet is kept once it is made, such as `.data/web`. */
  readonly styleFolder: string;
  /** Whether every enterprise is invented, which each page then says. */
  readonly isSynthetic?: boolean;
  /** The instant of a visit, in milliseconds; the machine's clock unless given. */
  readonly clock?: () => number;
}

/** A form holds some sentences and never a file. */
const formLimitBytes = 64 * 1024;

/**
 * A Fastify plugin that serves the public pages at `/`: search, enterprise, and what belongs to them, in every
 * language. They ask the gateway over HTTP as the public and have no other way to data.
 */
export function disclosure(options: DisclosureOptions): FastifyPluginAsync {
  return async (app) => {
    const keys = await readStatementKeys(options.statementKey, options.formerKeys);
    const statements = createStatements(keys);
    // Made while the server starts: on a slow machine it takes longer than a plugin may. A visitor waits for it.
    let style: Style | null = null;
    const making = makeStyle(options.styleFolder).then(
      (made) => {
        style = made;
      },
      (error: unknown) => {
        app.log.error({ err: error }, 'the style sheet could not be made');
      },
    );
    const currentStyle = (): Style | null => style;
    const clock = options.clock ?? Date.now;
    const keep = createKeep(clock);
    const own = (): string => app.listeningOrigin;
    const site = (): Site => ({
      origin: options.origin ?? own(),
      endpoint: `${options.gateway ?? own()}/graphql`,
      styleHref: currentStyle()?.href ?? '/assets/none.css',
      isSynthetic: options.isSynthetic === true,
      statements,
    });
    let client: Client | null = null;
    const visits = createVisits(
      site,
      () => (client ??= createClient(options.gateway ?? own())),
      clock,
    );
    app.addHook('onClose', async () => {
      await making;
      await client?.close();
    });
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers(securityHeaders);
      if (style === null) await making;
    });
    await app.register(formbody, { bodyLimit: formLimitBytes });

    const sendOnce = async (
      request: FastifyRequest,
      reply: FastifyReply,
      visit: Visit,
      outcome: Outcome,
    ): Promise<FastifyReply> => send(request, reply, await prepare(render(visit, outcome), 0));

    const show =
      (page: Page, language: Language) =>
      async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const visit = visits.at(request, language, page);
        const key = JSON.stringify([language, visit.path, visit.fields]);
        const ready = await keep(key, async () => render(visit, await page.show(visit)));
        return send(request, reply, ready, visit.now);
      };

    const submit =
      (page: Page, language: Language) =>
      async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const visit = visits.at(request, language, page);
        const outcome =
          page.submit === undefined || !isFromHere(request, site().origin)
            ? faultPage(visit, 'forbidden')
            : await page.submit(visit);
        return sendOnce(request, reply, visit, outcome);
      };

    for (const language of languages) {
      for (const page of pages) {
        app.get(`/${language}${page.path}`, show(page, language));
        if (page.submit !== undefined) {
          app.post(`/${language}${page.path}`, submit(page, language));
        }
      }
      app.get(`/${language}`, (_request, reply) => reply.redirect(`/${language}/`, 301));
    }
    for (const file of files) app.get(file.path, show(file, 'en'));
    app.get('/', (request, reply) =>
      reply
        .header('vary', 'Accept-Language')
        .header('cache-control', 'no-store')
        .redirect(`/${preferredLanguage(request.headers['accept-language'])}/`, 302),
    );
    registerFiles(app, { site, style: currentStyle, visits, jwks: keys.jwks });

    app.setNotFoundHandler((request, reply) => {
      if (!takesHtml(request)) return reply.code(404).send({ message: 'Not found.' });
      const visit = visits.elsewhere(request);
      return sendOnce(request, reply.headers(securityHeaders), visit, faultPage(visit, 'notFound'));
    });
    app.setErrorHandler((error: FastifyError, request, reply) => {
      const visit = visits.elsewhere(request);
      const status = error.statusCode ?? 500;
      if (error instanceof NoAnswer) {
        request.log.warn({ reason: error.message }, 'a page had no answer');
        if (error.kind === 'limited') reply.header('retry-after', error.retryAfterSeconds);
      } else if (status >= 500) {
        request.log.error({ err: error }, 'a page could not be made');
      }
      const fault =
        status >= 400 && status < 500 ? faultPage(visit, 'notFound') : faultPageOf(visit, error);
      return sendOnce(request, reply, visit, isPage(request) ? fault : problemOf(fault));
    });
  };
}

function isPage({ url }: FastifyRequest): boolean {
  return languages.some((language) => url.startsWith(`/${language}/`));
}

function problemOf({ status, title }: Content): Problem {
  return { kind: 'problem', status, title, detail: title };
}

function takesHtml({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true;
}
