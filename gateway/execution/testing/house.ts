import { createEngine } from '../../plan/engine.ts';
import type { Engine, EngineLimits, EngineOptions } from '../../plan/engine.ts';
import type { Answer, AuthorizedOperation, TicketSigner } from '../../plan/compiled.ts';
import { Lifetime } from '../../lifetime.ts';
import { authorized } from './authorized.ts';
import { composeForTest } from './compose.ts';
import { startSubgraph } from './subgraph.ts';
import type { Misbehaviour, Resolvers, TestSubgraph } from './subgraph.ts';

/** A subgraph to start. */
export interface SubgraphSource {
  readonly typeDefs: string;
  readonly resolvers?: Resolvers;
  readonly misbehave?: Misbehaviour;
}

/** Subgraphs, their supergraph and an engine over it. */
export interface TestHouse {
  readonly supergraph: string;
  readonly engine: Engine;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  /** Compiles, fetches and shapes one operation. */
  readonly run: (
    operation: string | AuthorizedOperation,
    options?: RunOptions,
  ) => Promise<RunResult>;
  readonly close: () => Promise<void>;
}

/** What a test may say about one run. */
export interface RunOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
  readonly sign?: TicketSigner;
}

/** An answer, parsed. */
export interface RunResult {
  readonly data: unknown;
  readonly errors: Answer['errors'];
  readonly subjects: ReadonlySet<string>;
  readonly plan: unknown;
}

/** Starts subgraphs and an engine; the test closes the house. */
export async function openHouse(
  sources: Readonly<Record<string, SubgraphSource>>,
  limits: Partial<EngineLimits> = {},
  more: Partial<EngineOptions> = {},
): Promise<TestHouse> {
  const started = await Promise.all(
    Object.entries(sources).map(([name, { typeDefs, resolvers, misbehave }]) =>
      startSubgraph(name, typeDefs, resolvers ?? {}, misbehave),
    ),
  );
  const closeAll = async (): Promise<void> => {
    await Promise.all(started.map((subgraph) => subgraph.close()));
  };
  const { supergraph, engine } = await raise(started, { limits, plansHere: true, ...more }).catch(
    async (error: unknown) => {
      await closeAll();
      throw error;
    },
  );
  return {
    supergraph,
    engine,
    subgraphs: Object.fromEntries(started.map((subgraph) => [subgraph.name, subgraph])),
    async run(operation, options = {}) {
      const compiled = await engine.compile(
        typeof operation === 'string' ? authorized(operation) : operation,
        options.sign ?? (() => Promise.resolve('ticket')),
      );
      const { deadlineMs = 10_000 } = options;
      const lifetime = new Lifetime();
      const end = (): void => {
        lifetime.abort();
      };
      if (options.signal?.aborted === true) end();
      options.signal?.addEventListener('abort', end);
      const timer = setTimeout(end, deadlineMs);
      const context = {
        variables: options.variables ?? {},
        headersFor: () => ({}),
        requestId: 'test',
        signal: lifetime,
        deadline: Date.now() + deadlineMs,
      };
      const answer = compiled.shape(await compiled.fetch(context), context);
      clearTimeout(timer);
      const body = JSON.parse(answer.body.toString()) as {
        data: unknown;
        errors?: Answer['errors'];
      };
      return {
        data: body.data,
        errors: body.errors ?? [],
        subjects: answer.subjects,
        plan: compiled.describe(),
      };
    },
    async close() {
      await engine.close();
      await closeAll();
    },
  };
}

async function raise(
  started: readonly TestSubgraph[],
  options: Partial<EngineOptions>,
): Promise<{ readonly supergraph: string; readonly engine: Engine }> {
  const supergraph = composeForTest(started);
  return { supergraph, engine: await createEngine({ supergraph, ...options }) };
}
