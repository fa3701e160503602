import type { DocumentNode, GraphQLSchema } from 'graphql';
import { createClient } from '../execution/client.ts';
import type { SubgraphClient } from '../execution/client.ts';
import { createTypeTest } from '../execution/types.ts';
import { compile } from './compile.ts';
import type { AuthorizedOperation, CompiledOperation, TicketSigner } from './compiled.ts';
import { createPlanKeys } from './keys.ts';
import { createPlanner } from './planner.ts';

/** What planning and fetching may cost. */
export interface EngineLimits {
  /** Plans that the planner compares for one operation. */
  readonly maxPlans: number;
  /** Ways to reach one field that the planner keeps. */
  readonly maxPaths: number;
  /** Connections kept to each subgraph. */
  readonly connections: number;
  /** Bytes of one subgraph's answer. */
  readonly maxResponseBytes: number;
  /** Failed requests in a row after which a subgraph's circuit opens. */
  readonly failuresToOpen: number;
  /** How long an open circuit stays open before one request may try. */
  readonly halfOpenAfterMs: number;
}

const DEFAULT_LIMITS: EngineLimits = {
  maxPlans: 1000,
  maxPaths: 100,
  connections: 64,
  maxResponseBytes: 32 * 1024 * 1024,
  failuresToOpen: 10,
  halfOpenAfterMs: 2000,
};

/** Where a supergraph comes from and how it is reached. */
export interface EngineOptions {
  /** The supergraph as SDL, as a composer wrote it. */
  readonly supergraph: string;
  /** Addresses of subgraphs that differ from those in the supergraph. */
  readonly urls?: Readonly<Record<string, string>>;
  readonly limits?: Partial<EngineLimits>;
}

/** Plans and executes operations over one supergraph. */
export interface Engine {
  /** The API schema: descriptions, and none of federation's machinery. */
  readonly schema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Compiles an authorised operation; the caller keeps the result under the operation's key. */
  compile(operation: AuthorizedOperation, sign: TicketSigner): Promise<CompiledOperation>;
  /** Closes all connections. */
  close(): Promise<void>;
}

/** Readies the planner for a supergraph. Throws if the SDL is no Federation 2 supergraph. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const planner = createPlanner(options.supergraph, limits);
  const schema = planner.apiSchema;
  const subgraphs = planner.subgraphs.map(({ name, url }) => ({
    name,
    url: options.urls?.[name] ?? url,
  }));
  const clients = new Map<string, SubgraphClient>(
    subgraphs.map(({ name, url }) => [name, createClient(url, limits)]),
  );
  const setting = {
    schema,
    supergraph: planner.supergraphSchema,
    subgraphs: subgraphs.map(({ name }) => name),
    requiredBy: planner.prepared.requiredBy,
    keysFor: createPlanKeys(planner.supergraphSchema, planner.prepared),
    isSubtype: createTypeTest(planner.supergraphSchema),
    plan: (document: DocumentNode) => planner.plan(document),
    clientOf(name: string): SubgraphClient {
      const client = clients.get(name);
      if (!client)
        throw new Error(`The plan asks a subgraph "${name}" that the supergraph does not have.`);
      return client;
    },
  };
  return Promise.resolve({
    schema,
    subgraphs,
    compile: (operation, sign) => compile(operation, sign, setting),
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  });
}
