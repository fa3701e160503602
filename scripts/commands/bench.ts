import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { bench, type BenchResults } from '../bench/bench.ts';
import { endChildren, root } from '../bench/children.ts';
import { measurePages } from '../bench/pages.ts';
import { between } from '../bench/report/between.ts';
import { chart } from '../bench/report/chart.ts';
import { markdown } from '../bench/report/markdown.ts';
import { pagesMarkdown } from '../bench/report/pages.ts';
import { Failure } from '../failure.ts';

interface Options {
  readonly rounds: string;
  readonly starts: string;
  readonly seconds: string;
  readonly only: readonly string[];
}

/** `cpz bench`: measures the gateway against others. */
export function registerBench(program: Command): void {
  const command = program
    .command('bench')
    .summary('measure the gateway against others')
    .description(
      'Measure the gateway against others in one run, interleaved. Installs them from the npm registry into scripts/bench/peers. Takes about three quarters of an hour on a quiet machine with two cores.',
    )
    .option('--rounds <n>', 'rounds that count', '9')
    .option('--starts <n>', 'how often each gateway is started, between rounds', '3')
    .option('--seconds <n>', 'seconds of each gateway and scene in a round', '3')
    .option('--only <name...>', 'gateways whose name has one of these parts', [])
    .action(start);
  command
    .command('pages')
    .summary('measure the public pages')
    .description(
      "Measure an enterprise's public page, as `npm start` serves it: latency at 100 requests a second, and what is transferred.",
    )
    .option('--scene-seconds <n>', 'seconds of each scene', '30')
    .action(startPages);
}

async function startPages({ sceneSeconds }: { readonly sceneSeconds: string }): Promise<void> {
  const text = pagesMarkdown(
    await measurePages({ seconds: numberOf('--scene-seconds', sceneSeconds), progress: say }),
  );
  process.stdout.write(`${text}\n`);
  const page = path.join(root, 'docs/benchmarks.md');
  await writeFile(page, between(await readFile(page, 'utf8'), 'pages', text));
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function start({ rounds, starts, seconds, only }: Options): Promise<void> {
  const results = await bench({
    rounds: numberOf('--rounds', rounds),
    starts: numberOf('--starts', starts),
    seconds: numberOf('--seconds', seconds),
    only,
    progress: say,
  }).finally(endChildren);
  const folder = path.join(root, '.data/bench');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  const text = markdown(results);
  process.stdout.write(`${text}\n`);
  // Part of a run is for whoever changes something, and not for the page.
  if (only.length === 0) await publish(text, results);
  process.exit(0);
}

async function publish(text: string, { figures }: BenchResults): Promise<void> {
  const page = path.join(root, 'docs/benchmarks.md');
  await writeFile(page, between(await readFile(page, 'utf8'), 'results', text));
  const drawn = chart(figures, (gateway) => gateway.startsWith('CPZ Graph'));
  await writeFile(path.join(root, 'docs/benchmarks.svg'), drawn);
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 100) return number;
  throw new Failure(`${option} takes a number up to 100, not "${text}".`, 2);
}
