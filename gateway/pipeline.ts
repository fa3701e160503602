import type { FastifyBaseLogger } from 'fastify';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { CurrentTable } from '../policies/index.ts';
import { createPublicAnswers } from './answers/public-answers.ts';
import type { AuditLog } from './audit/log.ts';
import type { RecordedOperations } from './audit/operations.ts';
import { refusedRecord } from './audit/record.ts';
import { createVisibleSchemas } from './authorize/visible-schema.ts';
import { RequestRefused } from './errors.ts';
import { createPassports } from './identity/passports.ts';
import type { Signer } from './identity/signer.ts';
import type { TokenVerifier } from './identity/tokens.ts';
import type { ComplexityLimits } from './limits/complexity.ts';
import { readCostModel } from './limits/cost/cost-model.ts';
import { type Admit, networkOf, type Quota } from './limits/rate.ts';
import { createAuthenticate } from './pipeline/authenticate.ts';
import { createAuthorize } from './pipeline/authorize.ts';
import { createExplain } from './pipeline/explain.ts';
import { fetch } from './pipeline/fetch.ts';
import { createLookUp, type DocumentSources } from './pipeline/look-up.ts';
import { createParse, createReader } from './pipeline/parse.ts';
import { createPlan } from './pipeline/plan.ts';
import { durably, record } from './pipeline/record.ts';
import { type MediaType, respond, respondRefused, type Response } from './pipeline/respond.ts';
import { shape } from './pipeline/shape.ts';
import type { Arrived, Identified, Parsed, Planned, Shaped } from './pipeline/stages.ts';
import type { Usage } from './pipeline/usage.ts';
import type { StepsAhead } from './pipeline/warm-up.ts';
import type { Engine } from './plan/engine.ts';

/** What the steps work with. */
export interface PipelineSetting {
  readonly engine: Engine;
  readonly supergraph: DocumentNode;
  readonly api: GraphQLSchema;
  readonly policies: CurrentTable;
  readonly tokens: TokenVerifier;
  readonly signer: Signer;
  readonly log: AuditLog;
  readonly admit: Admit;
  readonly complexity: ComplexityLimits;
  readonly documents: DocumentSources;
  readonly usage: Usage;
  readonly operations: RecordedOperations;
  /** Milliseconds for which an answer to the public is kept; 0 for not at all. */
  readonly publicAnswerMs: number;
  readonly pseudonymKey: string;
  readonly logger: FastifyBaseLogger;
  /** Told of each answer when it is made. */
  readonly onAnswered: () => void;
}

/** Answers requests. */
export interface Pipeline {
  /** Never rejects. */
  readonly answer: (arrived: Arrived, mediaType: MediaType) => Promise<Response>;
  /** The steps that can be taken ahead of a request. */
  readonly ahead: StepsAhead;
}

/** The steps of a request, in order; each takes what the one before gives. */
export function createPipeline(setting: PipelineSetting): Pipeline {
  const { engine, signer, log, logger, admit, usage, operations } = setting;
  const schemas = createVisibleSchemas(setting.supergraph);
  const authenticate = createAuthenticate(setting.tokens, setting.policies, (address) =>
    admit(`token of ${networkOf(address)}`, 'token'),
  );
  const lookUp = createLookUp(setting.documents);
  const read = createReader(schemas, setting.complexity, readCostModel(setting.supergraph));
  const parse = createParse(read, schemas, setting.complexity);
  const authorize = createAuthorize(
    setting.api,
    schemas,
    setting.pseudonymKey,
    () => setting.policies.now,
  );
  const plan = createPlan(engine, signer);
  const passports = createPassports(signer);
  const answerOnce = createPublicAnswers({
    keepMs: setting.publicAnswerMs,
    clock: () => setting.policies.now,
  });
  const explain = createExplain(setting.api);
  const fetchShaped = (planned: Planned): Promise<Shaped> => fetch(planned, passports).then(shape);

  const answer: Pipeline['answer'] = async (arrived, mediaType) => {
    let identified: Identified | null = null;
    let parsed: Parsed | null = null;
    let quota: Quota | null = null;
    let leaveLog: (() => void) | null = null;
    try {
      const identifying = authenticate(arrived);
      identified = identifying instanceof Promise ? await identifying : identifying;
      quota = admit(identified.asker, identified.principal.kind);
      if (identified.principal.kind !== 'public') leaveLog = log.expect();
      if (quota.refusal !== null) throw quota.refusal;
      const asked = lookUp(identified);
      parsed = parse(asked);
      operations.keep(parsed.valid, identified.principal.kind === 'public');
      const authorized = authorize(parsed);
      usage.note(authorized, asked.text);
      const shaped = await answerOnce(authorized, () => {
        const planning = plan(authorized);
        return planning instanceof Promise ? planning.then(fetchShaped) : fetchShaped(planning);
      });
      const recording = record(explain(shaped), log);
      const recorded = recording instanceof Promise ? await recording : recording;
      return respond(recorded, mediaType, quota);
    } catch (error) {
      const refused = refusalOf(error, arrived, logger);
      const entry = await recordRefusal(refused, identified, parsed, log);
      return respondRefused(refused, mediaType, entry, quota);
    } finally {
      leaveLog?.();
      setting.onAnswered();
    }
  };
  return { answer, ahead: { read, authorize, plan } };
}

/** What was refused is on record too. */
async function recordRefusal(
  refused: RequestRefused,
  identified: Identified | null,
  parsed: Parsed | null,
  log: AuditLog,
): Promise<number | null> {
  if (identified === null || refused.code === 'AUDIT_UNAVAILABLE') return null;
  const entry = refusedRecord(identified, parsed, refused.code);
  if (identified.principal.kind === 'public') return log.count(entry);
  return durably(entry, log).catch(() => null);
}

function refusalOf(error: unknown, arrived: Arrived, logger: FastifyBaseLogger): RequestRefused {
  if (error instanceof RequestRefused) return error;
  logger.error({ err: error, requestId: arrived.requestId }, 'a request failed');
  return new RequestRefused(
    'INTERNAL_SERVER_ERROR',
    `The gateway could not answer. Quote the request ${arrived.requestId} when you ask for help.`,
  );
}
