import type { Command } from 'commander';
import { compileTable, type Flip, replay } from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { readSupergraph, supergraphFile } from '../policies.ts';
import { type Asked, instantOf, trustFor, trustIn, trusting, trustLine } from './asked.ts';
import { readPast } from './past.ts';
import { jsonVersion, print, printLines } from './print.ts';
import { readSide } from './side.ts';

interface Options extends Pick<Asked, 'officers'> {
  readonly audit: string;
  readonly draft: string;
  readonly since?: string;
  readonly at?: string;
  readonly supergraph: string;
  readonly failOnFlip: boolean;
  readonly json: boolean;
}

/** `cpz policy replay`: recorded operations on a draft. */
export function registerReplay(policy: Command): void {
  trusting(policy.command('replay'))
    .description(
      'Decide the operations on record again under a draft: by department and coordinate, what would be answered otherwise. Data is not read.',
    )
    .requiredOption('--audit <folder>', 'the audit log, with the shapes of operations beside it')
    .requiredOption('--draft <path>', 'a folder, a bundle or a revision of git')
    .option('--since <instant>', 'what was asked from then on, such as 2026-11-01 (default: all)')
    .option('--at <instant>', 'decide as of then (default: now)')
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--fail-on-flip', 'fail when anything would be answered otherwise', false)
    .option('--json', 'print as JSON', false)
    .addHelpText(
      'after',
      '\nExample:\n  cpz policy replay --audit .data/audit --draft policies --since 2026-11-01\n',
    )
    .action(replayPast);
}

async function replayPast(options: Options): Promise<void> {
  const at = instantOf(options.at);
  const since = options.since === undefined ? new Date(0) : instantOf(options.since);
  const draft = compileTable(
    await readSide(options.draft, options.supergraph, trustFor(options)),
    at,
  );
  const sdl = await readSupergraph(options.supergraph);
  const past = await readPast(options.audit, since, sdl).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`The audit log in ${options.audit} cannot be read: ${why}`, 66);
  });
  const flips = replay(past.operations, draft);
  const { shapeless } = past;
  if (options.json)
    print({
      jsonVersion,
      at,
      since,
      trust: trustIn(options),
      operations: past.operations.length,
      shapeless,
      flips,
    });
  else {
    const unknown =
      shapeless === 0 ? '' : ` Of ${shapeless} no shape was kept: their arguments are not decided.`;
    printLines([
      ...flips.map(flipLine),
      `${past.operations.length} operation(s) decided again, ${flips.length} difference(s).${unknown} ${trustLine(options)}`,
    ]);
  }
  if (options.failOnFlip && flips.length > 0) throw new Failure(`${flips.length} difference(s).`);
}

function flipLine({ department, purpose, coordinate, was, wouldBe, operations }: Flip): string {
  const who = purpose === null ? department : `${department} ${purpose}`;
  return `${who}  ${coordinate}: ${was} → ${wouldBe}  (${operations} operation(s))`;
}
