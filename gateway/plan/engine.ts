import { setImmediate } from 'node:timers/promises';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import { createClient } from '../execution/client.ts';
import type { SubgraphClient } from '../execution/client.ts';
import type { Connections } from '../execution/transport.ts';
import { createTypeTest } from '../execution/types.ts';
import { compile } from './compile.ts';
import type { AuthorizedOperation, CompiledOperation, TicketSigner } from './compiled.ts';
import { createPlanKeys } from './keys.ts';
import { readOverrides } from './overrides.ts';
import { planApart, type Planning } from './planning.ts';
import type { StartPlanning } from './shared-planning.ts';
import { prepareSupergraph } from './supergraph.ts';

/** What planning and fetching may cost. */
export interface EngineLimits {
  /** Plans that the planner compares for one operation before it takes the best so far. */
  readonly maxPlans: number;
  /** Ways to reach one field; an operation that has more is refused. */
  readonly maxPaths: number;
  /** Milliseconds that planning one operation may take. */
  readonly planningMs: number;
  /** Megabytes that planning may use. */
  readonly planningMb: number;
  /** Milliseconds without a new operation after which the planner gives its memory back. */
  readonly planningRestMs: number;
  /** Connections kept to each subgraph. */
  readonly connections: number;
  /** Bytes of one subgraph's answer. */
  readonly maxResponseBytes: number;
  /** Bytes of one answer to a client. */
  readonly answerLength: number;
  /** Failed requests in a row after which a subgraph's circuit opens. */
  readonly failuresToOpen: number;
  /** How long an open circuit stays open before one request may try. */
  readonly halfOpenAfterMs: number;
}

/** Limits of planning and fetching unless others are given. */
export const defaultEngineLimits: EngineLimits = {
  maxPlans: 1000,
  maxPaths: 100,
  planningMs: 2_000,
  planningMb: 512,
  planningRestMs: 300_000,
  connections: 64,
  maxResponseBytes: 32 * 1024 * 1024,
  answerLength: 32 * 1024 * 1024,
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
  readonly connections?: Connections;
  /** Whether operations are planned on this thread, without a limit of time; on one of its own unless given. */
  readonly plansHere?: boolean;
  /** Starts a planner on a thread of its own; each engine has its own unless given. */
  readonly startPlanning?: StartPlanning;
  /** Told of each request that a subgraph did not answer, and why. */
  readonly onFailure?: (subgraph: string, failure: Error) => void;
  /** Told of each operation that is planned. */
  readonly onPlan?: () => void;
  /** From 0, less than 1; decides which progressive `@override`s hold for a request. */
  readonly roll?: () => number;
}

/** Plans and executes operations over one supergraph. */
export interface Engine {
  /** The API schema: descriptions, and none of federation's machinery. */
  readonly schema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /**
   * Compiles an authorised operation; the caller keeps the result under the operation's key.
   * @param asker who waits for it: operations of several are planned in turns
   */
  compile(
    operation: AuthorizedOperation,
    sign: TicketSigner,
    asker?: string,
  ): Promise<CompiledOperation>;
  /** Closes all connections. */
  close(): Promise<void>;
}

/** The planner's library has found it valid. */
const asRead = { assumeValid: true, assumeValidSDL: true } as const;

/**
 * Readies the planner for a supergraph.
 * @throws Error if the SDL is no Federation 2 supergraph, or a subgraph has no address of use
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const limits = { ...defaultEngineLimits, ...options.limits };
  const planning = await readyPlanning(options, limits);
  try {
    return await engineOver(planning, options, limits);
  } catch (error) {
    await planning.close();
    throw error;
  }
}

async function readyPlanning(
  { supergraph, plansHere = false, startPlanning = planApart }: EngineOptions,
  limits: EngineLimits,
): Promise<Planning> {
  try {
    if (!plansHere) return await startPlanning(supergraph, limits);
    // Its library takes megabytes, which a gateway that plans apart does not need on this thread.
    const { planHere } = await import('./plan-here.ts');
    return planHere(supergraph, limits);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The supergraph is none of Federation 2, as a composer writes it from subgraphs: ${why}`,
      { cause: error },
    );
  }
}

async function engineOver(
  planning: Planning,
  options: EngineOptions,
  limits: EngineLimits,
): Promise<Engine> {
  const { facts } = planning;
  const subgraphs = addressesOf(facts.subgraphs, options.urls ?? {});
  // Each step takes its time over a large supergraph, and requests go on while it is read again.
  const document = parse(options.supergraph, { noLocation: true });
  await setImmediate();
  const supergraph = buildASTSchema(document, asRead);
  await setImmediate();
  const schema = buildASTSchema(parse(facts.api, { noLocation: true }), asRead);
  await setImmediate();
  const prepared = prepareSupergraph(document);
  await setImmediate();
  const clients = new Map<string, SubgraphClient>(
    subgraphs.map(({ name, url }) => [
      name,
      createClient(url, limits, options.connections, (failure) =>
        options.onFailure?.(name, failure),
      ),
    ]),
  );
  const setting = {
    schema,
    supergraph,
    answerLength: limits.answerLength,
    subgraphs: subgraphs.map(({ name }) => name),
    requiredBy: prepared.requiredBy,
    keysFor: createPlanKeys(supergraph, prepared),
    isSubtype: createTypeTest(supergraph),
    overrides: readOverrides(document, prepared.requiredBy),
    roll: options.roll ?? Math.random,
    plan: (document: DocumentNode, overrides: readonly string[], asker: string) => {
      options.onPlan?.();
      return planning.plan(print(document), overrides, asker);
    },
    clientOf(name: string): SubgraphClient {
      const client = clients.get(name);
      if (!client)
        throw new Error(`The plan asks a subgraph "${name}" that the supergraph does not have.`);
      return client;
    },
  };
  return {
    schema,
    subgraphs,
    compile: (operation, sign, asker = '') => compile(operation, sign, setting, asker),
    async close() {
      await planning.close();
      for (const client of clients.values()) client.close();
    },
  };
}

/** Where each subgraph is asked. */
function addressesOf(
  subgraphs: Engine['subgraphs'],
  urls: Readonly<Record<string, string>>,
): Engine['subgraphs'] {
  const names = subgraphs.map(({ name }) => name);
  const stranger = Object.keys(urls).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new Error(
      `The supergraph has no subgraph "${stranger}" to give an address to. It has: ${names.join(', ')}.`,
    );
  }
  return subgraphs.map(({ name, url: written }) => {
    const url = urls[name] ?? written;
    const isOfUse = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
    if (isOfUse) return { name, url };
    throw new Error(
      `The subgraph "${name}" has the address "${url}": one of http or https is needed. Give it one (--subgraph ${name}=URL).`,
    );
  });
}
