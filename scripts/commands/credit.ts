import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { type EvaluatedSubject, evaluateOne, subjectsDue } from '../credit/evaluate.ts';
import { type AskGraph, graphClient } from '../credit/graph.ts';
import { runEvaluation } from '../credit/run.ts';
import { developmentKeys } from '../development/keys.ts';
import { createProgress } from '../development/progress.ts';
import { issueToken } from '../development/token.ts';
import { Failure } from '../failure.ts';
import { readAsWritten } from '../policies.ts';
import { untilStopped } from '../until-stopped.ts';

interface Options {
  readonly uscc: readonly string[];
  readonly due: boolean;
  readonly restart: boolean;
  readonly json: boolean;
  readonly gateway: string;
  readonly tokenFile?: string;
  readonly data: string;
}

const purpose = 'CREDIT_EVALUATION';

/** `cpz credit`: makes the composite evaluations. */
export function registerCredit(program: Command): void {
  program
    .command('credit')
    .summary('evaluate the credit of enterprises')
    .description('The evaluation system of the credit base.')
    .command('evaluate')
    .summary('evaluate enterprises from what the departments hold')
    .description(
      `Evaluate enterprises: read what the departments hold through the gateway, as commerce for ${purpose}, so that the reading is on record, and let the credit base reckon. An enterprise of which nothing changed keeps its evaluation. Ctrl-C stops after the page at hand; the next run goes on there.`,
    )
    .option('--uscc <code...>', 'only these enterprises', [])
    .option('--due', 'only those of which something changed', false)
    .option('--restart', 'begin anew instead of where the last run was stopped', false)
    .option('--json', 'print each evaluation as a line of JSON', false)
    .option('--gateway <url>', 'the gateway', 'http://127.0.0.1:4000/graphql')
    .option(
      '--token-file <file>',
      'a token of commerce for it (default: CPZ_CREDIT_TOKEN, else one of the development issuer)',
    )
    .option('--data <folder>', 'where development keys and the state of a run stand', '.data')
    .addHelpText('after', '\nExample:\n  cpz credit evaluate --uscc 91210105XX00000B03 --json\n')
    .action(evaluate);
}

async function evaluate(options: Options): Promise<void> {
  const ask = graphClient(options.gateway, await tokenOf(options), purpose);
  if (options.uscc.length > 0 || options.due) {
    await evaluateSome(
      options.uscc.length > 0 ? options.uscc : await subjectsDue(ask),
      ask,
      options,
    );
  } else await evaluateAll(ask, options);
}

async function evaluateSome(
  usccs: readonly string[],
  ask: AskGraph,
  { json }: Options,
): Promise<void> {
  for (const uscc of usccs) print([await evaluateOne(ask, uscc)], json);
  if (!json && usccs.length === 0) process.stdout.write('No evaluation is due.\n');
}

async function evaluateAll(ask: AskGraph, { json, restart, data }: Options): Promise<void> {
  let stopped = false;
  void untilStopped().then(() => {
    stopped = true;
  });
  const progress = createProgress(process.stderr, 'evaluating');
  let [seen, made] = [0, 0];
  const isWhole = await runEvaluation({
    ask,
    stateFile: path.join(data, 'credit-evaluate.json'),
    restart,
    isStopped: () => stopped,
    onPage: (subjects, { done, total }) => {
      progress.report('enterprises', done, total);
      seen += subjects.length;
      made += subjects.filter(({ isNew }) => isNew).length;
      if (json) print(subjects, true);
    },
  }).finally(progress.end);
  if (!json) process.stdout.write(`${seen} enterprises, ${made} evaluated anew.\n`);
  if (!isWhole) throw new Failure('Stopped. Run it again to go on.', 130);
}

function print(subjects: readonly EvaluatedSubject[], json: boolean): void {
  for (const subject of subjects) {
    const { uscc, grade, score, isNew } = subject;
    process.stdout.write(
      json
        ? `${JSON.stringify(subject)}\n`
        : `${uscc}  ${grade.padEnd(9)}  ${score.padStart(7)}  ${isNew ? 'new' : 'unchanged'}\n`,
    );
  }
}

async function tokenOf({ tokenFile, data }: Options): Promise<string> {
  if (tokenFile !== undefined) {
    return (
      await readFile(tokenFile, 'utf8').catch(() => {
        throw new Failure(`There is no token in ${tokenFile}.`, 66);
      })
    ).trim();
  }
  const { CPZ_CREDIT_TOKEN: token } = process.env;
  if (token !== undefined) return token;
  if (process.env.NODE_ENV === 'production') {
    throw new Failure(
      `In production an evaluation needs a token of commerce for ${purpose}: --token-file, or CPZ_CREDIT_TOKEN.`,
      78,
    );
  }
  const departments = (await readAsWritten()).departments.map(({ id }) => id);
  const keys = await developmentKeys(data, departments);
  return issueToken(await keys.issuerKey('commerce'), {
    department: 'commerce',
    roles: ['evaluator'],
    purposes: [purpose],
    lifetimeSeconds: 3600,
  });
}
