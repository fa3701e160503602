import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { disclosure, type DisclosureOptions } from './disclosure.ts';

/** What the pages are started with when they stand alone. */
export interface WebOptions extends DisclosureOptions {
  readonly gateway: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
  /** Addresses of proxies whose word about a visitor's address is taken. */
  readonly trustedProxies: readonly string[];
  readonly logger: FastifyBaseLogger;
  /** Called with the server before it listens. */
  readonly prepare: (app: FastifyInstance) => void;
}

/** Pages that answer. */
export interface Web {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts the public pages alone, over any gateway. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    trustProxy: [...options.trustedProxies],
  });
  options.prepare(app);
  app.get('/healthz', () => ({ status: 'ok' }));
  await app.register(disclosure(options));
  const url = await app.listen({ port: options.port, host: options.host });
  return { url, close: () => app.close() };
}
