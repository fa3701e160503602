import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { RequestRefused } from '../errors.ts';
import { exceeded } from '../limits/exceeded.ts';
import type { PlanNode } from './plan-nodes.ts';
import { createTurns } from './turns.ts';
import type { GraphFacts, Planned, PlannerLimits } from './planner.ts';

/** What planning may take. */
export interface PlanningLimits extends PlannerLimits {
  /** Milliseconds for one operation. */
  readonly planningMs: number;
  /** Megabytes that planning may use. */
  readonly planningMb: number;
  /** Milliseconds without a new operation after which the planner gives its memory back. */
  readonly planningRestMs: number;
}

/** Plans operations of one supergraph. */
export interface Planning {
  readonly facts: GraphFacts;
  /**
   * The plan for a document of one operation; null if nothing need be fetched.
   * @param overrides labels of the progressive `@override`s that hold
   * @param asker who waits for it: operations of several are planned in turns
   * @throws RequestRefused `OPERATION_TOO_COMPLEX`, `RATE_LIMITED` where too many wait already, or the planner's error if
   *   no plan can be made
   */
  readonly plan: (
    document: string,
    overrides: readonly string[],
    asker: string,
  ) => Promise<PlanNode | null>;
  readonly close: () => Promise<void>;
}

interface Job {
  readonly document: string;
  readonly overrides: readonly string[];
  readonly resolve: (planned: Planned) => void;
  readonly reject: (error: Error) => void;
}

/** Operations that wait to be planned, at most; and those of one asker. */
const mostWaiting = 200;
const mostOfOne = 20;

/**
 * Plans on a thread of its own, one operation after the other, askers in turns: the library is synchronous, and no operation may hold
 * up the requests of others. One that takes longer than the limit, or more memory, ends with its thread; another
 * thread takes over. Where nothing has been new for a while, the thread ends, and the next new operation waits until
 * another has started. Resolves when the first is ready.
 */
export async function planApart(sdl: string, limits: PlanningLimits): Promise<Planning> {
  const waiting = createTurns<Job>();
  let isPlanning = false;
  let isClosed = false;
  const first = startThread(sdl, limits);
  let thread: Promise<Thread> | null = first;
  const { facts } = await first;
  const end = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    await ended?.then((one) => one.end()).catch(() => undefined);
  };
  const resting = setTimeout(() => {
    if (!isPlanning) void end();
  }, limits.planningRestMs);
  resting.unref();
  const next = async (): Promise<void> => {
    isPlanning = true;
    for (let job = waiting.take(); job !== undefined; job = waiting.take()) {
      try {
        if (isClosed) throw new Error('The planner is closed.');
        thread ??= startThread(sdl, limits);
        job.resolve(await (await thread).plan(job));
      } catch (error) {
        job.reject(error instanceof Error ? error : new Error(String(error)));
        await end();
        if (!isClosed) thread = startThread(sdl, limits);
        // The next operation is told why, if it could not be started.
        thread?.catch(() => undefined);
      }
    }
    isPlanning = false;
    if (!isClosed) resting.refresh();
  };
  return {
    facts,
    plan: async (document, overrides, asker) => {
      if (waiting.of(asker) >= mostOfOne) throw busy('of your');
      if (waiting.size >= mostWaiting) throw busy('');
      const planned = new Promise<Planned>((resolve, reject) => {
        waiting.add(asker, { document, overrides, resolve, reject });
      });
      if (!isPlanning) void next();
      return planOf(await planned, limits);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(resting);
      await end();
    },
  };
}

interface Thread {
  readonly facts: GraphFacts;
  /** Rejects when the thread is of no more use. */
  readonly plan: (job: Pick<Job, 'document' | 'overrides'>) => Promise<Planned>;
  readonly end: () => Promise<void>;
}

/** One file with its libraries: a build holds it, and from source another makes it. */
const file = new URL(
  import.meta.url.endsWith('.ts') ? './planner-thread.mjs' : './planner-thread.cjs',
  import.meta.url,
);

async function startThread(sdl: string, limits: PlanningLimits): Promise<Thread> {
  const worker = new Worker(file, {
    workerData: { sdl, limits },
    resourceLimits: { maxOldGenerationSizeMb: limits.planningMb },
  });
  // A request that waits for a plan holds the process; an idle planner does not.
  worker.unref();
  let settle: (message: Said | Error) => void = () => undefined;
  worker.on('message', (message: unknown) => {
    settle(saidByThread.parse(message));
  });
  worker.on('error', (error: Error & { code?: string }) => {
    const { planningMb: most } = limits;
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    settle(isMemory ? exceeded('planningMb', most, most, 'MB and more to plan it') : error);
  });
  worker.on('exit', () => {
    settle(new Error('The planner has ended.'));
  });
  const answer = (): Promise<Said> =>
    new Promise((resolve, reject) => {
      settle = (message) => {
        if (message instanceof Error) reject(message);
        else resolve(message);
      };
    });
  const ready = await answer();
  if (ready.kind !== 'ready') throw new Error('The planner plans what it was not asked.');
  return {
    facts: ready.facts,
    plan: async ({ document, overrides }) => {
      const planned = answer();
      const { planningMs: most } = limits;
      const timer = setTimeout(() => {
        settle(exceeded('planningMs', most, most, 'ms and more to plan it'));
      }, most);
      worker.postMessage({ document, overrides });
      try {
        const said = await planned;
        if (said.kind === 'ready') throw new Error('The planner is ready twice.');
        return said;
      } finally {
        clearTimeout(timer);
      }
    },
    end: async () => {
      await worker.terminate();
    },
  };
}

/** What the thread says: once that it is ready, then what became of each operation. */
type Said = { readonly kind: 'ready'; readonly facts: GraphFacts } | Planned;

const saidByThread = z.custom<Said>(
  (value) => typeof value === 'object' && value !== null && 'kind' in value,
);

/** The plan in what the planner says. Throws if it has none to give. */
export function planOf(planned: Planned, { maxPaths }: PlannerLimits): PlanNode | null {
  switch (planned.kind) {
    case 'plan':
      return planned.plan;
    case 'too-complex':
      throw exceeded('maxPaths', maxPaths, maxPaths + 1, 'ways and more to reach one field');
    case 'fault':
      throw new Error(planned.message);
  }
}

function busy(whose: string): RequestRefused {
  return new RequestRefused(
    'RATE_LIMITED',
    `Too many ${whose === '' ? '' : `${whose} `}new operations at once wait to be planned. Try again in 1 s.`,
    {},
    1,
  );
}
