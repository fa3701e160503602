import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { composeGraph, type Generated } from '../compose-graph.ts';
import { Failure } from '../failure.ts';
import { formatProblem } from '../../schema/problem.ts';

interface Options {
  readonly check: boolean;
  readonly json: boolean;
  readonly out: string;
}

const generated = fileURLToPath(new URL('../../schema/generated', import.meta.url));

/** `cpz compose`: writes the supergraph and the public contract, or says what is wrong and where. */
export function registerCompose(program: Command): void {
  program
    .command('compose')
    .summary('compose the contracts into the supergraph and the public contract')
    .description(
      'Compose the contracts of schema/ into supergraph.graphql and public.graphql. Faults are printed as file:line:column.',
    )
    .option('--check', 'write nothing; fail when a generated file is stale', false)
    .option('--json', 'print the outcome as JSON', false)
    .option('--out <folder>', 'where the generated files go', generated)
    .action(compose);
}

async function compose(options: Options): Promise<void> {
  const result = await composeGraph();
  if ('problems' in result) {
    if (options.json)
      process.stdout.write(`${JSON.stringify({ jsonVersion: 1, ...result }, null, 2)}\n`);
    else process.stderr.write(`${result.problems.map(formatProblem).join('\n')}\n`);
    throw new Failure(`${result.problems.length} problem(s); nothing was written.`);
  }
  const stale = await staleFiles(options.out, result.files);
  if (options.check && stale.length > 0) {
    throw new Failure(
      `${stale.join(', ')}: stale. Run \`npm run cpz -- compose\` and commit what it writes.`,
    );
  }
  if (!options.check) await write(options.out, result.files);
  const summary = { jsonVersion: 1, written: options.check ? [] : stale, hints: result.hints };
  process.stdout.write(
    options.json
      ? `${JSON.stringify(summary, null, 2)}\n`
      : `${result.files.map(({ name }) => name).join(' and ')}: ${stale.length === 0 ? 'up to date' : 'written'}.\n`,
  );
}

async function staleFiles(folder: string, files: readonly Generated[]): Promise<string[]> {
  const stale: string[] = [];
  for (const { name, text } of files) {
    const standing = await readFile(path.join(folder, name), 'utf8').catch(() => null);
    if (standing !== text) stale.push(path.relative(process.cwd(), path.join(folder, name)));
  }
  return stale;
}

async function write(folder: string, files: readonly Generated[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(path.join(folder, name), text);
}
