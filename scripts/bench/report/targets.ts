import { names } from '../contestants.ts';

/** What is aimed at: how many times as much the other spends. */
export interface Target {
  readonly against: string;
  readonly ours: string;
  readonly scene: string;
  readonly times: number;
}

const scenes = ['one subgraph', 'two hops', 'deep query'] as const;

function targets(
  against: string,
  times: readonly [number, number, number],
  ours: string = names.ours,
  suffix = '',
): Target[] {
  return scenes.map((scene, index) => ({
    against,
    ours,
    scene: scene + suffix,
    times: times[index] ?? 0,
  }));
}

/** Every aim, in the order of the table. */
export const allTargets: readonly Target[] = [
  ...targets(names.apollo, [9, 9, 10]),
  ...targets(names.rustAlone, [6, 5, 3]),
  ...targets(names.rust, [4, 3, 3]),
  ...targets(names.rustInbound, [1.5, 1.5, 1.5], names.cached, ', equal requests'),
  ...targets(names.mercurius, [1.5, 3, 8]),
  ...targets(names.floor, [0.5, 0.6, 0.3]),
  // Tokens, policies and audit may cost so much on top.
  ...targets(names.bare, [1 / 1.3, 1 / 1.15, 1 / 1.15]),
];

/** Those that ours has to reach over HTTP/1.1 to the subgraphs, too. */
export const overHttp1: readonly Target[] = allTargets
  .filter(({ ours, against }) => ours === names.ours && against !== names.bare)
  .map((target) => ({ ...target, ours: names.http1 }));
