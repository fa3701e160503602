import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type CaseFailure, readCases } from '../../policies/index.ts';
import { policyFolder, readAsWritten, supergraphFile } from '../policies.ts';
import { runCases } from './run-cases.ts';

const supergraph = await readFile(supergraphFile, 'utf8');
const set = await readAsWritten();
const file = 'agreements/fx/fx-to-tax-class.cases.yaml';

/** What fails when these cases stand beside an agreement. */
async function failures(cases: string): Promise<readonly CaseFailure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-cases-'));
  try {
    await cp(path.join(policyFolder, 'agreements/fx'), path.join(folder, 'agreements/fx'), {
      recursive: true,
    });
    await writeFile(path.join(folder, file), `at: 2026-06-01\ncases:\n${cases}`);
    return runCases(await readCases(folder), set, supergraph).filter((each) => each.file === file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const tax = '{ department: tax, purpose: REFUND_CLASSIFICATION }';

describe('the examples beside the documents', () => {
  test('hold', async () => {
    expect(runCases(await readCases(policyFolder), set, supergraph)).toEqual([]);
  });

  test('are there for every agreement and disclosure', async () => {
    const cases = await readCases(policyFolder);
    const beside = new Set(cases.map(({ place }) => place.file.replace('.cases.yaml', '.yaml')));
    const documents = [...set.agreements, ...set.disclosures].map(({ place }) => place.file);
    expect(documents.filter((each) => !beside.has(each))).toEqual([]);
  });

  test.each([
    [
      'another effect',
      `  - as: ${tax}\n    allow:\n      - Enterprise.fxClass\n      - Enterprise.fxProfile\n`,
      '6:9',
      { what: 'Enterprise.fxProfile', expected: 'in full' },
    ],
    [
      'another mask',
      `  - as: ${tax}\n    mask: { Enterprise.fxClass: year }\n`,
      '4:33',
      { what: 'Enterprise.fxClass', expected: 'masked with year' },
    ],
    [
      'another agreement',
      `  - as: ${tax}\n    by: fx-to-tax-indicators\n    allow: [Enterprise.fxClass]\n`,
      '5:13',
      { expected: 'given by fx-to-tax-indicators', found: 'by fx-to-tax-class' },
    ],
    [
      'what exists after all',
      `  - as: ${tax}\n    hidden: [Enterprise.fxProfile]\n`,
      '4:14',
      { expected: 'hidden', found: 'not at all' },
    ],
    [
      'what does not exist',
      `  - as: ${tax}\n    deny: [FxProfile.bopDeclarations]\n`,
      '4:12',
      { expected: 'not at all', found: 'hidden. There is nothing to read here.' },
    ],
    [
      'a coordinate that there is not',
      `  - as: ${tax}\n    deny: [Enterprise.colour]\n`,
      '4:12',
      { found: 'nothing is called Enterprise.colour' },
    ],
    [
      'a purpose that is not theirs',
      '  - as: { department: tax, purpose: RISK_ANALYSIS }\n    deny: [Enterprise.fxClass]\n',
      '3:5',
      { what: 'as', found: 'tax, RISK_ANALYSIS' },
    ],
    [
      'a query that gives something else',
      `  - as: ${tax}\n    query: '{ parks { code } }'\n    released: [Query.parks]\n`,
      '4:12',
      { expected: 'released: Query.parks', found: 'released: Park.code, Query.parks' },
    ],
    [
      'a query that is refused',
      "  - as: public\n    query: '{ parks { tenants { totalCount } } }'\n    released: [Query.parks]\n",
      '4:12',
      { expected: 'an answer' },
    ],
    [
      'a query that is not refused',
      "  - as: public\n    query: '{ parks { code } }'\n    refused: POLICY_ARGUMENT_DENIED\n",
      '4:12',
      { expected: 'POLICY_ARGUMENT_DENIED', found: 'it is answered' },
    ],
  ])('name at their place %s', async (_what, cases, place, expected) => {
    const [failure, ...more] = await failures(cases);
    expect(more).toEqual([]);
    expect(failure).toMatchObject(expected);
    expect(`${String(failure?.line)}:${String(failure?.column)}`).toBe(place);
  });

  test.each([
    ['expects nothing', `  - as: ${tax}\n`],
    ['speaks of no query', `  - as: ${tax}\n    released: [Query.parks]\n`],
    ['is of another shape', `  - as: ${tax}\n    gives: [Query.parks]\n`],
  ])('are refused when one %s', async (_what, cases) => {
    await expect(failures(cases)).rejects.toThrow(/fx-to-tax-class\.cases\.yaml:3:\d+|:4:\d+/);
  });
});
