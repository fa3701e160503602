import type { Child } from './children.ts';
import { names } from './contestants.ts';
import { sample, type Scene } from './measure.ts';
import { median } from './report/median.ts';
import { growing } from './shop/queries.ts';

/** What a query of two hops costs as it grows. */
export interface Growth {
  readonly gateway: string;
  readonly entities: number;
  readonly cpuMs: number;
  readonly cpuUsPerEntity: number;
}

const sizes = [10, 100, 1_000, 10_000] as const;
const tries = 3;
const trySeconds = 1.5;
/** Who is shown. */
const shown: readonly string[] = [names.ours];

/** Measures growth with four connections: ten thousand entities are a megabyte. */
export async function measureGrowth(
  scene: Scene,
  loader: Child,
  progress: (text: string) => void,
): Promise<Growth[]> {
  const growth: Growth[] = [];
  for (const gateway of scene.gateways) {
    const { name } = gateway.contestant;
    if (!shown.includes(name)) continue;
    const headers = scene.headersOf(gateway).slice(0, 4);
    gateway.child.process.kill('SIGCONT');
    for (const entities of sizes) {
      progress(`${entities} entities: ${name}`);
      const costs: number[] = [];
      for (let each = 0; each <= tries; each += 1) {
        const { cpuMs } = await sample(gateway, growing(entities), headers, trySeconds, loader);
        if (each > 0) costs.push(cpuMs);
      }
      const cpuMs = median(costs);
      growth.push({ gateway: name, entities, cpuMs, cpuUsPerEntity: (cpuMs * 1000) / entities });
    }
    gateway.child.process.kill('SIGSTOP');
  }
  return growth;
}
