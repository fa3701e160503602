import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { PolicyFileError, type PolicyCase, readCases } from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { policyFolder, readAsWritten, supergraphFile } from '../policies.ts';
import { print } from './print.ts';
import { runCases } from './run-cases.ts';

interface TestOptions {
  readonly policies: string;
  readonly supergraph: string;
  readonly json: boolean;
}

/** `cpz policy test`: the examples beside the documents. */
export function registerTest(policy: Command): void {
  policy
    .command('test')
    .description(
      'Run the examples that stand beside the documents (*.cases.yaml): who gets what, under which agreement.',
    )
    .option('--policies <folder>', 'the policies', policyFolder)
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--json', 'print the failures as JSON', false)
    .action(test);
}

async function test({ policies, supergraph, json }: TestOptions): Promise<void> {
  const set = await readAsWritten(policies, supergraph);
  const cases = await casesOf(policies);
  const started = performance.now();
  const failures = runCases(cases, set, await readFile(supergraph, 'utf8'));
  const milliseconds = Math.round(performance.now() - started);
  const expectations = cases.reduce(
    (sum, each) => sum + each.expectations.length + (each.query === null ? 0 : 1),
    0,
  );
  if (json) {
    print({ jsonVersion: 1, cases: cases.length, expectations, milliseconds, failures });
  } else {
    for (const { file, line, column, who, what, expected, found } of failures) {
      process.stdout.write(
        `${file}:${line}:${column}  ${what}  to ${who}\n  expected  ${expected}\n  found     ${found}\n`,
      );
    }
    process.stdout.write(
      `${cases.length} cases, ${expectations} expectations, ${failures.length} failed; ${milliseconds} ms.\n`,
    );
  }
  if (failures.length > 0) throw new Failure(`${failures.length} expectation(s) do not hold.`);
}

async function casesOf(folder: string): Promise<readonly PolicyCase[]> {
  try {
    return await readCases(folder);
  } catch (error) {
    if (error instanceof PolicyFileError) throw new Failure(error.message);
    throw error;
  }
}
