import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { of, serveForTest, type ServedForTest } from '../kit/testing/served.ts';
import { enterprise } from '../synthetic/enterprises.ts';
import { credit } from './department.ts';

let served: ServedForTest;
beforeAll(async () => {
  served = await serveForTest(credit);
  await credit.seed(served.database, 'small', () => undefined);
});
afterAll(() => served.close());

const { uscc } = enterprise(30);
const outcome = '{ done repeated recordNos entryNo faults { path message } }';
const everybody = { kind: 'public' } as const;

/** The payload of the one field of an answer without errors. */
async function done(
  field: string,
  ...[document, how]: Parameters<ServedForTest['ask']>
): Promise<unknown> {
  const { data, errors } = await served.ask(document, {
    principal: of('commerce', 'CREDIT_REPORTING'),
    ...how,
  });
  expect(errors).toEqual([]);
  return (data as Readonly<Record<string, unknown>>)[field];
}

const submit = (clientKey: string): Promise<unknown> =>
  done(
    'submitCreditRecords',
    `mutation ($input: SubmitCreditRecordsInput!) { submitCreditRecords(input: $input) ${outcome} }`,
    {
      variables: {
        input: {
          clientKey,
          records: {
            uscc,
            kind: 'PENALTY',
            title: '商务行政处罚',
            summary: '公示信息不实',
            documentNo: '沈商罚〔2026〕70001号',
            sourceRecordId: 'SW-2026-70001',
            authority: '沈阳市商务局',
            basis: '《电子商务法》第七十六条',
            penaltyKind: 'LARGE_FINE',
            amount: '20000.00',
            decidedOn: '2026-06-03',
            discloseOn: '2026-06-05',
          },
        },
      },
    },
  );

describe('writing to the credit base', () => {
  test('keeps a submission once, though it is sent many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => submit('at-once')));
    const [first] = answers as { recordNos: string[] }[];
    for (const answer of answers) {
      expect(answer).toMatchObject({ done: true, recordNos: first?.recordNos });
    }
    const repeated = answers.filter((each) => (each as { repeated: boolean }).repeated);
    expect(repeated).toHaveLength(5);
    expect(await submit('another key')).toMatchObject({
      done: false,
      faults: [{ path: 'records[0].sourceRecordId' }],
    });
  });

  test('evaluates, and evaluates anew when a record ends', async () => {
    const readings = [
      { source: 'Enterprise.status', value: 'ACTIVE' },
      { source: 'Enterprise.taxGrade', value: 'A' },
    ];
    const input = {
      readAt: '2026-10-12T02:00:00Z',
      auditRecord: '7',
      subjects: [{ uscc, readings }],
    };
    const run = await done(
      'recordEvaluations',
      'mutation ($input: EvaluationsInput!) { recordEvaluations(input: $input) { faults { path } results { isNew evaluation { score } } } }',
      { principal: of('commerce', 'CREDIT_EVALUATION'), variables: { input } },
    );
    expect(run).toMatchObject({ faults: [], results: [{ isNew: true }] });
    const [{ evaluation }] = (run as { results: [{ evaluation: { score: string } }] }).results;
    const record = (await done(
      'creditRecords',
      '{ creditRecords(kind: PENALTY, sourceDepartment: "commerce", first: 100) { nodes { recordNo documentNo } } }',
    )) as { nodes: { recordNo: string; documentNo: string }[] };
    const recordNo = record.nodes.find(
      (each) => each.documentNo === '沈商罚〔2026〕70001号',
    )?.recordNo;
    await done(
      'withdrawRecord',
      `mutation { withdrawRecord(recordNo: "${recordNo ?? ''}", reason: "撤销") ${outcome} }`,
    );
    const { data } = await served.ask(
      `{ _entities(representations: [{ __typename: "Enterprise", uscc: "${uscc}" }]) { ... on Enterprise { creditEvaluation { score trigger } } } }`,
    );
    const [after] = (
      data as { _entities: [{ creditEvaluation: { score: string; trigger: string } }] }
    )._entities;
    expect(after.creditEvaluation.trigger).toBe('RECORD');
    expect(Number(after.creditEvaluation.score)).toBeGreaterThan(Number(evaluation.score));
  });

  test('takes no step of an entry twice, though it is asked for many times at once', async () => {
    const notice = (await done(
      'giveNotice',
      `mutation { giveNotice(input: { uscc: "${uscc}", listType: ABNORMAL_OPERATIONS, basis: "条例", facts: "未公示", documentNo: "沈商告〔2026〕9号", authority: "沈阳市商务局" }) ${outcome} }`,
    )) as { entryNo: string };
    const object = (): Promise<unknown> =>
      done(
        'fileObjection',
        `mutation { fileObjection(input: { target: "${notice.entryNo}", documentNo: "沈商告〔2026〕9号", statement: "已公示", contactName: "张三", contactTelephone: "10001234567" }) { receiptNo faults { path } } }`,
        { principal: everybody },
      );
    const answers = (await Promise.all([object(), object(), object()])) as {
      receiptNo: string | null;
    }[];
    expect(answers.filter(({ receiptNo }) => receiptNo !== null)).toHaveLength(1);
  });
});
