import type { Child } from './children.ts';
import { names } from './contestants.ts';
import type { Leave } from './group.ts';
import { sample, type Scene } from './measure.ts';
import { median } from './report/median.ts';
import { growing } from './shop/queries.ts';

/** What a query of two hops costs a gateway over so many entities. */
export interface Growth {
  readonly gateway: string;
  readonly entities: number;
  readonly cpuMs: number;
}

const sizes = [10, 20, 100, 1_000, 10_000] as const;
const tries = 3;
const trySeconds = 1.5;
/** Who is shown. */
const shown: readonly string[] = [names.ours, names.apollo, names.rustAlone, names.mercurius];

/**
 * Measures growth with four connections: ten thousand entities are a megabyte. Gateways take turns at each size; one
 * that fails at it is left out from then on.
 */
export async function measureGrowth(
  { gateways, headersOf }: Scene,
  loader: Child,
  leave: Leave,
  progress: (text: string) => void,
): Promise<Growth[]> {
  const growth: Growth[] = [];
  let taking = gateways.filter(({ contestant }) => shown.includes(contestant.name));
  for (const entities of sizes) {
    const costs = new Map(taking.map((gateway) => [gateway, [] as number[]]));
    for (let each = 0; each <= tries; each += 1) {
      for (const [gateway, known] of costs) {
        const { name } = gateway.contestant;
        progress(`${entities} entities: ${name}`);
        const headers = headersOf(gateway).slice(0, 4);
        gateway.child.process.kill('SIGCONT');
        try {
          const query = growing(entities);
          const { cpuMs } = await sample(gateway, query, headers, trySeconds, loader);
          // The first warms up.
          if (each > 0) known.push(cpuMs);
        } catch (error) {
          costs.delete(gateway);
          leave(name, error, `from ${entities} entities on`);
        }
        gateway.child.process.kill('SIGSTOP');
      }
    }
    taking = [...costs.keys()];
    for (const [{ contestant }, all] of costs)
      growth.push({ gateway: contestant.name, entities, cpuMs: median(all) });
  }
  return growth;
}
