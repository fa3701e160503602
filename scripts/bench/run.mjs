// Runs every gateway over the same subgraphs, interleaved, and prints medians and ratios. See docs/benchmarks.md.
import { composeServices } from '@apollo/composition';
import autocannon from 'autocannon';
import { parse } from 'graphql';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { contracts, ports, queries } from './contracts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.resolve(here, '../..');
const work = path.join(root, '.data/bench');
const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const connections = 32;
mkdirSync(work, { recursive: true });

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const children = [];
function start(core, command, args, env = {}) {
  const child = spawn('taskset', ['-c', String(core), command, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: '', LOG_LEVEL: 'warn', ...env },
  });
  children.push(child);
  return child;
}
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

function compose(at = ports) {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(contracts).map(([name, sdl]) => ({
      name,
      url: `http://127.0.0.1:${at[name]}/graphql`,
      typeDefs: parse(sdl),
    })),
  );
  if (errors) throw new Error(errors.join('\n'));
  return supergraphSdl;
}

const supergraph = path.join(work, 'supergraph.graphql');
writeFileSync(supergraph, compose());
start(1, 'node', [path.join(here, 'subgraphs.mjs')]);

const cpz = (name, port, policies) => [
  'node',
  [
    'scripts/cpz.mjs',
    'gateway',
    '--supergraph',
    supergraph,
    '--policies',
    policies,
    '--port',
    String(port),
    '--data',
    path.join(work, name),
    '--limit',
    'publicPerSecond=1000000',
    'publicBurst=1000000',
    'publicConcurrent=1000',
    'departmentPerSecond=1000000',
    'departmentBurst=1000000',
    'departmentConcurrent=1000',
  ],
];
const token = await new Promise((resolve, reject) => {
  const child = spawn('node', [path.join(here, 'token.mjs'), path.join(work, 'cpz')], {
    cwd: root,
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.on('exit', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error('no token'))));
});

const bare = path.join(root, 'policies/examples/open');
const contestants = [
  {
    name: 'Apollo Server + @apollo/gateway',
    port: 4401,
    run: () =>
      start(0, 'node', [path.join(here, 'gateways/apollo-server.mjs'), supergraph, '4401'], {
        NODE_ENV: 'production',
      }),
  },
  {
    name: '@apollo/gateway executor under Fastify',
    port: 4402,
    run: () =>
      start(0, 'node', [path.join(here, 'gateways/apollo-executor.mjs'), supergraph, '4402'], {
        NODE_ENV: 'production',
      }),
  },
  {
    name: '@graphql-hive/gateway',
    port: 4403,
    run: () =>
      start(
        0,
        'node',
        [
          path.join(here, 'node_modules/.bin/hive-gateway'),
          'supergraph',
          supergraph,
          '--port',
          '4403',
          '--host',
          '127.0.0.1',
        ],
        { NODE_ENV: 'production' },
      ),
  },
  { name: 'CPZ Graph, open policies', port: 4404, run: () => start(0, ...cpz('bare', 4404, bare)) },
  {
    name: 'CPZ Graph, tokens + policies + durable audit',
    port: 4405,
    headers: { authorization: `Bearer ${token}` },
    run: () => start(0, ...cpz('cpz', 4405, path.join(here, 'policies'))),
  },
  {
    name: 'floor',
    port: 4406,
    run: () =>
      start(
        0,
        'node',
        [path.join(here, 'gateways/floor.mjs'), path.join(work, 'recorded.json'), '4406'],
        { NODE_ENV: 'production' },
      ),
  },
];

async function ask({ port, headers = {} }, query) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

async function ready(contestant) {
  for (let tries = 0; tries < 150; tries += 1) {
    try {
      const { data } = await ask(contestant, queries['one subgraph']);
      if (data?.topProducts?.length === 5) return;
    } catch {}
    await sleep(200);
  }
  throw new Error(`${contestant.name} does not answer.`);
}

