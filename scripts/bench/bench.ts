import path from 'node:path';
import { z } from 'zod';
import { build } from './build.ts';
import { type Child, messageOf, program, root, startNode } from './children.ts';
import { contestants, inDepartments, ownProgram, sharing } from './contestants.ts';
import { threeFlows } from './departments/query.ts';
import { recordFloor } from './floor.ts';
import { departmentGround, type ReadyGround, shopGround, type Urls } from './grounds.ts';
import { type Group, type Leave, openGroup } from './group.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { install } from './install.ts';
import { type Duration, type Figures, measure, type Scene } from './measure.ts';
import { queries } from './shop/queries.ts';
import { measureTable, type TableFigures } from './table.ts';
import { countDecisions, type WarmDecisions } from './warm-decisions.ts';

/** What is measured. */
export interface BenchOptions extends Duration {
  /** Parts of names of gateways; all others are left out. Empty for all. */
  readonly only: readonly string[];
  readonly progress: (text: string) => void;
}

/** What a run found. */
export interface BenchResults extends Duration {
  readonly at: string;
  readonly node: string;
  readonly connections: number;
  readonly figures: readonly Figures[];
  readonly warmDecisions: readonly WarmDecisions[];
  readonly growth: readonly Growth[];
  readonly table: TableFigures;
  /** Who could not take part, and why. */
  readonly leftOut: readonly string[];
}

const connections = 32;
const ports = z.record(z.string(), z.number());

/**
 * Measures this gateway and others, interleaved. Needs Linux, and the npm registry unless the others are installed;
 * one that cannot be installed or does not answer is left out and named.
 */
export async function bench(options: BenchOptions): Promise<BenchResults> {
  const { rounds, starts, seconds, only, progress } = options;
  const leftOut: string[] = [];
  const gone = new Set<string>();
  const leave: Leave = (name, why, since) => {
    gone.add(name);
    const reason = String(why instanceof Error ? why.message : why).slice(0, 400);
    leftOut.push(`${name}${since === undefined ? '' : `, ${since}`}: ${reason}`);
    progress(`left out: ${leftOut.at(-1) ?? ''}`);
  };
  const isWanted = (name: string): boolean =>
    only.length === 0 || only.some((part) => name.includes(part));
  const wanted = [...contestants, ...sharing].filter(({ name }) => isWanted(name));
  const peers = new Set(wanted.flatMap(({ peer }) => peer ?? []));
  const installed = await install([...peers], leave, progress);
  const takePart = (group: Group): Group => ({
    ...group,
    contestants: group.contestants.filter(
      ({ name, peer }) =>
        (peer === null || installed.has(peer)) && isWanted(name) && !gone.has(name),
    ),
  });

  progress('building the program');
  await build(ownProgram);
  progress('starting the subgraphs');
  const urls = await startSubgraphs();
  const loader = startNode('rest', program('load'));
  await messageOf(loader);
  const work = path.join(root, '.data/bench');
  const shop = await shopGround(path.join(work, 'shop'), urls, connections);
  const departments = await departmentGround(path.join(work, 'departments'), urls, connections);
  await recordFloor(shop.ground, urls);

  const open = async (): Promise<Scene[]> => {
    const scenes: Scene[] = [];
    for (const group of groupsOf(shop, departments))
      scenes.push(...(await openGroup(takePart(group), leave, progress)));
    return scenes;
  };
  const duration = { rounds, starts, seconds };
  const { figures, scenes } = await measure(open, duration, loader, leave, progress);
  return {
    at: new Date().toISOString().slice(0, 16),
    node: process.version,
    connections,
    ...duration,
    figures,
    warmDecisions: await countDecisions(scenes, loader, progress).catch((error: unknown) => {
      leave('decisions', error);
      return [];
    }),
    growth: await growthOf(scenes, loader, leave, progress).catch((error: unknown) => {
      leave('growth', error);
      return [];
    }),
    table: await measureTable(path.join(work, 'table')),
    leftOut,
  };
}

function groupsOf(shop: ReadyGround, departments: ReadyGround): Group[] {
  const equal = Object.fromEntries(
    Object.entries(queries).map(([name, query]) => [`${name}, equal requests`, query]),
  );
  return [
    { ready: shop, contestants, queries, isCompared: true },
    { ready: shop, contestants: sharing, queries: equal, isCompared: true },
    {
      ready: departments,
      contestants: inDepartments,
      queries: { 'three flows': threeFlows },
      // Policy masks some of what others give in clear.
      isCompared: false,
    },
  ];
}

async function startSubgraphs(): Promise<Urls> {
  const started = startNode('rest', program('subgraphs'));
  return Object.fromEntries(
    Object.entries(ports.parse(await messageOf(started))).map(([name, port]) => [
      name,
      `http://127.0.0.1:${port}/graphql`,
    ]),
  );
}

/** Only a gateway that takes part in the shop's scenes can show how its cost grows. */
async function growthOf(
  [scene]: readonly Scene[],
  loader: Child,
  leave: Leave,
  progress: (text: string) => void,
): Promise<Growth[]> {
  return scene === undefined ? [] : measureGrowth(scene, loader, leave, progress);
}
