import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { Decimal } from 'decimal.js';
import { enterprise } from '../../subgraphs/synthetic/enterprises.ts';
import { type EvaluatedSubject, evaluateOne, subjectsDue } from '../credit/evaluate.ts';
import { type AskGraph, graphClient } from '../credit/graph.ts';
import { runEvaluation } from '../credit/run.ts';
import { issueToken } from '../development/token.ts';
import {
  auditor,
  bank,
  type CreditHouse,
  openCreditHouse,
  outcomeOf,
  owner,
  penalty,
  reporter,
} from './credit-house.ts';
import type { Asking } from './house.ts';

let credit: CreditHouse;
let ask: AskGraph;
beforeAll(async () => {
  credit = await openCreditHouse();
  const { keys, url } = credit.house;
  const token = await issueToken(await keys.issuerKey('commerce'), {
    department: 'commerce',
    roles: ['evaluator'],
    purposes: ['CREDIT_EVALUATION'],
    lifetimeSeconds: 600,
  });
  ask = graphClient(`${url}/graphql`, token, 'CREDIT_EVALUATION', credit.clock);
});
afterAll(() => credit.house.close());

/** A seller that is plain: nothing is planted in it. */
const subject = Array.from({ length: 30 }, (_, each) => enterprise(each + 10)).find(
  ({ customsCategory, taxGrade, fxClass }) =>
    customsCategory === 'REGULAR' && taxGrade === 'B' && fxClass === 'A',
);
const uscc = subject?.uscc ?? '';
const fx: Asking = { department: 'fx', purpose: 'FX_CLASSIFICATION' };

interface Evaluation {
  readonly score: string;
  readonly grade: string;
  readonly trigger: string;
  readonly auditRecord: string;
  readonly ruleSet: { readonly id: string };
  readonly caps: readonly { readonly rule: string; readonly atMost: string }[];
  readonly contributions: readonly {
    readonly component: string;
    readonly points: string;
    readonly recordNo: string | null;
  }[];
  readonly inputs: readonly {
    readonly source: string;
    readonly department: string;
    readonly value: string;
    readonly recordNo: string | null;
  }[];
}

async function evaluationOf(about: string): Promise<Evaluation> {
  const { data, errors } = await credit.house.ask(
    `{ enterprise(uscc: "${about}") { creditEvaluation { score grade trigger auditRecord ruleSet { id } caps { rule atMost } contributions { component points recordNo } inputs { source department value recordNo } } } }`,
    owner,
  );
  expect(errors).toEqual([]);
  return (data?.enterprise as { creditEvaluation: Evaluation }).creditEvaluation;
}

function sumOf({ contributions }: Evaluation): string {
  return contributions.reduce((sum, { points }) => sum.add(points), new Decimal(0)).toFixed(2);
}

describe('the evaluation of all enterprises', () => {
  test('goes on where it was stopped, and changes nothing when nothing changed', async () => {
    const stateFile = path.join(credit.house.folder, 'run.json');
    const seen: EvaluatedSubject[] = [];
    const run = (pages: number): Promise<boolean> => {
      let turned = 0;
      return runEvaluation({
        ask,
        stateFile,
        restart: false,
        isStopped: () => turned >= pages,
        onPage: (subjects) => {
          turned += 1;
          seen.push(...subjects);
        },
      });
    };
    expect(await run(1)).toBe(false);
    expect(seen).toHaveLength(50);
    expect(await run(9)).toBe(true);
    expect(new Set(seen.map((each) => each.uscc)).size).toBe(60);
    expect(seen.every(({ isNew }) => isNew)).toBe(true);
    await expect(access(stateFile)).rejects.toThrow('ENOENT');
    seen.length = 0;
    expect(await run(9)).toBe(true);
    expect(seen.filter(({ isNew }) => isNew)).toEqual([]);
  });
});

