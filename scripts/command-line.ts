import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import { Failure } from './failure.ts';

/**
 * Runs the command line `cpz`. Only the command that was named is loaded, so that `cpz token` does not wait for a
 * query planner.
 * @param argv as the process has them: interpreter and script come first
 * @returns the exit code; what is wrong stands on standard error
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  try {
    await run(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof Failure) {
      process.stderr.write(`cpz: ${error.message}\n`);
      return error.exitCode;
    }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`cpz: ${what}\n`);
    return 70;
  }
}

async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('cpz')
    .description('One graph over the departments of a pilot zone, behind one door.')
    .showHelpAfterError('Run `cpz --help` or `cpz <command> --help`.')
    .exitOverride();
  const named = argv[2];
  for (const command of commands) {
    if (command.name === named) (await command.load())(program);
    else program.command(command.name).summary(command.summary).description(command.summary);
  }
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync(argv);
}
