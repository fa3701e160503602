import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import {
  type Clock,
  CurrentTable,
  loadPolicies,
  type PolicySet,
  type Trust,
} from '../policies/index.ts';
import type { AuditLog } from './audit/log.ts';
import type { RecordedOperations } from './audit/operations.ts';
import { type Issuer, readIssuers } from './identity/issuers.ts';
import type { Signer } from './identity/signer.ts';
import { createTokenVerifier } from './identity/tokens.ts';
import type { ComplexityLimits } from './limits/complexity.ts';
import type { Admit } from './limits/rate.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import type { Popular, Usage } from './pipeline/usage.ts';
import { warmUp, type WarmUpLimits } from './pipeline/warm-up.ts';
import type { PlanCounts } from './plan-metrics.ts';
import type { ReportFailure } from './subgraph-log.ts';
import type { DocumentSources } from './pipeline/look-up.ts';
import {
  readTrustedDocuments,
  type TrustedDocumentsSource,
} from './documents/trusted-documents.ts';
import type { Connections } from './execution/transport.ts';
import { createEngine, type Engine, type EngineLimits } from './plan/engine.ts';
import type { StartPlanning } from './plan/shared-planning.ts';

/** Files that a core is read from. */
export interface CoreFiles {
  readonly supergraph: string;
  /** A folder or a bundle. */
  readonly policies: string;
  /** What makes an agreement or a disclosure count. */
  readonly trust: Trust;
  readonly issuers: string;
  readonly urls?: Readonly<Record<string, string>>;
  /** What planning and fetching may cost. */
  readonly engine?: Partial<EngineLimits>;
  /** Documents to run by hash. */
  readonly trustedDocuments?: TrustedDocumentsSource;
  /** How subgraphs are connected to. */
  readonly connections?: Connections;
}

/** What outlives a core. */
export interface CoreSetting {
  readonly signer: Signer;
  readonly log: AuditLog;
  readonly admit: Admit;
  readonly complexity: ComplexityLimits;
  readonly documents: Omit<DocumentSources, 'trusted'>;
  readonly usage: Usage;
  readonly operations: RecordedOperations;
  readonly warmUp: WarmUpLimits;
  readonly plans: PlanCounts;
  readonly startPlanning: StartPlanning;
  readonly publicAnswerMs: number;
  readonly reportFailure: ReportFailure;
  readonly pseudonymKey: string;
  readonly logger: FastifyBaseLogger;
  readonly clock?: Clock;
}

/** A supergraph, its policies and issuers, ready to answer; replaced as one when a file changes. */
export interface Core {
  readonly answer: Pipeline['answer'];
  readonly policies: CurrentTable;
  /** Waits for the requests under way, then closes the connections. */
  readonly close: () => Promise<void>;
}

/** What readies the schema that everybody sees, so that no request waits for it. */
const first: Popular = {
  text: '{ __typename }',
  operationName: null,
  principal: { kind: 'public' },
  switches: {},
};

/** The audience of every token that the gateway takes. */
const audience = 'cpz-graph';

/**
 * Reads and readies a core: what has been asked for most is planned before it takes over.
 * @throws Error or PolicyFileError that says which file is wrong
 */
export async function loadCore(files: CoreFiles, setting: CoreSetting): Promise<Core> {
  const supergraph = await readFile(files.supergraph, 'utf8');
  const document = parseSupergraph(supergraph, files.supergraph);
  const trusted = await readTrustedDocuments(files.trustedDocuments ?? {});
  const { urls, engine: limits, connections } = files;
  let isInForce = false;
  const starting = createEngine({
    supergraph,
    startPlanning: setting.startPlanning,
    onFailure: setting.reportFailure,
    onPlan: () => {
      setting.plans[isInForce ? 'atRequest' : 'ahead'] += 1;
    },
    ...(urls === undefined ? {} : { urls }),
    ...(limits === undefined ? {} : { limits }),
    ...(connections === undefined ? {} : { connections }),
  });
  // It starts while the policies are read; what is wrong with these is said first.
  starting.catch(() => undefined);
  const { set, issuers } = await readRules(files, supergraph).catch(async (error: unknown) => {
    await discard(starting);
    throw error;
  });
  const engine = await starting;
  for (const { code, message, ...place } of set.problems) {
    setting.logger.warn({ code, place }, message);
  }
  const tokens = createTokenVerifier(issuers, audience);
  await setImmediate();
  const policies = new CurrentTable(set, setting.clock);
  let underWay = 0;
  let rest = (): void => undefined;
  const pipeline = createPipeline({
    ...setting,
    documents: { ...setting.documents, trusted },
    engine,
    supergraph: document,
    api: engine.schema,
    policies,
    tokens,
    onAnswered: () => {
      underWay -= 1;
      if (underWay === 0) rest();
    },
  });
  const { warmOperations } = setting.warmUp;
  const ready = await warmUp(
    [first, ...setting.usage.most(warmOperations)],
    policies,
    pipeline.ahead,
    setting.warmUp,
  );
  setting.logger.debug({ ready }, 'operations are planned ahead');
  isInForce = true;
  return {
    policies,
    answer: (arrived, mediaType) => {
      underWay += 1;
      return pipeline.answer(arrived, mediaType);
    },
    close: async () => {
      if (underWay > 0) {
        await new Promise<void>((resolve) => {
          rest = resolve;
        });
      }
      policies.close();
      await engine.close();
    },
  };
}

function parseSupergraph(sdl: string, file: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [place = { line: 1, column: 1 }] = error.locations ?? [];
    throw new Error(
      `${file}:${place.line}:${place.column}  The supergraph cannot be read: ${error.message}`,
      { cause: error },
    );
  }
}

/** Policies, and the issuers that they register. */
async function readRules(
  files: CoreFiles,
  supergraph: string,
): Promise<{ readonly set: PolicySet; readonly issuers: readonly Issuer[] }> {
  const set = await loadPolicies(files.policies, supergraph, files.trust);
  return { set, issuers: await readIssuers(files.issuers, set) };
}

async function discard(starting: Promise<Engine>): Promise<void> {
  await starting.then((engine) => engine.close()).catch(() => undefined);
}