/** What our plan asks of the subgraphs, taken on its way, for the floor to repeat. */
async function record() {
  const scenes = {};
  let fetches = [];
  const at = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, port + 100]));
  const proxies = Object.entries(ports).map(([name, port]) =>
    createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', async () => {
        const body = Buffer.concat(chunks).toString();
        fetches.push({ origin: `http://127.0.0.1:${port}`, body });
        const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(await answer.text());
      });
    }).listen(at[name], '127.0.0.1'),
  );
  const file = path.join(work, 'recorded.graphql');
  writeFileSync(file, compose(at));
  const [command, args] = cpz('record', 4499, bare);
  args[args.indexOf(supergraph)] = file;
  const child = start(0, command, args);
  await ready({ name: 'recorder', port: 4499 });
  for (const query of Object.values(queries)) {
    fetches = [];
    scenes[query] = { answer: await ask({ port: 4499 }, query), fetches: [] };
    scenes[query].fetches = fetches;
  }
  child.kill('SIGKILL');
  proxies.forEach((proxy) => proxy.close());
  writeFileSync(path.join(work, 'recorded.json'), JSON.stringify(scenes));
  return scenes;
}

/** CPU milliseconds of a process and its threads, and its resident megabytes. */
function usage(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuMs: (Number(stat[11]) + Number(stat[12])) * 10,
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024,
  };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const scenes = await record();
const results = Object.fromEntries(
  contestants.map(({ name }) => [
    name,
    Object.fromEntries(Object.keys(queries).map((scene) => [scene, []])),
  ]),
);
for (const contestant of contestants) {
  contestant.child = contestant.run();
  await ready(contestant);
  for (const query of Object.values(queries)) {
    const answer = await ask(contestant, query);
    if (
      JSON.stringify(answer.data) !== JSON.stringify(scenes[query].answer.data ?? null) &&
      contestant.name !== 'floor'
    ) {
      throw new Error(
        `${contestant.name} answers otherwise: ${JSON.stringify(answer).slice(0, 300)}`,
      );
    }
  }
  // Paused when it is not its turn, so that timers of one do not run on another's core.
  contestant.child.kill('SIGSTOP');
}
for (let round = 0; round <= rounds; round += 1) {
  for (const contestant of contestants) {
    contestant.child.kill('SIGCONT');
    for (const [scene, query] of Object.entries(queries)) {
      const before = usage(contestant.child.pid);
      const { requests, latency, non2xx, errors } = await autocannon({
        url: `http://127.0.0.1:${contestant.port}/graphql`,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...contestant.headers },
        body: JSON.stringify({ query }),
        connections,
        duration: seconds,
      });
      const after = usage(contestant.child.pid);
      if (non2xx + errors > 0)
        throw new Error(`${contestant.name} failed ${non2xx + errors} times.`);
      // The first round warms up.
      if (round > 0) {
        results[contestant.name][scene].push({
          rps: requests.total / seconds,
          p50: latency.p50,
          p99: latency.p99,
          cpuMs: (after.cpuMs - before.cpuMs) / requests.total,
          rssMb: after.rssMb,
        });
      }
    }
    contestant.child.kill('SIGSTOP');
    process.stderr.write(`round ${round} of ${rounds}: ${contestant.name}\n`);
  }
}
const table = Object.entries(results).flatMap(([name, scenesOf]) =>
  Object.entries(scenesOf).map(([scene, runs]) => ({
    gateway: name,
    scene,
    ...Object.fromEntries(
      ['rps', 'p50', 'p99', 'cpuMs', 'rssMb'].map((key) => [
        key,
        Number(median(runs.map((run) => run[key])).toFixed(3)),
      ]),
    ),
  })),
);
writeFileSync(
  path.join(work, 'results.json'),
  JSON.stringify({ rounds, seconds, connections, node: process.version, table }, null, 2),
);
console.table(table);
process.exit(0);
