import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import { Failure } from './failure.ts';

/**
 * The command line `cpz`. Only the command that was named is loaded, so that `cpz token` does not
 * wait for a query planner.
 */
async function main(argv: readonly string[]): Promise<void> {
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

try {
  await main(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else if (error instanceof Failure) {
    process.stderr.write(`cpz: ${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(
      `cpz: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 70;
  }
}
