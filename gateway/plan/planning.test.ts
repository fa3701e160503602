import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authorized } from '../execution/testing/authorized.ts';
import { composeForTest } from '../execution/testing/compose.ts';
import { RequestRefused } from '../errors.ts';
import type { CompiledOperation } from './compiled.ts';
import { createEngine, type Engine, type EngineLimits } from './engine.ts';
import { planApart } from './planning.ts';
import { sharePlanning } from './shared-planning.ts';

const fields = 4;
const graphs = 12;
const each = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

/** Every field of a node can be had from every subgraph but the one where the query begins. */
const supergraph = composeForTest([
  {
    name: 'entry',
    url: 'http://127.0.0.1:1/',
    typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query { node: Node } type Node @key(fields: "id") { id: ID! }`,
  },
  ...Array.from({ length: graphs }, (_, graph) => ({
    name: `graph${graph}`,
    url: 'http://127.0.0.1:1/',
    typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
      type Node @key(fields: "id") @key(fields: "k") {
        id: ID! k: ID! @shareable own${graph}: Int
        ${each(fields, (index) => `f${index}: Int @shareable n${index}: Node @shareable v${index}: Val @shareable`)}
      }
      type Val {
        ${each(fields, (index) => `x${index}: Int @shareable`)} ${graph % 2 === 0 ? 'y: Int @shareable' : ''}
        w: Val @shareable own${graph}: Int
      }`,
  })),
]);

/** A query that multiplies the ways to get each field with each level. */
function explosion(depth: number): string {
  const values = 'v0 { x0 x1 y w { y } } v1 { y w { y } } v2 { y w { y } }';
  const inner = (level: number): string =>
    level === 0
      ? `{ ${each(fields, (index) => `f${index}`)} ${each(graphs, (graph) => `own${graph}`)} ${values} }`
      : `{ own0 own${graphs - 1} ${each(2, (index) => `n${index} ${inner(level - 1)}`)} ${values} }`;
  return `{ node ${inner(depth)} }`;
}

const open = (limits: Partial<EngineLimits> = {}): Promise<Engine> =>
  createEngine({ supergraph, limits });
const compile = (engine: Engine, query: string, asker?: string): Promise<CompiledOperation> =>
  engine.compile(authorized(query), () => Promise.resolve('ticket'), asker);

describe('planning, over a supergraph that was built to make it explode', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open({ planningMs: 1_000, maxPaths: 100_000, maxPlans: 100_000 });
    await compile(engine, '{ node { id } }');
  });
  afterAll(() => engine.close());

  test('ends at the limit of time; meanwhile nothing else waits for it', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const began = performance.now();
    await expect(compile(engine, explosion(3))).rejects.toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      errors: [{ extensions: { limit: 'planningMs', most: 1_000 } }],
    });
    delay.disable();
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(delay.max / 1e6).toBeLessThan(700);
  });

  test('goes on for the next operation', async () => {
    const compiled = await compile(engine, '{ node { id own1 } }');
    expect(compiled.subgraphs).toEqual(['entry', 'graph1']);
  });

  test('of many at once refuses those that are too much and answers the rest', async () => {
    const plain = (graph: number): string => `{ node { id own${graph} } }`;
    const settled = await Promise.allSettled([
      compile(engine, explosion(2)),
      ...[1, 2, 3].map((graph) => compile(engine, plain(graph))),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });
});

describe('planning, of several askers', () => {
  test('goes in turns, and none can fill the queue', async () => {
    const engine = await open();
    const query = (index: number): string => `{ node { id x${index}: own1 } }`;
    const ended: string[] = [];
    const ask = (who: string, index: number): Promise<unknown> =>
      compile(engine, query(index), who).then(
        () => ended.push(who),
        (error: unknown) => error instanceof RequestRefused && error.code,
      );
    try {
      const greedy = Array.from({ length: 30 }, (_, index) => ask('greedy', index));
      const modest = ask('modest', 100);
      const answers = await Promise.all(greedy);
      expect(answers.filter((answer) => answer === 'RATE_LIMITED').length).toBeGreaterThan(5);
      await modest;
      expect(ended.slice(0, 3)).toContain('modest');
      expect(ended.length).toBeGreaterThan(15);
    } finally {
      await engine.close();
    }
  });
});

describe('planning, as it is limited unless other limits are given', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  test('gives up a query with too many ways to get a field', async () => {
    await expect(compile(engine, explosion(3))).rejects.toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      errors: [{ extensions: { limit: 'maxPaths', most: 100 } }],
    });
  });

  test('plans what a person would ask', async () => {
    const query = `{ node { f0 f1 own0 own5 n0 { f2 own3 } } }`;
    expect((await compile(engine, query)).kind).toBe('query');
  });
});

test('memory ends it as well', async () => {
  const engine = await open({ planningMb: 64, planningMs: 60_000, maxPaths: 1e9, maxPlans: 1e9 });
  try {
    await expect(compile(engine, explosion(4))).rejects.toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      errors: [{ extensions: { limit: 'planningMb' } }],
    });
    expect((await compile(engine, '{ node { own1 } }')).kind).toBe('query');
  } finally {
    await engine.close();
  }
});

const small = composeForTest(
  ['one', 'other'].map((name) => ({
    name,
    url: 'http://127.0.0.1:1/',
    typeDefs: `type Query { ${name}: Int }`,
  })),
);

test('a planner that has had nothing to do ends, and another plans the next operation', async () => {
  const engine = await createEngine({ supergraph: small, limits: { planningRestMs: 50 } });
  try {
    const threads = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    await compile(engine, '{ one }');
    const before = threads();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(threads()).toBeLessThan(before);
    const again = await compile(engine, '{ one other }');
    expect(again.subgraphs).toEqual(['one', 'other']);
  } finally {
    await engine.close();
  }
});

test('engines over one supergraph share a planner until the last of them is closed', async () => {
  let started = 0;
  const startPlanning = sharePlanning((sdl, limits) => {
    started += 1;
    return planApart(sdl, limits);
  });
  const openOne = (): Promise<Engine> => createEngine({ supergraph: small, startPlanning });
  const [first, second] = await Promise.all([openOne(), openOne()]);
  await first.close();
  expect((await compile(second, '{ one }')).subgraphs).toEqual(['one']);
  expect(started).toBe(1);
  await second.close();
  await expect(compile(second, '{ other }')).rejects.toThrow('closed');
  const third = await openOne();
  expect(started).toBe(2);
  expect((await compile(third, '{ other }')).subgraphs).toEqual(['other']);
  await third.close();
});
