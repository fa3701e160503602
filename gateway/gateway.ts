import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify';
import { pino } from 'pino';
import type { Clock } from '../policies/index.ts';
import { keepCheckpoints } from './audit/checkpoints.ts';
import { openAuditLog } from './audit/log.ts';
import { keepOperations } from './audit/operations.ts';
import { type CoreFiles, loadCore } from './core.ts';
import { createRegisteredDocuments } from './documents/registered-documents.ts';
import { readSigner } from './identity/signer.ts';
import { type ComplexityLimits, defaultComplexity } from './limits/complexity.ts';
import { createAdmission, defaultConcurrent, defaultRates, type Rates } from './limits/rate.ts';
import { createUsage } from './pipeline/usage.ts';
import { defaultWarmUp, type WarmUpLimits } from './pipeline/warm-up.ts';
import { sharePlanning } from './plan/shared-planning.ts';
import { watchFiles } from './reload.ts';
import { createServer, defaultHttpLimits } from './server.ts';
import { logFailures } from './subgraph-log.ts';

/** What a gateway is started with. Files and folders are paths. */
export interface GatewayOptions extends CoreFiles {
  /** The private key with which passports and tickets are signed. */
  readonly key: string;
  /** The folder of the audit log. */
  readonly audit: string;
  /** Secret under which pseudonyms are made; the subgraphs' too. */
  readonly pseudonymKey: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly host?: string;
  /** What an operation may be. */
  readonly complexity?: Partial<ComplexityLimits>;
  /** Whether the public may run trusted documents only. */
  readonly publicTrustedOnly?: boolean;
  /** How much one principal may ask. */
  readonly rates?: Rates;
  /** Requests under way at the same time, of all principals together; the public has half of them at most. */
  readonly concurrent?: number;
  /** Bytes of a request's body. */
  readonly bodyBytes?: number;
  /** Operations that one body may hold as a list; 1 for none but a single operation. */
  readonly batch?: number;
  /** Addresses, or networks such as `10.0.0.0/8`, whose `X-Forwarded-For` says for whom they ask; without, none. */
  readonly trustedProxies?: readonly string[];
  /** How much is planned before what was read again comes into force. */
  readonly warmUp?: Partial<WarmUpLimits>;
  /** Milliseconds for which an answer to the public is kept and given again; none is unless given. */
  readonly publicAnswerMs?: number;
  /** Milliseconds within which a request is answered. */
  readonly deadlineMs?: number;
  /** Whether supergraph, policies, issuers and the file of trusted documents are read again when they change. */
  readonly watch?: boolean;
  /** What else the server serves, such as the explorer. */
  readonly plugins?: readonly FastifyPluginAsync[];
  /** Why what it asks is not there yet, for `/readyz`; null when it is. Its own files it looks at itself. */
  readonly unready?: () => string | null;
  readonly logger?: FastifyBaseLogger;
  /** The instant by which policies are decided; the machine's unless given. Tokens and records have the machine's. */
  readonly clock?: Clock;
}

