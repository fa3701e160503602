import { once } from 'node:events';
import fc from 'fast-check';
import type { Headers } from './ask.ts';
import { type Child, messageOf, usageOf } from './children.ts';
import type { Running } from './contestants.ts';
import type { Leave } from './group.ts';
import { type Job, outcome } from './load.ts';
import { median } from './report/median.ts';

/** How long it is measured. */
export interface Duration {
  /** Rounds that count; after each start there is one more, which warms up. */
  readonly rounds: number;
  /** How often each gateway is started: a process keeps its luck, such as where its code lies in memory. */
  readonly starts: number;
  readonly seconds: number;
}

/** One query, and who is measured with it. */
export interface Scene {
  readonly name: string;
  readonly query: string;
  readonly gateways: readonly Running[];
  /** Headers of each connection to a gateway. */
  readonly headersOf: (gateway: Running) => readonly Headers[];
}

/** Medians of a gateway in a scene. */
export interface Figures {
  readonly gateway: string;
  readonly scene: string;
  readonly rps: number;
  readonly cpuMs: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly residentMb: number;
}

type Numbers = Omit<Figures, 'gateway' | 'scene'>;

const warmUpSeconds = 3;
/** A program that was paused for minutes tidies up at first: V8 looks for what it can give back, and caches are cold. */
const settleSeconds = 1;

/** Loads one gateway and gives what it took; CPU is that of the gateway's process alone. */
export async function sample(
  { url, child }: Running,
  query: string,
  headers: readonly Headers[],
  seconds: number,
  loader: Child,
): Promise<Numbers> {
  const body = JSON.stringify({ query });
  const connections = headers.map((given) => ({
    headers: ['content-type', 'application/json', ...given],
    body,
  }));
  const job: Job = { url, seconds, connections };
  const before = usageOf(child);
  const answer = messageOf(loader);
  loader.process.send(job);
  const { answered, failed, seconds: took, ...latencies } = outcome.parse(await answer);
  const after = usageOf(child);
  // A connection that breaks now and then is no reason to give up; a gateway that fails is.
  if (failed * 1_000 > answered || answered === 0)
    throw new Error(`${failed} requests failed. ${child.said()}`);
  return {
    rps: answered / took,
    cpuMs: (after.cpuMs - before.cpuMs) / answered,
    ...latencies,
    residentMb: after.residentMb,
  };
}

/**
 * Another order for each turn, the same in each run: whoever comes after one that leaves load and subgraphs with much
 * to clear away would pay for it in every round.
 */
function shuffled<Of>(all: readonly Of[], turn: number): Of[] {
  const orders = fc.shuffledSubarray([...all], { minLength: all.length });
  return fc.sample(orders, { seed: turn, numRuns: 1 }).flat();
}

/** What was measured of one gateway in one scene. */
interface Samples {
  readonly gateway: string;
  readonly scene: string;
  readonly numbers: Numbers[];
}

/**
 * Measures every scene with every gateway, round by round and scene by scene, so that whom a table compares are measured
 * shortly after one another, and what else the machine does meets all alike. A gateway is paused while it is not its
 * turn; one that fails is left out from then on.
 * @param open starts the gateways anew
 * @param leave told who fails: is not to be opened again
 * @returns medians, and the scenes with the gateways that were started last
 */
export async function measure(
  open: () => Promise<readonly Scene[]>,
  { rounds, starts, seconds }: Duration,
  loader: Child,
  leave: Leave,
  progress: (text: string) => void,
): Promise<{ readonly figures: Figures[]; readonly scenes: readonly Scene[] }> {
  const samples = new Map<string, Samples>();
  let scenes: readonly Scene[] = [];
  let round = 0;
  for (let start = 1; start <= starts; start += 1) {
    await end(scenes);
    scenes = await open();
    const take = createTaking(samples, loader, leave);
    await take(scenes, round, warmUpSeconds, false);
    progress(`start ${start} of ${starts}: warm`);
    for (const last = Math.round((rounds * start) / starts); round < last;) {
      round += 1;
      await take(scenes, round, seconds, true);
      progress(`round ${round} of ${rounds}`);
    }
  }
  return { figures: [...samples.values()].flatMap(figuresOf), scenes };
}

/** Takes one sample of each gateway in each scene. */
function createTaking(
  samples: Map<string, Samples>,
  loader: Child,
  leave: Leave,
): (scenes: readonly Scene[], round: number, seconds: number, counts: boolean) => Promise<void> {
  const gone = new Set<Running>();
  return async (scenes, round, seconds, counts) => {
    for (const [index, scene] of scenes.entries()) {
      // As the tables have them, whoever comes first in a round.
      for (const { contestant } of scene.gateways) {
        const key = `${contestant.name}\n${scene.name}`;
        if (!samples.has(key))
          samples.set(key, { gateway: contestant.name, scene: scene.name, numbers: [] });
      }
      for (const gateway of shuffled(scene.gateways, round * scenes.length + index)) {
        if (gone.has(gateway)) continue;
        const { name } = gateway.contestant;
        const headers = scene.headersOf(gateway);
        gateway.child.process.kill('SIGCONT');
        try {
          await sample(gateway, scene.query, headers, settleSeconds, loader);
          const numbers = await sample(gateway, scene.query, headers, seconds, loader);
          if (counts) samples.get(`${name}\n${scene.name}`)?.numbers.push(numbers);
        } catch (error) {
          gone.add(gateway);
          leave(name, error, `from round ${round} on`);
        }
        gateway.child.process.kill('SIGSTOP');
      }
    }
  };
}

function figuresOf({ gateway, scene, numbers }: Samples): Figures[] {
  if (numbers.length === 0) return [];
  const of = (key: keyof Numbers): number => median(numbers.map((each) => each[key]));
  return [
    {
      gateway,
      scene,
      rps: of('rps'),
      cpuMs: of('cpuMs'),
      p50: of('p50'),
      p95: of('p95'),
      p99: of('p99'),
      residentMb: of('residentMb'),
    },
  ];
}

/** Ends the gateways of scenes, to be started anew. */
async function end(scenes: readonly Scene[]): Promise<void> {
  const children = new Set(
    scenes.flatMap(({ gateways }) => gateways.map(({ child }) => child.process)),
  );
  const running = [...children].filter((child) => child.exitCode === null);
  const ended = Promise.all(running.map((child) => once(child, 'exit')));
  for (const child of running) child.kill('SIGKILL');
  await ended;
}
