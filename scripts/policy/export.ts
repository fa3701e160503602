import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { compileTable, staticPart } from '../../policies/index.ts';
import { securedSupergraph } from '../../schema/secured.ts';
import { readSupergraph } from '../policies.ts';
import { instantOf, located, readAsked, type Where } from './asked.ts';
import { readings, readingsCsv } from './matrix.ts';
import { jsonVersion, print, printLines } from './print.ts';

interface Options extends Where {
  readonly out: string;
  readonly json: boolean;
}

/** `cpz policy export`: the static part of the table for stock routers. */
export function registerExport(policy: Command): void {
  located(policy.command('export'))
    .description(
      'Write what the table says without data for stock routers: supergraph.graphql with @authenticated, @requiresScopes and @policy, matrix.csv, and inexpressible.json, which lists what these directives cannot say. What they cannot say is left closed.',
    )
    .requiredOption('--out <folder>', 'where the three files go')
    .option('--json', 'print what was written as JSON', false)
    .addHelpText('after', '\nExample:\n  cpz policy export --out router/\n')
    .action(exportPolicies);
}

async function exportPolicies(options: Options): Promise<void> {
  const supergraph = await readSupergraph(options.supergraph);
  const table = compileTable(await readAsked(options), instantOf(options.at));
  const { requirementOf, inexpressible } = staticPart(table);
  const changes = table.nextChange?.toISOString() ?? 'never';
  const heading = `# Static part of the decision table ${table.version} at ${table.at.toISOString()}; it changes next: ${changes}.\n# Masks, row conditions and arguments are not in it: see inexpressible.json. They are left closed.\n`;
  await mkdir(options.out, { recursive: true });
  const files = {
    'supergraph.graphql': heading + securedSupergraph(supergraph, requirementOf),
    'matrix.csv': readingsCsv(readings(table, () => true)),
    'inexpressible.json': `${JSON.stringify({ jsonVersion, table: table.version, inexpressible }, null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(path.join(options.out, name), text);
  const written = Object.keys(files);
  if (options.json) print({ jsonVersion, table: table.version, written, inexpressible });
  else
    printLines([
      `${written.join(', ')} in ${options.out}.`,
      `Not expressed, and left closed: ${inexpressible.length} masks, row conditions and arguments.`,
    ]);
}