/** A gateway that answers. */
export interface Gateway {
  readonly url: string;
  /**
   * Reads supergraph, policies, issuers and trusted documents again and puts them in force as one; requests under way end as they began.
   * What is wrong is logged, and what was in force stays.
   * @returns whether the new ones are in force
   */
  readonly reload: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Departments read a change of policies first: they know the table before, and the gateway's new one at once. */
const restMs = 1_000;

/**
 * Starts a gateway over a supergraph and policies.
 * @throws Error or PolicyFileError that says which file or trusted document is wrong, or that the port is in use
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const opened: Closing[] = [];
  const close = async (): Promise<void> => {
    for (const closing of opened.splice(0).reverse()) await closing();
  };
  try {
    return { ...(await open(options, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Ends what a start has opened. */
type Closing = () => unknown;

async function open(
  options: GatewayOptions,
  opened: Closing[],
): Promise<Pick<Gateway, 'url' | 'reload'>> {
  if (options.trust.kind === 'as-written' && process.env.NODE_ENV === 'production') {
    throw new Error(
      'Production answers by signed policies only: approvals as written are for drafts and tests.',
    );
  }
  const logger = options.logger ?? pino({ level: 'silent' });
  const signer = await readSigner(options.key);
  const log = await openAuditLog(options.audit);
  opened.push(log.close);
  const checkpoints = await keepCheckpoints(options.audit, log, signer.checkpoints, logger);
  // The last checkpoint is of the log when it is closed.
  opened.unshift(checkpoints.close);
  const operations = await keepOperations(options.audit, logger);
  opened.push(operations.close);
  const { admit, underWay } = createAdmission(
    options.rates ?? defaultRates,
    options.concurrent ?? defaultConcurrent,
  );
  const setting = {
    signer,
    log,
    admit,
    complexity: { ...defaultComplexity, ...options.complexity },
    documents: {
      registered: createRegisteredDocuments(),
      publicTrustedOnly: options.publicTrustedOnly === true,
    },
    usage: createUsage(),
    operations,
    warmUp: { ...defaultWarmUp, ...options.warmUp },
    plans: { atRequest: 0, ahead: 0 },
    startPlanning: sharePlanning(),
    reportFailure: logFailures(logger),
    publicAnswerMs: options.publicAnswerMs ?? 0,
    pseudonymKey: options.pseudonymKey,
    logger,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  };
  let core = await loadCore(options, setting);
  const reloads = { applied: 0, refused: 0 };
  let retiring: Promise<unknown> = Promise.resolve();
  const readAgain = async (): Promise<boolean> => {
    try {
      const next = await loadCore(options, setting);
      const before = core;
      core = next;
      reloads.applied += 1;
      const { version, policies } = next.policies.current;
      logger.info(
        { release: policies.release, table: version },
        'supergraph and policies are read again and in force',
      );
      // Its requests end as they began; the next release does not wait for them.
      retiring = Promise.all([retiring, before.close()]);
      return true;
    } catch (error) {
      reloads.refused += 1;
      const reason = error instanceof Error ? error.message : String(error);
      const { release } = core.policies.current.policies;
      logger.error(
        { reason, release },
        'supergraph or policies are wrong; those before stay in force',
      );
      return false;
    }
  };
  // One after the other: what was read later is in force at the end.
  let reading: Promise<boolean> = Promise.resolve(true);
  const reload = (): Promise<boolean> => (reading = reading.then(readAgain));
  opened.push(async () => {
    await reading;
    await core.close();
    await retiring;
  });
  const app = await createServer({
    pipeline: (arrived, mediaType) => core.answer(arrived, mediaType),
    jwks: signer.jwks,
    unready: () =>
      options.unready?.() ??
      (log.isWritable() ? checkpoints.problem() : 'the audit log cannot be written'),
    policies: { inForce: () => core.policies.current, reloads },
    plans: setting.plans,
    underWay,
    plugins: options.plugins ?? [],
    deadlineMs: options.deadlineMs ?? defaultHttpLimits.deadlineMs,
    bodyBytes: options.bodyBytes ?? defaultHttpLimits.bodyBytes,
    batch: options.batch ?? defaultHttpLimits.batch,
    trustedProxies: options.trustedProxies ?? [],
    logger: options.logger ?? null,
  });
  opened.push(() => app.close());
  if (options.watch === true) {
    opened.push(watchFiles(filesOf(options), restMs, () => void reload()));
  }
  const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  return { url, reload };
}

/** Files that are read again. */
function filesOf({ supergraph, policies, issuers, trust, trustedDocuments }: CoreFiles): string[] {
  return [
    supergraph,
    policies,
    issuers,
    ...(trust.kind === 'signed' && trust.officers !== null ? [trust.officers] : []),
    ...(typeof trustedDocuments === 'string' ? [trustedDocuments] : []),
  ];
}
