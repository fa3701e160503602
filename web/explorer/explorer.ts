import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { bundleExplorer, type Bundle } from './bundle.ts';
import { examplesOf } from './examples.ts';
import { buildingPage, explorerPage, failedPage } from './page.ts';
import type { ExplorerPrincipal, ExplorerSamples } from './vocabulary.ts';

/** What the explorer needs to know about the house it stands in. */
export interface ExplorerOptions {
  /** Path of the GraphQL endpoint on the same origin, such as `/graphql`. */
  readonly endpoint: string;
  /** Where builds of the client are kept, such as `.data/explorer`. */
  readonly bundleFolder: string;
  /** Called for each visit: the tokens in the answer are fresh. */
  readonly principals: () => Promise<readonly ExplorerPrincipal[]>;
  /** Keys of rows that exist, for the examples' variables. */
  readonly samples: ExplorerSamples;
}

/**
 * `'unsafe-inline'` for styles only: the editor writes style elements as it runs. Images and fonts from `data:`
 * are those inside the editor's style sheet.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

type State =
  { kind: 'building' } | { kind: 'ready'; bundle: Bundle } | { kind: 'failed'; reason: string };

/**
 * A Fastify plugin that serves the developers' explorer at `/explorer`. The client is built in the background: until
 * it is ready the page says so and asks again.
 * @throws Error at registration when NODE_ENV is `production`: the explorer hands out development tokens
 */
export function explorer(options: ExplorerOptions): FastifyPluginAsync {
  return async (app) => {
    // Read here and not from a configuration: no caller's mistake may open this door in production.
    if (process.env.NODE_ENV === 'production') {
      throw new Error(
        'The explorer hands out development tokens and never runs with NODE_ENV=production. Leave it unregistered.',
      );
    }
    let state: State = { kind: 'building' };
    const closing = new AbortController();
    const building = bundleExplorer(options.bundleFolder, closing.signal).then(
      (bundle) => {
        state = { kind: 'ready', bundle };
      },
      (error: unknown) => {
        if (closing.signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        state = { kind: 'failed', reason };
        app.log.error({ reason }, 'the explorer could not be built');
      },
    );
    const current = (): State => state;
    app.addHook('onClose', () => {
      closing.abort();
      return building;
    });

    await mkdir(options.bundleFolder, { recursive: true });
    await app.register(fastifyStatic, { root: resolve(options.bundleFolder), serve: false });

    const base = `${app.prefix}/explorer`;
    app.get('/explorer', async (_request, reply) => {
      const now = current();
      switch (now.kind) {
        case 'ready':
          return page(reply, 200, explorerPage(base, options.endpoint, now.bundle.manifest));
        case 'building':
          return page(reply.header('Retry-After', '1'), 503, buildingPage());
        case 'failed':
          return page(reply, 500, failedPage(now.reason));
      }
    });

    app.get<{ Params: { file: string } }>('/explorer/assets/:file', async (request, reply) => {
      const now = current();
      if (now.kind !== 'ready')
        return reply.code(404).send({ message: 'The explorer is not built yet.' });
      reply
        .header('X-Content-Type-Options', 'nosniff')
        .header('Content-Security-Policy', contentSecurityPolicy);
      return reply.sendFile(request.params.file, now.bundle.assets, {
        immutable: true,
        maxAge: '365d',
      });
    });

    app.get('/explorer/principals', async (request, reply) => {
      // A browser names who asks (Fetch Metadata); no other site may have tokens.
      const site = request.headers['sec-fetch-site'] ?? 'same-origin';
      if (site !== 'same-origin' && site !== 'none') {
        return reply
          .code(403)
          .send({ message: 'Development tokens are for the explorer on this origin only.' });
      }
      reply
        .header('Cache-Control', 'no-store')
        .header('Cross-Origin-Resource-Policy', 'same-origin');
      return { principals: await options.principals() };
    });

    app.get('/explorer/examples', async (_request, reply) => {
      reply.header('Cache-Control', 'no-store');
      return { examples: examplesOf(options.samples) };
    });
  };
}

function page(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': contentSecurityPolicy,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .send(html);
}
