import path from 'node:path';
import { type Child, freePort, program, root, startNode } from './children.ts';

/** Who asks: nobody with a name, or 32 different callers, one for each connection. */
export type Callers = 'public' | 'departments';

/** What gateways are started over. */
export interface Ground {
  readonly supergraph: string;
  /** Name, SDL and address of each subgraph, as JSON, for gateways that compose by themselves. */
  readonly contracts: string;
  /** What the floor repeats; absent before it is recorded. */
  readonly recorded: string;
  readonly data: string;
  readonly policies: string;
  /** Policies that grant the same by forty agreements, each naming every field; empty where nobody needs them. */
  readonly manyAgreements: string;
}

/** Where the built command line stands. */
export const ownProgram = path.join(root, '.data/bench/program');

/** A gateway that is measured. */
export interface Contestant {
  readonly name: string;
  /** The folder in `peers/` that it is installed in; null for what the project itself has. */
  readonly peer: string | null;
  readonly callers: Callers;
  readonly start: (ground: Ground, port: number) => Child;
}

/** A gateway that runs. */
export interface Running {
  readonly contestant: Contestant;
  readonly child: Child;
  readonly url: string;
}

const production = { NODE_ENV: 'production' };
const peers = path.join(root, 'scripts/bench/peers');

/** Limits that the load shall not meet. */
const unlimited = ['public', 'department'].flatMap((kind) => [
  `${kind}PerSecond=999999999`,
  `${kind}Burst=999999999`,
  `${kind}Concurrent=1000`,
]);

/** CPZ Graph over a ground. */
function startOurs(
  { supergraph, data, policies }: Ground,
  port: number,
  ...more: readonly string[]
): Child {
  return startNode('gateway', [
    path.join(ownProgram, 'scripts/cpz.js'),
    'gateway',
    ...['--supergraph', supergraph, '--policies', policies, '--port', String(port)],
    ...['--data', data, '--audit', path.join(data, `audit-${port}`)],
    ...['--limit', ...unlimited],
    ...more,
  ]);
}

/** How ours asks the subgraphs: they speak HTTP/1.1 as well, which the others ask them over. */
const overHttp2 = '--subgraph-http2';

const open = path.join(root, 'policies/examples/open');

/** CPZ Graph with everything disclosed to everybody, answers kept for so long. */
export function startOpen(ground: Ground, port: number, keepMs: number): Child {
  const keep = ['--public-answer-ms', String(keepMs)];
  return startOurs({ ...ground, policies: open }, port, overHttp2, ...keep);
}

function hive(env: Readonly<Record<string, string>>, ...flags: string[]): Contestant['start'] {
  return ({ supergraph }, port) =>
    startNode(
      'gateway',
      [
        path.join(peers, 'hive/node_modules/@graphql-hive/gateway/dist/bin.js'),
        'supergraph',
        supergraph,
        ...['--config-path', path.join(peers, 'hive/gateway.config.mjs')],
        ...['--port', String(port), '--host', '127.0.0.1', '--fork', '1'],
        ...flags,
      ],
      { ...production, ...env },
    );
}

const withRust = '--hive-router-runtime';
const notShared = { BENCH_INBOUND: 'false', BENCH_OUTBOUND: 'false' };

/** Names by which tables and targets refer to contestants. */
export const names = {
  ours: 'CPZ Graph: tokens, policies, durable audit',
  http1: 'CPZ Graph: the same, subgraphs over HTTP/1.1',
  many: 'CPZ Graph: the same under 40 agreements',
  bare: 'CPZ Graph: open to everybody',
  cached: 'CPZ Graph: the public, answers kept 1 s',
  apollo: 'Apollo Server + @apollo/gateway',
  executor: '@apollo/gateway under Fastify',
  hive: '@graphql-hive/gateway, JS planner',
  rust: '@graphql-hive/gateway, Rust planner',
  rustAlone: '@graphql-hive/gateway, Rust planner, no de-duplication',
  rustInbound: '@graphql-hive/gateway, Rust planner, inbound de-duplication',
  mercurius: 'mercurius + @mercuriusjs/gateway, jit',
  floor: 'floor: the same fetches, a constant',
} as const;

/** Every gateway whose callers differ, in the order of the tables. */
export const contestants: readonly Contestant[] = [
  {
    name: names.ours,
    peer: null,
    callers: 'departments',
    start: (ground, port) => startOurs(ground, port, overHttp2),
  },
  {
    name: names.http1,
    peer: null,
    callers: 'departments',
    start: (ground, port) => startOurs(ground, port),
  },
  {
    name: names.many,
    peer: null,
    callers: 'departments',
    start: (ground, port) =>
      startOurs({ ...ground, policies: ground.manyAgreements }, port, overHttp2),
  },
  {
    name: names.bare,
    peer: null,
    callers: 'public',
    start: (ground, port) => startOpen(ground, port, 0),
  },
  {
    name: names.apollo,
    peer: 'apollo',
    callers: 'departments',
    start: ({ supergraph }, port) =>
      startNode(
        'gateway',
        [path.join(peers, 'apollo/server.mjs'), supergraph, String(port)],
        production,
      ),
  },
  {
    name: names.executor,
    peer: 'apollo',
    callers: 'departments',
    start: ({ supergraph }, port) =>
      startNode(
        'gateway',
        [path.join(peers, 'apollo/executor.mjs'), supergraph, String(port)],
        production,
      ),
  },
  { name: names.hive, peer: 'hive', callers: 'departments', start: hive({}) },
  { name: names.rust, peer: 'hive', callers: 'departments', start: hive({}, withRust) },
  { name: names.rustAlone, peer: 'hive', callers: 'departments', start: hive(notShared, withRust) },
  {
    name: names.mercurius,
    peer: 'mercurius',
    callers: 'departments',
    start: ({ contracts }, port) =>
      startNode(
        'gateway',
        [path.join(peers, 'mercurius/server.mjs'), contracts, String(port)],
        production,
      ),
  },
  {
    name: names.floor,
    peer: null,
    callers: 'departments',
    start: ({ recorded }, port) =>
      startNode('gateway', program('floor', recorded, String(port)), production),
  },
];

/** Gateways that may answer equal requests of the public once. */
export const sharing: readonly Contestant[] = [
  {
    name: names.cached,
    peer: null,
    callers: 'public',
    start: (ground, port) => startOpen(ground, port, 1_000),
  },
  {
    name: names.rustInbound,
    peer: 'hive',
    callers: 'public',
    start: hive({ BENCH_INBOUND: 'true' }, withRust),
  },
];

const inBoth: readonly string[] = [names.ours, names.apollo, names.rustAlone];

/** Gateways that are measured over the six departments too. */
export const inDepartments = contestants.filter(({ name }) => inBoth.includes(name));

/** Starts a gateway at a free port. */
export async function run(contestant: Contestant, ground: Ground): Promise<Running> {
  const port = await freePort();
  return {
    contestant,
    child: contestant.start(ground, port),
    url: `http://127.0.0.1:${port}/graphql`,
  };
}
