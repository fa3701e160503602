import type { Command } from 'commander';
import { checkPolicies, compileTable, type PolicySet } from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { differenceLine, differences } from '../policy/diff.ts';
import { explainDecision } from '../policy/explain.ts';
import { type Asked, readAsked } from '../policy/asked.ts';
import { registerBundle } from '../policy/bundle.ts';
import { registerKey } from '../policy/key.ts';
import { matrixTable, readings, readingsCsv } from '../policy/matrix.ts';
import { print } from '../policy/print.ts';
import { registerSign } from '../policy/sign.ts';
import { registerTest } from '../policy/test.ts';
import { registerVerify } from '../policy/verify.ts';
import { policyFolder, readAsWritten, supergraphFile } from '../policies.ts';

interface Where extends Asked {
  readonly at?: string;
}

interface CheckOptions extends Where {
  readonly json: boolean;
}

interface MatrixOptions extends Where {
  readonly type?: string;
  readonly json: boolean;
  readonly csv: boolean;
}

interface DiffOptions {
  readonly supergraph: string;
  readonly at?: string;
  readonly json: boolean;
  readonly failOnGain: boolean;
}

interface ExplainOptions extends Where {
  readonly department?: string;
  readonly purpose?: string;
  readonly role: readonly string[];
  readonly case?: string;
}

/** `cpz policy`: questions about policies. */
export function registerPolicy(program: Command): void {
  const policy = program
    .command('policy')
    .summary('check and explain policies')
    .description('Check policies, and explain a decision step by step.');
  located(policy.command('check'))
    .description('Find what is wrong or doubtful: errors fail, warnings do not.')
    .option('--json', 'print the findings as JSON', false)
    .action(check);
  registerTest(policy);
  located(policy.command('explain'))
    .argument('<coordinate>', 'such as Enterprise.fxClass')
    .description(
      'Explain one decision, step by step. Without a department it is the public that asks.',
    )
    .option('-d, --department <id>', 'who asks, such as tax')
    .option('-p, --purpose <code>', 'for what, such as REFUND_REVIEW')
    .option('-r, --role <role...>', 'in which roles', [])
    .option('-c, --case <number>', 'for which case')
    .addHelpText(
      'after',
      '\nExample:\n  cpz policy explain Enterprise.fxClass -d tax -p REFUND_CLASSIFICATION\n',
    )
    .action(explain);
  located(policy.command('matrix'))
    .description('Show who reads which coordinate: a line for each, a column for each department.')
    .option('-t, --type <name>', 'only the fields of this type')
    .option('--json', 'print every reading as JSON', false)
    .option('--csv', 'print every reading as CSV', false)
    .action(matrix);
  policy
    .command('diff')
    .argument('<before>', 'a folder of policies')
    .argument('<after>', 'another')
    .description(
      'Say which principal gains or loses which coordinate between two folders of policies.',
    )
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--at <instant>', 'at which time (default: now)')
    .option('--json', 'print as JSON', false)
    .option('--fail-on-gain', 'fail when anybody gains anything', false)
    .action(diff);
  located(policy.command('who-can'))
    .argument('<coordinate>', 'such as Enterprise.taxGrade')
    .description('Say who can read a coordinate, for what purpose and under which agreement.')
    .option('--json', 'print as JSON', false)
    .action(whoCan);
  registerSign(policy);
  registerBundle(policy);
  registerVerify(policy);
  registerKey(policy);
}

function located(command: Command): Command {
  return command
    .option('--policies <path>', 'the policies, a folder or a bundle', policyFolder)
    .option(
      '--officers <file>',
      'count the signatures of these officers (default: approvals as written)',
    )
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--at <instant>', 'at which time, such as 2027-01-01 (default: now)');
}

async function check(options: CheckOptions): Promise<void> {
  const policies = await readAsked(options);
  const findings = checkPolicies(policies, instantOf(options.at));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (options.json) {
    print({ jsonVersion: 1, findings });
  } else {
    for (const { file, line, column, severity, code, message } of findings) {
      process.stdout.write(`${file}:${line}:${column}  ${severity}  ${code}  ${message}\n`);
    }
    const { agreements, disclosures, guardrails } = policies;
    process.stdout.write(
      `${agreements.length} agreements, ${disclosures.length} disclosures, ${guardrails.length} guardrails: ${errors} error(s), ${findings.length - errors} warning(s).\n`,
    );
  }
  if (errors > 0) throw new Failure(`${errors} error(s) in ${options.policies}.`);
}

