import type { Command } from 'commander';
import { developmentKeys } from '../development/keys.ts';
import { issueToken } from '../development/token.ts';
import { Failure } from '../failure.ts';
import { readAsWritten } from '../policies.ts';

interface Options {
  readonly department: string;
  readonly role: readonly string[];
  readonly purpose: readonly string[];
  readonly subject?: string;
  readonly minutes: string;
  readonly data: string;
}

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
    .action(async (options: Options) => {
      process.stdout.write(`${await tokenFor(options)}\n`);
    });
}

async function tokenFor(options: Options): Promise<string> {
  const policies = await readAsWritten();
  const departments = policies.departments.map(({ id }) => id);
  if (!departments.includes(options.department)) {
    throw new Failure(
      `There is no department "${options.department}". Departments: ${departments.join(', ')}.`,
      2,
    );
  }
  const allowed = policies.purposes
    .filter((purpose) => purpose.departments.includes(options.department))
    .map(({ code }) => code);
  const unknown = options.purpose.filter((purpose) => !allowed.includes(purpose));
  if (unknown.length > 0) {
    throw new Failure(
      `${options.department} may not use ${unknown.join(', ')}. Its purposes: ${allowed.join(', ')}.`,
      2,
    );
  }
  const minutes = Number(options.minutes);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440) {
    throw new Failure(
      `--minutes takes a whole number from 1 to 1440, not "${options.minutes}".`,
      2,
    );
  }
  const keys = await developmentKeys(options.data, departments);
  return issueToken(await keys.issuerKey(options.department), {
    department: options.department,
    roles: options.role,
    purposes: options.purpose.length > 0 ? options.purpose : allowed,
    ...(options.subject === undefined ? {} : { subject: options.subject }),
    lifetimeSeconds: minutes * 60,
  });
}
