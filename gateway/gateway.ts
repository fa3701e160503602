import { readFile } from 'node:fs/promises';
import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify';
import { pino } from 'pino';
import { CurrentTable, loadPolicies } from '../policies/index.ts';
import { openAuditLog } from './audit/log.ts';
import { readIssuers } from './identity/issuers.ts';
import { readSigner } from './identity/signer.ts';
import { createTokenVerifier } from './identity/tokens.ts';
import { type ComplexityLimits, defaultComplexity } from './limits/complexity.ts';
import { createPipeline } from './pipeline.ts';
import { createEngine } from './plan/engine.ts';
import { createServer } from './server.ts';

/** What a gateway is started with. Files and folders are paths. */
export interface GatewayOptions {
  /** The supergraph, as `cpz compose` or another Federation 2 composer wrote it. */
  readonly supergraph: string;
  /** The folder of policies. */
  readonly policies: string;
  /** The list of trusted issuers. */
  readonly issuers: string;
  /** The private key with which passports and tickets are signed. */
  readonly key: string;
  /** The folder of the audit log. */
  readonly audit: string;
  /** Secret under which pseudonyms are made; the subgraphs' too. */
  readonly pseudonymKey: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly host?: string;
  /** Addresses of subgraphs that differ from those in the supergraph. */
  readonly urls?: Readonly<Record<string, string>>;
  /** What an operation may be. */
  readonly complexity?: Partial<ComplexityLimits>;
  /** Milliseconds within which a request is answered. */
  readonly deadlineMs?: number;
  /** What else the server serves, such as the explorer. */
  readonly plugins?: readonly FastifyPluginAsync[];
  readonly logger?: FastifyBaseLogger;
}

/** A gateway that answers. */
export interface Gateway {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The audience of every token that the gateway takes. */
const audience = 'cpz-graph';

/**
 * Starts a gateway over a supergraph and policies.
 * @throws Error or PolicyFileError that says which file is wrong, or that the port is in use
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const supergraph = await readFile(options.supergraph, 'utf8');
  const set = await loadPolicies(options.policies, supergraph);
  const tokens = createTokenVerifier(await readIssuers(options.issuers, set), audience);
  const signer = await readSigner(options.key);
  const engine = await createEngine({
    supergraph,
    ...(options.urls === undefined ? {} : { urls: options.urls }),
  });
  const log = await openAuditLog(options.audit);
  const policies = new CurrentTable(set);
  const pipeline = createPipeline({
    engine,
    supergraph,
    api: engine.schema,
    policies,
    tokens,
    signer,
    log,
    complexity: { ...defaultComplexity, ...options.complexity },
    pseudonymKey: options.pseudonymKey,
    logger: options.logger ?? pino({ level: 'silent' }),
  });
  const app = await createServer({
    pipeline,
    jwks: signer.jwks,
    unready: () => (log.isWritable() ? null : 'the audit log cannot be written'),
    plugins: options.plugins ?? [],
    deadlineMs: options.deadlineMs ?? 10_000,
    logger: options.logger ?? null,
  });
  const close = async (): Promise<void> => {
    await app.close();
    policies.close();
    await engine.close();
    await log.close();
  };
  try {
    const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