describe('the evaluation of one enterprise', () => {
  test('is explained from its inputs to the last hundredth, and its reading is on record', async () => {
    const evaluation = await evaluationOf(uscc);
    expect(sumOf(evaluation)).toBe(evaluation.score);
    expect(evaluation.ruleSet.id).toBe('evaluation-2026');
    expect(evaluation.inputs).toContainEqual({
      source: 'Enterprise.taxGrade',
      department: 'tax',
      value: 'B',
      recordNo: null,
    });
    const { data } = await credit.house.ask(
      `{ enterprise(uscc: "${uscc}") { creditRecords(first: 100) { totalCount } } }`,
      bank,
    );
    const { totalCount } = (data?.enterprise as { creditRecords: { totalCount: number } })
      .creditRecords;
    expect(evaluation.inputs.filter(({ source }) => source === 'CreditRecord')).toHaveLength(
      totalCount,
    );
    const record = (await credit.house.records())[Number(evaluation.auditRecord)];
    expect(record).toMatchObject({
      department: 'commerce',
      purpose: 'CREDIT_EVALUATION',
      outcome: 'ANSWERED',
    });
    expect(record?.subjects).toContain(uscc);
    expect(record?.released).toEqual(
      expect.arrayContaining(['Enterprise.taxGrade', 'Enterprise.fxClass']),
    );
    expect(record?.agreements).toEqual(
      expect.arrayContaining([
        'tax-to-commerce-credit-evaluation',
        'fx-to-commerce-credit-evaluation',
        'finance-to-commerce-credit-evaluation',
        'logistics-to-commerce-credit-evaluation',
      ]),
    );
  });

  test('is explained to fx without what other departments hold, and does not exist for the public', async () => {
    const asked = `{ enterprise(uscc: "${uscc}") { creditEvaluation { grade contributions { component points } caps { rule } } } }`;
    const forFx = await credit.house.ask(asked, fx);
    expect(forFx.errors).toEqual([]);
    const inputs = `{ enterprise(uscc: "${uscc}") { creditEvaluation { grade inputs { value } } } }`;
    const denied = await credit.house.ask(inputs, fx);
    expect(denied.errors.map(({ extensions }) => extensions.coordinate)).toEqual([
      'CreditEvaluation.inputs',
    ]);
    expect((await credit.house.ask(inputs, auditor)).errors).toEqual([]);
    const publicly = await credit.house.ask(asked);
    expect(publicly.errors[0]?.message).toContain('Cannot query field "creditEvaluation"');
  });

  test('changes when a record is submitted, at once', async () => {
    const before = await evaluationOf(uscc);
    const { recordNos } = await credit.submit('tax', 'evaluation-1', [
      { ...penalty, uscc, sourceRecordId: 'TAX-2026-70001' },
    ]);
    const after = await evaluationOf(uscc);
    expect(after.trigger).toBe('RECORD');
    expect(after.contributions).toContainEqual({
      component: 'tax',
      points: '-29.83',
      recordNo: recordNos[0],
    });
    expect(sumOf(after)).toBe(after.score);
    expect(new Decimal(before.score).sub(after.score).toFixed(2)).toBe('29.83');
  });

  test('changes when a department says that its own changed, and is read again', async () => {
    expect(await subjectsDue(ask)).toEqual([]);
    credit.setClock('2026-10-12T03:00:00Z');
    await credit.house.database.db.execute(
      sql`UPDATE tax.taxpayers SET tax_grade = 'D' WHERE uscc = ${uscc}`,
    );
    const note = (department: string): Promise<unknown> =>
      credit.house
        .ask(
          `mutation { noteInputChange(uscc: "${uscc}", coordinate: "Enterprise.taxGrade") { done repeated recordNos entryNo faults { path message } } }`,
          reporter(department),
        )
        .then(outcomeOf);
    expect(await note('fx')).toMatchObject({ done: false, faults: [{ path: 'coordinate' }] });
    expect(await note('tax')).toMatchObject({ done: true });
    expect(await subjectsDue(ask)).toEqual([uscc]);
    expect(await evaluateOne(ask, uscc)).toMatchObject({ grade: 'FAIR', isNew: true });
    expect(await subjectsDue(ask)).toEqual([]);
    const evaluation = await evaluationOf(uscc);
    expect(evaluation.caps).toContainEqual({ rule: 'tax-grade-d', atMost: 'FAIR' });
    const records = await credit.house.records();
    const read = records[Number(evaluation.auditRecord)];
    expect(read).toMatchObject({ purpose: 'CREDIT_EVALUATION', subjects: [uscc] });
    expect(records.indexOf(read ?? {})).toBeGreaterThan(0);
  });

  test('leads to measures, each on a law; joint punishment for a serious list alone', async () => {
    const measures = async (about: string): Promise<{ grade: string; kinds: string[] }> => {
      const { data, errors } = await credit.house.ask(
        `{ enterprise(uscc: "${about}") { supervisionPlan { grade measures { code kind legalBasis } } } }`,
        { department: 'customs', purpose: 'JOINT_SUPERVISION' },
      );
      expect(errors).toEqual([]);
      const plan = (
        data?.enterprise as {
          supervisionPlan: { grade: string; measures: { kind: string; legalBasis: string }[] };
        }
      ).supervisionPlan;
      expect(plan.measures.every(({ legalBasis }) => legalBasis.length > 5)).toBe(true);
      return { grade: plan.grade, kinds: [...new Set(plan.measures.map(({ kind }) => kind))] };
    };
    expect(await measures(enterprise(57).uscc)).toEqual({
      grade: 'POOR',
      kinds: ['RESTRAINT', 'JOINT_PUNISHMENT'],
    });
    expect(await measures(uscc)).toEqual({ grade: 'FAIR', kinds: ['RESTRAINT'] });
  });
});

describe('cpz credit evaluate', () => {
  const cpz = (...args: string[]): ReturnType<typeof run> =>
    run(
      process.execPath,
      [
        path.resolve('scripts/cpz.mjs'),
        'credit',
        'evaluate',
        ...['--gateway', `${credit.house.url}/graphql`, '--data', credit.house.folder],
        ...args,
      ],
      { env: { ...process.env, NODE_ENV: 'development' } },
    );
  const run = promisify(execFile);

  test('prints an evaluation as JSON', async () => {
    const { stdout } = await cpz('--uscc', uscc, '--json');
    expect(JSON.parse(String(stdout))).toMatchObject({ uscc, grade: 'FAIR', isNew: false });
  });

  test('says what to do when the zone has no such enterprise', async () => {
    await expect(cpz('--uscc', '91210112XX0000A12U')).rejects.toMatchObject({
      code: 2,
      stderr: 'cpz: The zone has no enterprise 91210112XX0000A12U.\n',
    });
  });
});