async function explain(coordinate: string, options: ExplainOptions): Promise<void> {
  const policies = await readAsked(options);
  const { department, purpose = '', role: roles, case: caseReference } = options;
  known(coordinate, policies);
  if (department !== undefined && !policies.departments.some(({ id }) => id === department)) {
    const known = policies.departments.map(({ id }) => id).join(', ');
    throw new Failure(`There is no department "${department}". Departments: ${known}.`, 2);
  }
  const table = compileTable(policies, instantOf(options.at));
  const cls = table.classOf(
    department === undefined
      ? { kind: 'public' }
      : {
          kind: 'department',
          subject: '',
          department,
          roles,
          purpose,
          ...(caseReference === undefined ? {} : { caseReference }),
        },
  );
  process.stdout.write(explainDecision(table.decide(cls, coordinate), cls));
}

async function matrix(options: MatrixOptions): Promise<void> {
  const policies = await readAsked(options);
  const { type } = options;
  const table = compileTable(policies, instantOf(options.at));
  const found = readings(table, (each) => type === undefined || each.startsWith(`${type}.`));
  if (found.length === 0) {
    throw new Failure(`Nobody reads anything of ${type ?? 'the graph'}.`, 2);
  }
  if (options.json) print({ jsonVersion: 1, at: table.at, table: table.version, readings: found });
  else if (options.csv) process.stdout.write(readingsCsv(found));
  else {
    const columns = [...policies.departments.map(({ id }) => id), 'public'];
    process.stdout.write(matrixTable(found, columns));
  }
}

async function diff(before: string, after: string, options: DiffOptions): Promise<void> {
  const at = instantOf(options.at);
  const [old, young] = await Promise.all(
    [before, after].map(async (folder) => {
      const policies = await readAsWritten(folder, options.supergraph);
      return readings(compileTable(policies, at), () => true);
    }),
  );
  const found = differences(old ?? [], young ?? []);
  if (options.json) print({ jsonVersion: 1, at, differences: found });
  else if (found.length === 0) process.stdout.write('Nobody gains or loses anything.\n');
  else process.stdout.write(`${found.map(differenceLine).join('\n')}\n`);
  const gains = found.filter(({ change }) => change !== 'loses').length;
  if (options.failOnGain && gains > 0) throw new Failure(`${gains} reading(s) gained or changed.`);
}

async function whoCan(coordinate: string, options: CheckOptions): Promise<void> {
  const policies = await readAsked(options);
  known(coordinate, policies);
  const table = compileTable(policies, instantOf(options.at));
  const found = readings(table, (each) => each === coordinate);
  if (options.json) {
    print({ jsonVersion: 1, at: table.at, table: table.version, readings: found });
    return;
  }
  const owner = policies.ownerOf(coordinate) ?? 'nobody';
  process.stdout.write(`${coordinate}, owned by ${owner}\n`);
  for (const { department, purpose, roles, withCase, effect, agreements } of found) {
    const acting = `${roles.length === 0 ? '' : ` as ${roles.join(', ')}`}${withCase ? ', with a case' : ''}`;
    const basis = agreements.length === 0 ? '' : `  under ${agreements.join(', ')}`;
    process.stdout.write(
      `  ${department.padEnd(10)} ${`${purpose ?? ''}${acting}`.padEnd(24)} ${effect}${basis}\n`,
    );
  }
}

function known(coordinate: string, policies: PolicySet): void {
  if (policies.coordinates.has(coordinate)) return;
  throw new Failure(
    `Nothing in the graph is called ${coordinate}. Coordinates read Type.field or Type.field(argument:).`,
    2,
  );
}

function instantOf(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new Failure(`--at takes a day or an instant, such as 2027-01-01, not "${text}".`, 2);
}
