import type { Command } from 'commander';
import type { TokenRequest } from '../development/requested-token.ts';

/** `cpz token`: prints a token of a development issuer. */
export function registerToken(program: Command): void {
  program
    .command('token')
    .summary('print a token of a development issuer')
    .description(
      'Print a token that the development issuer of a department signs. Not for production.',
    )
    .requiredOption('-d, --department <id>', 'the department, such as tax')
    .option('-r, --role <role...>', 'role within the department', ['analyst'])
    .option(
      '-p, --purpose <code...>',
      "purposes, such as REFUND_REVIEW (default: all of the department's)",
      [],
    )
    .option('--subject <name>', 'who asks (default: <role>@<department>)')
    .option('--minutes <n>', 'minutes until it expires, 1 to 1440', '480')
    .option('--data <folder>', 'where the development keys stand', '.data')
    .addHelpText(
      'after',
      '\nExample:\n  cpz token --department tax --role analyst --purpose REFUND_REVIEW\n',
    )
    .action(async (request: TokenRequest) => {
      const { requestedToken } = await import('../development/requested-token.ts');
      process.stdout.write(`${await requestedToken(request)}\n`);
    });
}
