import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { Listr } from 'listr2';
import { departments } from '../../subgraphs/index.ts';
import { truth } from '../../subgraphs/synthetic/truth.ts';
import { openDatabases, prepareDepartment } from '../departments.ts';
import { Failure } from '../failure.ts';
import { profileOf, profiles } from '../profile.ts';

interface Options {
  readonly profile: string;
  readonly department: readonly string[];
  readonly data: string;
  readonly databaseUrl?: string;
  readonly truth?: string;
}

/** `cpz seed`: fills the departments' databases with the synthetic zone. */
export function registerSeed(program: Command): void {
  const known = departments.map(({ name }) => name).join(', ');
  program
    .command('seed')
    .summary("fill the departments' databases with the synthetic zone")
    .description(
      "Fill the departments' databases with the synthetic zone. A database is that of <DEPARTMENT>_DATABASE_URL, else the embedded one of `cpz dev`. What stands there in this profile or a larger one is kept; anything less is replaced.",
    )
    .option('--profile <name>', profiles.join(', '), 'small')
    .option('-d, --department <name...>', `only these of ${known}`, [])
    .option('--data <folder>', 'where the embedded database stands', '.data')
    .option('--database-url <url>', 'the server of all chosen departments, instead of theirs')
    .option('--truth <file>', 'write what is planted in the data, as JSON')
    .addHelpText('after', '\nExample:\n  cpz seed --profile medium --truth truth.json\n')
    .action(seed);
}

async function seed(options: Options): Promise<void> {
  const profile = profileOf(options.profile);
  const unknown = options.department.filter((name) => !departments.some((d) => d.name === name));
  if (unknown.length > 0) throw new Failure(`There is no department ${unknown.join(', ')}.`, 2);
  const chosen = departments.filter(
    ({ name }) => options.department.length === 0 || options.department.includes(name),
  );
  const { databaseUrl } = options;
  const databases = openDatabases(
    { folder: path.join(options.data, 'departments') },
    databaseUrl === undefined ? undefined : () => databaseUrl,
  );
  const { truth: file } = options;
  const tasks = new Listr(
    chosen.map((department) => ({
      title: department.name,
      task: async (_context: unknown, task: { title: string }) => {
        const database = await databases.of(department.name);
        await prepareDepartment(department, database, profile, (done, total) => {
          task.title = `${department.name}  ${Math.floor((done / total) * 100)} %`;
        });
      },
    })),
    { concurrent: false, fallbackRendererCondition: () => !process.stdout.isTTY },
  );
  if (file !== undefined) {
    tasks.add({
      title: file,
      task: () => pipeline(Readable.from(jsonOf(truth(profile))), createWriteStream(file)),
    });
  }
  try {
    await tasks.run();
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), 74);
  } finally {
    await databases.close();
  }
}

/** A JSON array, one item a line, made as it is written. */
function* jsonOf(items: Iterable<unknown>): Generator<string> {
  let before = '[\n';
  for (const item of items) {
    yield `${before}${JSON.stringify(item)}`;
    before = ',\n';
  }
  yield '\n]\n';
}
