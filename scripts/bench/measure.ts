import fc from 'fast-check';
import type { Headers } from './ask.ts';
import { type Child, messageOf, usageOf } from './children.ts';
import type { Running } from './contestants.ts';
import type { Leave } from './group.ts';
import { type Job, outcome } from './load.ts';
import { median } from './report/median.ts';

/** How long it is measured. */
export interface Duration {
  /** Rounds that count; one before them warms up. */
  readonly rounds: number;
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

/**
 * Measures every scene with every gateway, round by round and scene by scene, so that whom a table compares are measured
 * shortly after one another, and what else the machine does meets all alike. A gateway is paused while it is not its
 * turn; one that fails is left out from then on.
 */
export async function measure(
  scenes: readonly Scene[],
  { rounds, seconds }: Duration,
  loader: Child,
  leave: Leave,
  progress: (text: string) => void,
): Promise<Figures[]> {
  const gone = new Set<Running>();
  const samples = new Map<string, { gateway: string; scene: string; numbers: Numbers[] }>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, scene] of scenes.entries()) {
      for (const gateway of shuffled(scene.gateways, round * scenes.length + index)) {
        if (gone.has(gateway)) continue;
        const { name } = gateway.contestant;
        const headers = scene.headersOf(gateway);
        const load = (length: number): Promise<Numbers> =>
          sample(gateway, scene.query, headers, length, loader);
        gateway.child.process.kill('SIGCONT');
        try {
          await load(settleSeconds);
          const numbers = await load(round === 0 ? warmUpSeconds : seconds);
          const key = `${name}\n${scene.name}`;
          const known = samples.get(key) ?? { gateway: name, scene: scene.name, numbers: [] };
          samples.set(key, known);
          if (round > 0) known.numbers.push(numbers);
        } catch (error) {
          gone.add(gateway);
          leave(`${name}, from round ${round} on`, error);
        }
        gateway.child.process.kill('SIGSTOP');
      }
      progress(`round ${round} of ${rounds}${round === 0 ? ' (warm-up)' : ''}: ${scene.name}`);
    }
  }
  // As the tables have them, whoever came first in a round.
  const measured = scenes.flatMap(({ name, gateways: ofScene }) =>
    ofScene
      .flatMap(({ contestant }) => samples.get(`${contestant.name}\n${name}`) ?? [])
      .filter(({ numbers }) => numbers.length > 0),
  );
  return measured.map(({ gateway, scene, numbers }) => {
    const of = (key: keyof Numbers): number => median(numbers.map((each) => each[key]));
    return {
      gateway,
      scene,
      rps: of('rps'),
      cpuMs: of('cpuMs'),
      p50: of('p50'),
      p95: of('p95'),
      p99: of('p99'),
      residentMb: of('residentMb'),
    };
  });
}
