import type { BenchResults } from '../bench.ts';
import { names } from '../contestants.ts';
import type { Growth } from '../growth.ts';
import type { Figures } from '../measure.ts';
import { allTargets, overHttp1, type Target } from './targets.ts';

/** The results as Markdown. */
export function markdown(results: BenchResults): string {
  const {
    at,
    node,
    rounds,
    starts,
    seconds,
    connections,
    figures,
    warmDecisions,
    growth,
    table,
    leftOut,
  } = results;
  const scenes = [...new Set(figures.map(({ scene }) => scene))];
  return [
    `Run at ${at} UTC with Node ${node}: medians of ${rounds} rounds of ${seconds} s over ${starts} starts of each gateway, ${connections} connections.`,
    ...leftOut.map((line) => `Left out: ${line.replaceAll('\n', ' ')}`),
    '### Against the others',
    'How many times as much CPU the other gateway spends on a request, and, in brackets, how many times as many requests a second ours answers. **Bold** where the aim is reached on CPU.',
    ratios(figures, allTargets),
    '### Over HTTP/1.1',
    'The same where ours asks the subgraphs over HTTP/1.1.',
    ratios(figures, overHttp1),
    ...scenes.flatMap((scene) => [
      `### ${scene}`,
      sceneTable(figures.filter((each) => each.scene === scene)),
    ]),
    '### Growth',
    'Two hops over more and more entities, four connections, tokens, policies and audit on; beside it, how many times as much CPU the others spend.',
    growthTable(growth),
    '### Policies on a request that is known',
    'How often a decision was asked of the policies while known requests were answered, and what a request costs as agreements become many.',
    grid(
      ['policies', 'scene', 'requests', 'decisions', 'CPU, ms'],
      warmDecisions.map(({ gateway, scene, requests, decisions }) => [
        gateway,
        scene,
        requests.toLocaleString('en'),
        decisions.toLocaleString('en'),
        figures
          .find((each) => each.gateway === gateway && each.scene === scene)
          ?.cpuMs.toFixed(3) ?? '-',
      ]),
    ),
    '### The decision table',
    `${table.coordinates.toLocaleString('en')} coordinates under ${table.agreements} agreements: compiled in ${table.compileMs.toFixed(0)} ms; every decision of one class made in ${table.decideMs.toFixed(0)} ms (they are made when first asked for, and kept).`,
  ].join('\n\n');
}

function ratios(figures: readonly Figures[], targets: readonly Target[]): string {
  const of = (gateway: string, scene: string): Figures | undefined =>
    figures.find((each) => each.gateway === gateway && each.scene === scene);
  const rows = [...new Set(targets.map(({ against }) => against))].map((against) => [
    against,
    ...targets
      .filter((target) => target.against === against)
      .map(({ ours, scene, times }) => {
        const [theirs, own] = [of(against, scene), of(ours, scene)];
        if (theirs === undefined || own === undefined) return '-';
        const ratio = theirs.cpuMs / own.cpuMs;
        const shown = `${ratio.toFixed(2)} (${(own.rps / theirs.rps).toFixed(2)})`;
        const aim = `aim ${times.toFixed(2).replace(/\.?0+$/, '')}`;
        return `${ratio >= times ? `**${shown}**` : shown}, ${aim}`;
      }),
  ]);
  return grid(['against', 'one subgraph', 'two hops', 'deep query'], rows);
}

function growthTable(growth: readonly Growth[]): string {
  const others = [...new Set(growth.map(({ gateway }) => gateway))].filter(
    (gateway) => gateway !== names.ours,
  );
  const rows = growth
    .filter(({ gateway }) => gateway === names.ours)
    .map(({ entities, cpuMs }) => [
      entities.toLocaleString('en'),
      cpuMs.toFixed(2),
      ((cpuMs * 1_000) / entities).toFixed(1),
      ...others.map((other) => {
        const theirs = growth.find((each) => each.gateway === other && each.entities === entities);
        return theirs === undefined ? '-' : (theirs.cpuMs / cpuMs).toFixed(1);
      }),
    ]);
  return grid(['entities', 'CPU, ms', 'CPU for each entity, us', ...others], rows);
}

function sceneTable(figures: readonly Figures[]): string {
  return grid(
    ['gateway', 'CPU, ms', 'requests/s', 'p50, ms', 'p95, ms', 'p99, ms', 'memory, MB'],
    figures.map(({ gateway, cpuMs, rps, p50, p95, p99, residentMb }) => [
      gateway,
      cpuMs.toFixed(3),
      rps.toFixed(0),
      p50.toFixed(1),
      p95.toFixed(1),
      p99.toFixed(1),
      residentMb.toFixed(0),
    ]),
  );
}

/** A table in Markdown: words on the left, figures on the right. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
