import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import mercurius from 'mercurius';
import { type PolicySet, type CurrentTable } from '../../policies/index.ts';
import { type Contract, loadContract } from '../../schema/load.ts';
import { answer, type Answering, type Asked } from './answer.ts';
import type { RequestContext } from './context.ts';
import { createCursors } from './cursor.ts';
import type { Department } from './department.ts';
import { createVerifier, type GatewayKeys } from './passport.ts';
import { readable } from './readable.ts';
import { executableSchema } from './schema.ts';
import type { Queries } from './store.ts';

/** What a department is served with. */
export interface ServeOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly host?: string;
  readonly db: Queries;
  /** The decision table in force, the same as the gateway's. */
  readonly policies: Pick<CurrentTable, 'current' | 'accepts' | 'now'>;
  readonly gatewayKeys: GatewayKeys;
  /** Encrypts the cursors of lists. */
  readonly cursorKey: string;
  /** Secret under which pseudonyms are made; the gateway's. */
  readonly pseudonymKey: string;
  readonly log?: FastifyBaseLogger;
  /** Told each operation of the gateway before it is decided. */
  readonly onAsked?: (asked: Asked) => void;
  /** Milliseconds for which a passport waits for a decision table that is not known here yet: 3000 unless given. */
  readonly tableWaitMs?: number;
  /** The contract, if it is not the registered one of the department's name. */
  readonly contract?: Contract;
}

/** A department that answers. */
export interface ServedDepartment {
  readonly name: string;
  readonly url: string;
  readonly close: () => Promise<void>;
}

const bodyLimitBytes = 8 * 1024 * 1024;

/** Gateway and department read a release at their own moments, this far apart at most. */
const defaultTableWaitMs = 3_000;

/**
 * Starts a department's subgraph. It answers `POST /graphql` to whoever shows a passport that the gateway signed
 * for it, `GET /healthz`, and nothing else.
 * @throws Error when the port is taken, or contract and resolvers do not fit
 */
export async function serveDepartment(
  department: Department,
  options: ServeOptions,
): Promise<ServedDepartment> {
  const contract = options.contract ?? (await loadContract(department.name));
  const app: FastifyInstance = Fastify({
    bodyLimit: bodyLimitBytes,
    ...(options.log === undefined ? { logger: false } : { loggerInstance: options.log }),
    logController: new LogController({ disableRequestLogging: true }),
  });
  let guarded: PolicySet = options.policies.current.policies;
  await app.register(mercurius, {
    schema: executableSchema(contract, department.resolvers, [guarded]),
    routes: false,
    graphiql: false,
    validationRules: [NoSchemaIntrospectionCustomRule],
    errorFormatter: ({ data, errors }, context) => {
      // Mercurius hands back the context that `answer` gave it.
      const { report } = context as unknown as RequestContext;
      const response = {
        data: data ?? null,
        errors: errors.map((error) => readable(error, report)),
      };
      return { statusCode: 200, response };
    },
  });
  const answering: Answering = {
    subgraph: department.name,
    app,
    verifier: createVerifier(department.name, options.gatewayKeys),
    policies: options.policies,
    db: options.db,
    cursors: createCursors(options.cursorKey),
    pseudonymKey: options.pseudonymKey,
    onAsked: options.onAsked ?? (() => undefined),
    tableWaitMs: options.tableWaitMs ?? defaultTableWaitMs,
    // New documents may mask other fields: the guards on values are put anew, and those before stay.
    refresh: () => {
      const { policies } = options.policies.current;
      if (policies === guarded) return;
      const sets = [policies, guarded];
      guarded = policies;
      app.graphql.replaceSchema(executableSchema(contract, department.resolvers, sets));
    },
  };
  app.post('/graphql', (request, reply) => answer(request, reply, answering));
  app.get('/healthz', () => ({ status: 'ok' }));
  const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  return { name: department.name, url: `${url}/graphql`, close: () => app.close() };
}
