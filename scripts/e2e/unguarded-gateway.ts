import { readFile } from 'node:fs/promises';
import { parse } from 'graphql';
import { pino } from 'pino';
import { keepCheckpoints } from '../../gateway/audit/checkpoints.ts';
import { openAuditLog } from '../../gateway/audit/log.ts';
import { keepOperations } from '../../gateway/audit/operations.ts';
import { createRegisteredDocuments } from '../../gateway/documents/registered-documents.ts';
import { readTrustedDocuments } from '../../gateway/documents/trusted-documents.ts';
import type { startGateway } from '../../gateway/gateway.ts';
import { readIssuers } from '../../gateway/identity/issuers.ts';
import { readSigner } from '../../gateway/identity/signer.ts';
import { createTokenVerifier } from '../../gateway/identity/tokens.ts';
import { defaultComplexity } from '../../gateway/limits/complexity.ts';
import { createAdmission, defaultConcurrent, defaultRates } from '../../gateway/limits/rate.ts';
import { createPipeline } from '../../gateway/pipeline.ts';
import { createUsage } from '../../gateway/pipeline/usage.ts';
import { createEngine } from '../../gateway/plan/engine.ts';
import { createServer, defaultHttpLimits } from '../../gateway/server.ts';
import { loadPolicies } from '../../policies/index.ts';
import { AllowingTable } from './allowing.ts';

/**
 * The gateway's own steps in a gateway that decides nothing: everything exists for everybody and is allowed. It
 * signs passports for whoever asks, and tickets for what the policies let a plan fetch, as the true one does.
 */
export const startUnguardedGateway: typeof startGateway = async (options) => {
  const logger = options.logger ?? pino({ level: 'silent' });
  const signer = await readSigner(options.key);
  const log = await openAuditLog(options.audit);
  const checkpoints = await keepCheckpoints(options.audit, log, signer.checkpoints, logger);
  const operations = await keepOperations(options.audit, logger);
  const supergraph = await readFile(options.supergraph, 'utf8');
  const policies = await loadPolicies(options.policies, supergraph, options.trust);
  const table = new AllowingTable(policies, options.clock);
  const engine = await createEngine({ supergraph, urls: options.urls ?? {} });
  const { admit, underWay } = createAdmission(options.rates ?? defaultRates, defaultConcurrent);
  const pipeline = createPipeline({
    engine,
    supergraph: parse(supergraph, { noLocation: true }),
    api: engine.schema,
    policies: table,
    tokens: createTokenVerifier(await readIssuers(options.issuers, policies), 'cpz-graph'),
    signer,
    log,
    admit,
    complexity: defaultComplexity,
    documents: {
      trusted: await readTrustedDocuments({}),
      registered: createRegisteredDocuments(),
      publicTrustedOnly: false,
    },
    usage: createUsage(),
    operations,
    publicAnswerMs: 0,
    pseudonymKey: options.pseudonymKey,
    logger,
    onAnswered: () => undefined,
  });
  const app = await createServer({
    ...defaultHttpLimits,
    pipeline: pipeline.answer,
    jwks: signer.jwks,
    unready: () => null,
    policies: { inForce: () => table.current, reloads: { applied: 0, refused: 0 } },
    plans: { atRequest: 0, ahead: 0 },
    underWay,
    plugins: [],
    trustedProxies: [],
    batch: options.batch ?? 1,
    logger,
  });
  const url = await app.listen({ port: options.port, host: '127.0.0.1' });
  return {
    url,
    reload: () => Promise.resolve(false),
    close: async () => {
      await app.close();
      table.close();
      await engine.close();
      await operations.close();
      await log.close();
      await checkpoints.close();
    },
  };
};
