import type { Child } from './children.ts';
import { names } from './contestants.ts';
import { sample, type Scene } from './measure.ts';

/** What the policies are asked for while requests are answered that are known. */
export interface WarmDecisions {
  readonly gateway: string;
  readonly scene: string;
  readonly requests: number;
  /** How often a decision was asked for. */
  readonly decisions: number;
}

const seconds = 1;
const enforcing: readonly string[] = [names.ours, names.many];

/** Counts decisions in every scene, by the gateways' own metrics; the scenes have been measured before. */
export async function countDecisions(
  scenes: readonly Scene[],
  loader: Child,
  progress: (text: string) => void,
): Promise<WarmDecisions[]> {
  const counted: WarmDecisions[] = [];
  for (const scene of scenes) {
    for (const gateway of scene.gateways) {
      const { name } = gateway.contestant;
      if (!enforcing.includes(name)) continue;
      progress(`decisions, ${scene.name}: ${name}`);
      gateway.child.process.kill('SIGCONT');
      const before = await countsOf(gateway.url);
      await sample(gateway, scene.query, scene.headersOf(gateway), seconds, loader);
      const after = await countsOf(gateway.url);
      gateway.child.process.kill('SIGSTOP');
      counted.push({
        gateway: name,
        scene: scene.name,
        requests: after.requests - before.requests,
        decisions: after.decisions - before.decisions,
      });
    }
  }
  return counted;
}

async function countsOf(url: string): Promise<{ requests: number; decisions: number }> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return { requests: sum('cpz_requests_total'), decisions: sum('cpz_policy_decisions_total') };
}
