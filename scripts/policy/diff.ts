import type { Command } from 'commander';
import { compileTable } from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { type Asked, instantOf, trustFor, trustIn, trusting, trustLine } from './asked.ts';
import { type Difference, differenceLine, differences, inWords } from './differences.ts';
import { readings } from './matrix.ts';
import { jsonVersion, print, printLines } from './print.ts';
import { readSide } from './side.ts';

interface Options extends Pick<Asked, 'officers'> {
  readonly supergraph?: string;
  readonly at?: string;
  readonly json: boolean;
  readonly words: boolean;
  readonly failOnGain: boolean;
  readonly newPublic: boolean;
}

/** `cpz policy diff`: who gains and who loses what. */
export function registerDiff(policy: Command): void {
  trusting(policy.command('diff'))
    .argument('<before>', 'a folder, a bundle, or a revision of git such as main or v1.2:policies')
    .argument('[after]', 'another', 'policies')
    .description('Say which principal gains or loses which coordinate, with which effect.')
    .option(
      '--supergraph <file>',
      "the supergraph of both (default: a revision's own, else today's)",
    )
    .option('--at <instant>', 'at which time (default: now)')
    .option('--words', 'print sentences, a paragraph for each reader', false)
    .option('--json', 'print as JSON', false)
    .option('--fail-on-gain', 'fail when anybody gains anything, or gets it otherwise', false)
    .option('--no-new-public', 'fail when the public gains anything, or gets it otherwise')
    .addHelpText(
      'after',
      '\nExamples:\n  cpz policy diff main policies --words\n  cpz policy diff before.bundle after.bundle --officers officers.json --no-new-public\n',
    )
    .action(diff);
}

async function diff(before: string, after: string, options: Options): Promise<void> {
  const at = instantOf(options.at);
  const [old, young] = await Promise.all(
    [before, after].map(async (place) => {
      const policies = await readSide(place, options.supergraph, trustFor(options));
      return readings(compileTable(policies, at), () => true);
    }),
  );
  const found = differences(old ?? [], young ?? []);
  const trust = trustIn(options);
  if (options.json) print({ jsonVersion, at, trust, differences: found, words: inWords(found) });
  else {
    const lines = options.words ? inWords(found) : found.map(differenceLine);
    const said = found.length === 0 ? ['Nobody gains or loses anything.'] : lines;
    printLines([...said, trustLine(options)]);
  }
  gate(found, options);
}

/** Fails where a change of policies must not pass without somebody's eyes on it. */
function gate(found: readonly Difference[], { failOnGain, newPublic }: Options): void {
  const gained = found.filter(({ change }) => change !== 'loses');
  const published = gained.filter(({ department }) => department === 'public');
  if (!newPublic && published.length > 0)
    throw new Failure(`The public gains or gets otherwise ${published.length} coordinate(s).`);
  if (failOnGain && gained.length > 0)
    throw new Failure(`${gained.length} reading(s) gained or changed.`);
}
