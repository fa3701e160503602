import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { CurrentTable, PassportClaims, PolicyTable } from '../../policies/index.ts';
import type { Cursors, RequestContext } from './context.ts';
import type { Verifier } from './passport.ts';
import { readable, type Report } from './readable.ts';
import { Refusal } from './refusal.ts';
import type { Queries } from './store.ts';

/** One operation that the gateway asked. */
export interface Asked {
  readonly subgraph: string;
  readonly requestId: string;
  readonly document: string;
  readonly passport: string;
}

/** What answering needs of the server. */
export interface Answering {
  readonly subgraph: string;
  readonly app: FastifyInstance;
  readonly verifier: Verifier;
  readonly policies: Pick<CurrentTable, 'current' | 'accepts' | 'now'>;
  readonly db: Queries;
  readonly cursors: Cursors;
  readonly pseudonymKey: string;
  readonly onAsked: (asked: Asked) => void;
  /** How long a passport waits for a table that is not known here. */
  readonly tableWaitMs: number;
  /** Follows a change of the policies. */
  readonly refresh: () => void;
}

const body = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Answers one operation of the gateway: passport, ticket, then the operation; each refusal ends it. */
export async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  answering: Answering,
): Promise<unknown> {
  const { subgraph, app } = answering;
  const requestId = header(request, 'request-id') ?? request.id;
  const report: Report = (fault, path) => {
    request.log.error({ err: fault, path, requestId }, 'a resolver failed');
  };
  try {
    const shown = header(request, 'gateway-passport');
    const passport = await answering.verifier.passport(shown);
    const table = await tableOf(passport, answering);
    const operation = body.safeParse(request.body);
    if (!operation.success) {
      throw new Refusal('BAD_USER_INPUT', 'The body is no GraphQL request: { query, variables }.');
    }
    const { query, variables, operationName } = operation.data;
    const context: RequestContext = {
      requestId,
      principal: passport.principal,
      cls: table.classOf(passport.principal),
      table,
      now: answering.policies.now,
      db: answering.db,
      loaders: new Map(),
      cursors: answering.cursors,
      pseudonymKey: answering.pseudonymKey,
      beyond: await grantedBeyond(header(request, 'gateway-ticket'), query, passport, answering),
      effects: new Map(),
      report,
    };
    answering.refresh();
    answering.onAsked({ subgraph, requestId, document: query, passport: shown ?? '' });
    request.log.info(
      { requestId, subgraph, class: context.cls.key, document: query },
      'the gateway asks',
    );
    const result = await app.graphql(
      query,
      { ...context },
      variables ?? {},
      operationName ?? undefined,
    );
    return await reply.send(result);
  } catch (error) {
    return reply
      .code(statusOf(error))
      .send({ errors: errorsOf(error).map((each) => readable(each, report)) });
  }
}

/** How often a passport that waits looks for its table. */
const lookMs = 50;

/**
 * The table that a passport was decided by. Gateway and department read a release at their own moments: where the
 * gateway is first, its requests wait for the department instead of failing.
 */
async function tableOf(
  passport: PassportClaims,
  { policies, tableWaitMs }: Answering,
): Promise<PolicyTable> {
  for (let waited = 0; ; waited += lookMs) {
    const table = policies.accepts(passport.table);
    if (table !== null) return table;
    if (waited >= tableWaitMs) break;
    await setTimeout(lookMs);
  }
  throw new Refusal(
    'UNAUTHENTICATED',
    `The passport is refused: the decision table ${passport.table} is not in force here.`,
  );
}

async function grantedBeyond(
  ticket: string | undefined,
  document: string,
  passport: PassportClaims,
  { verifier, policies }: Answering,
): Promise<Readonly<Record<string, string>>> {
  if (ticket === undefined) return {};
  const claims = await verifier.ticket(ticket, document);
  const cls = policies.accepts(claims.table)?.classOf(passport.principal).key;
  if (claims.table === passport.table && claims.class === cls) return claims.beyond;
  throw new Refusal(
    'UNAUTHENTICATED',
    'The ticket is refused: it was signed for other principals.',
  );
}

function errorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof GraphQLError) return [error];
  if (error instanceof Error && 'errors' in error && Array.isArray(error.errors)) {
    const errors = error.errors.filter((each) => each instanceof GraphQLError);
    if (errors.length > 0) return errors;
  }
  const original = error instanceof Error ? error : new Error(String(error));
  return [new GraphQLError('The department could not answer.', { originalError: original })];
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.extensions.code === 'UNAUTHENTICATED' ? 401 : 400;
  return error instanceof Error && 'errors' in error ? 400 : 500;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
