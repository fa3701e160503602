import type { Command } from 'commander';
import { compileTable, type PolicySet } from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { explainDecision } from '../policy/explain.ts';
import { instantOf, located, readAsked, trustIn, trustLine, type Where } from '../policy/asked.ts';
import { registerBundle } from '../policy/bundle.ts';
import { registerCheck } from '../policy/check.ts';
import { registerDiff } from '../policy/diff.ts';
import { registerExport } from '../policy/export.ts';
import { registerKey } from '../policy/key.ts';
import { matrixTable, readings, readingsCsv } from '../policy/matrix.ts';
import { jsonVersion, print } from '../policy/print.ts';
import { registerReplay } from '../policy/replay.ts';
import { registerSign } from '../policy/sign.ts';
import { registerTest } from '../policy/test.ts';
import { registerVerify } from '../policy/verify.ts';

interface MatrixOptions extends Where {
  readonly type?: string;
  readonly json: boolean;
  readonly csv: boolean;
}

interface WhoCanOptions extends Where {
  readonly json: boolean;
}

interface ExplainOptions extends Where {
  readonly department?: string;
  readonly purpose?: string;
  readonly role: readonly string[];
  readonly case?: string;
  readonly json: boolean;
}

/** `cpz policy`: questions about policies. */
export function registerPolicy(program: Command): void {
  const policy = program
    .command('policy')
    .summary('check and explain policies')
    .description('Check policies, and explain a decision step by step.');
  registerCheck(policy);
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
    .option('--json', 'print the decision as JSON', false)
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
  registerDiff(policy);
  registerReplay(policy);
  registerExport(policy);
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
  const decision = table.decide(cls, coordinate);
  const trust = trustIn(options);
  if (options.json)
    print({ jsonVersion, at: table.at, trust, table: table.version, class: cls.key, decision });
  else process.stdout.write(`${explainDecision(decision, cls)}  ${trustLine(options)}\n`);
}

async function matrix(options: MatrixOptions): Promise<void> {
  const policies = await readAsked(options);
  const { type } = options;
  const table = compileTable(policies, instantOf(options.at));
  const found = readings(table, (each) => type === undefined || each.startsWith(`${type}.`));
  if (found.length === 0) {
    throw new Failure(`Nobody reads anything of ${type ?? 'the graph'}.`, 2);
  }
  const trust = trustIn(options);
  if (options.json)
    print({ jsonVersion, at: table.at, trust, table: table.version, readings: found });
  else if (options.csv) process.stdout.write(readingsCsv(found));
  else {
    const columns = [...policies.departments.map(({ id }) => id), 'public'];
    process.stdout.write(`${matrixTable(found, columns)}${trustLine(options)}\n`);
  }
}

async function whoCan(coordinate: string, options: WhoCanOptions): Promise<void> {
  const policies = await readAsked(options);
  known(coordinate, policies);
  const table = compileTable(policies, instantOf(options.at));
  const found = readings(table, (each) => each === coordinate);
  if (options.json) {
    const trust = trustIn(options);
    print({ jsonVersion, at: table.at, trust, table: table.version, readings: found });
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
  process.stdout.write(`${trustLine(options)}\n`);
}

function known(coordinate: string, policies: PolicySet): void {
  if (policies.coordinates.has(coordinate)) return;
  throw new Failure(
    `Nothing in the graph is called ${coordinate}. Coordinates read Type.field or Type.field(argument:).`,
    2,
  );
}
