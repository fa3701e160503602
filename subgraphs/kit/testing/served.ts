import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  CurrentTable,
  type DepartmentPrincipal,
  loadPolicies,
  type Principal,
} from '../../../policies/index.ts';
import type { Department } from '../department.ts';
import { migrate } from '../migrate.ts';
import { serveDepartment } from '../serve.ts';
import type { Database } from '../store.ts';
import { testDatabase } from './database.ts';
import { testGateway, type TestGateway } from './gateway.ts';

/** An answer of a subgraph. */
export interface SubgraphAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** What a test says about one request. */
export interface Ask {
  readonly principal?: Principal;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Coordinates that a ticket grants, with the grant. */
  readonly beyond?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A department that is served for a test, over tables of its own. */
export interface ServedForTest {
  readonly url: string;
  /** The department that operates the subgraph. */
  readonly operator: string;
  readonly database: Database;
  readonly policies: CurrentTable;
  readonly gateway: TestGateway;
  readonly ask: (document: string, how?: Ask) => Promise<SubgraphAnswer>;
  readonly close: () => Promise<void>;
}

/** Somebody of a department. */
export function of(department: string, purpose: string, ...roles: string[]): DepartmentPrincipal {
  return { kind: 'department', subject: `test@${department}`, department, roles, purpose };
}

/**
 * Serves a department over its migrated tables, with the project's policies.
 * @param shared a database that others use too and somebody else closes; one of its own unless given
 */
export async function serveForTest(
  department: Department,
  shared?: Database,
): Promise<ServedForTest> {
  const database = shared ?? (await testDatabase());
  await migrate(database, department.name, department.migrations);
  const file = fileURLToPath(
    new URL('../../../schema/generated/supergraph.graphql', import.meta.url),
  );
  const folder = fileURLToPath(new URL('../../../policies', import.meta.url));
  const supergraph = await readFile(file, 'utf8');
  const policies = new CurrentTable(await loadPolicies(folder, supergraph, { kind: 'as-written' }));
  const operator =
    policies.current.policies.departments.find(({ operates }) => operates.includes(department.name))
      ?.id ?? department.name;
  const gateway = await testGateway();
  const served = await serveDepartment(department, {
    port: 0,
    db: database.db,
    policies,
    gatewayKeys: gateway.jwks,
    cursorKey: 'a cursor key for tests',
    pseudonymKey: 'a pseudonym key for tests',
    tableWaitMs: 100,
  });
  return {
    url: served.url,
    operator,
    database,
    policies,
    gateway,
    ask: async (document, how = {}) => {
      const principal = how.principal ?? of(operator, 'CORRECTION');
      const table = policies.current;
      const claims = { aud: department.name, principal, table: table.version };
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        'gateway-passport': await gateway.passport(claims),
        ...how.headers,
      };
      if (how.beyond !== undefined) {
        headers['gateway-ticket'] = await gateway.ticket(
          {
            aud: department.name,
            class: table.classOf(principal).key,
            table: table.version,
            beyond: how.beyond,
          },
          document,
        );
      }
      return post(served.url, document, how.variables, headers);
    },
    close: async () => {
      await served.close();
      policies.close();
      if (shared === undefined) await database.close();
    },
  };
}

/** Sends a document to a subgraph with exactly these headers. */
export async function post(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<SubgraphAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Partial<SubgraphAnswer>;
  return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
}
