import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enterprise } from '../../subgraphs/synthetic/enterprises.ts';
import {
  auditor,
  type CreditHouse,
  openCreditHouse,
  type Outcome,
  outcome,
  outcomeOf,
  owner,
  penalty,
  reporter,
} from './credit-house.ts';

let credit: CreditHouse;
beforeAll(async () => {
  credit = await openCreditHouse();
});
afterAll(() => credit.house.close());

describe('a record that a department submits', () => {
  test('is public from its disclosure, as the department that asked, and again changes nothing', async () => {
    const first = await credit.submit('tax', 'key-1', [penalty]);
    expect(first).toMatchObject({ done: true, repeated: false, faults: [] });
    const again = await credit.submit('tax', 'key-1', [penalty]);
    expect(again).toEqual({ ...first, repeated: true });
    const [recordNo = ''] = first.recordNos;
    const { data } = await credit.house.ask(
      `{ creditRecord(recordNo: "${recordNo}") { sourceDepartment severity disclosedOn disclosureEndsOn disclosureDueOn disclosureState amount asOf subject { name } } }`,
    );
    expect(data?.creditRecord).toEqual({
      sourceDepartment: 'tax',
      severity: 'GENERAL',
      disclosedOn: '2026-10-12',
      disclosureEndsOn: '2027-10-12',
      disclosureDueOn: '2026-10-19',
      disclosureState: 'DISCLOSED',
      amount: '50000.00',
      asOf: '2026-10-12T02:00:00Z',
      subject: { name: enterprise(30).name },
    });
    const other = await credit.submit('tax', 'key-1', [{ ...penalty, title: '其他' }]);
    expect(other.faults).toMatchObject([{ path: 'clientKey' }]);
  });

  test('is refused whole, with every fault and its place', async () => {
    const { done, faults } = await credit.submit('fx', 'key-2', [
      { ...penalty, sourceRecordId: 'FX-1' },
      {
        ...penalty,
        sourceRecordId: 'FX-1',
        title: ' ',
        penaltyKind: null,
        decidedOn: '2026-10-13',
      },
      { ...penalty, sourceRecordId: 'FX-2', disclosureMonths: 13, severity: 'MINOR' },
      { ...penalty, sourceRecordId: 'FX-3', kind: 'LICENCE', amount: '-1.00' },
    ]);
    expect(done).toBe(false);
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'records[1].decidedOn',
      'records[1].discloseOn',
      'records[1].penaltyKind',
      'records[1].sourceRecordId',
      'records[1].title',
      'records[2].disclosureMonths',
      'records[2].severity',
      'records[3].amount',
      'records[3].amount',
      'records[3].penaltyKind',
    ]);
    const { data } = await credit.house.ask(
      '{ creditRecords(sourceDepartment: "fx") { totalCount nodes { sourceRecordId } } }',
      owner,
    );
    expect(JSON.stringify(data)).not.toContain('FX-1');
  });

  test('is nobody else’s to withdraw, and is nobody’s who reads for another purpose to submit', async () => {
    const { recordNos } = await credit.submit('tax', 'key-3', [
      { ...penalty, sourceRecordId: 'TAX-2026-90002' },
    ]);
    const [recordNo = ''] = recordNos;
    const withdraw = `mutation { withdrawRecord(recordNo: "${recordNo}", reason: "撤销") ${outcome} }`;
    const fx = outcomeOf(await credit.house.ask(withdraw, reporter('fx')));
    expect(fx).toMatchObject({ done: false, faults: [{ path: 'recordNo' }] });
    const other = await credit.house.ask(withdraw, { department: 'tax', purpose: 'REFUND_REVIEW' });
    expect(other.errors[0]?.extensions.code).toBe('POLICY_DENIED');
    const own = await credit.house.ask(withdraw, owner);
    expect(own.errors[0]?.message).toContain('CREDIT_REPORTING');
    expect((await credit.house.ask(withdraw)).status).toBe(400);
    expect(await credit.whoSees(recordNo)).toEqual(['everybody', 'bank', 'owner', 'auditor']);
    expect(outcomeOf(await credit.house.ask(withdraw, reporter('tax')))).toMatchObject({
      done: true,
    });
    expect(await credit.whoSees(recordNo)).toEqual(['owner', 'auditor']);
  });

  test('is withdrawn within three days of the annulment, or is on a list of the owner and the auditor', async () => {
    const { recordNos } = await credit.submit('tax', 'key-5', [
      { ...penalty, sourceRecordId: 'TAX-2026-90004' },
      { ...penalty, sourceRecordId: 'TAX-2026-90005' },
    ]);
    const [inTime = '', late = ''] = recordNos;
    const withdraw = async (recordNo: string, annulledOn: string): Promise<Outcome> =>
      outcomeOf(
        await credit.house.ask(
          `mutation { withdrawRecord(recordNo: "${recordNo}", reason: "撤销", annulledOn: "${annulledOn}") ${outcome} }`,
          reporter('tax'),
        ),
      );
    for (const wrong of ['2026-10-13', '2026-10-08']) {
      expect((await withdraw(late, wrong)).faults).toMatchObject([{ path: 'annulledOn' }]);
    }
    credit.setClock('2026-10-13T02:00:00Z');
    expect((await withdraw(inTime, '2026-10-10')).done).toBe(true);
    expect((await withdraw(late, '2026-10-09')).done).toBe(true);
    const query =
      '{ lateWithdrawals { totalCount nodes { recordNo withdrawnLate annulledOn withdrawalDueOn } } }';
    for (const reader of [owner, auditor]) {
      const { data, errors } = await credit.house.ask(query, reader);
      expect(errors).toEqual([]);
      expect(data?.lateWithdrawals).toEqual({
        totalCount: 1,
        nodes: [
          {
            recordNo: late,
            withdrawnLate: true,
            annulledOn: '2026-10-09',
            withdrawalDueOn: '2026-10-12',
          },
        ],
      });
    }
    const taxAsks = await credit.house.ask(query, reporter('tax'));
    expect(taxAsks.errors[0]?.extensions.code).toBe('POLICY_DENIED');
    credit.setClock('2026-10-12T02:00:00Z');
  });

  test('is corrected by another that takes its place', async () => {
    const { recordNos } = await credit.submit('tax', 'key-4', [
      { ...penalty, sourceRecordId: 'TAX-2026-90003', amount: '5000000.00' },
    ]);
    const [wrong = ''] = recordNos;
    const corrected = outcomeOf(
      await credit.house.ask(
        `mutation ($input: CorrectRecordInput!) { correctRecord(input: $input) ${outcome} }`,
        {
          ...reporter('tax'),
          variables: {
            input: {
              recordNo: wrong,
              reason: '金额有误',
              record: { ...penalty, sourceRecordId: 'TAX-2026-90003' },
            },
          },
        },
      ),
    );
    const [right = ''] = corrected.recordNos;
    expect(await credit.whoSees(wrong)).toEqual(['owner', 'auditor']);
    expect(await credit.whoSees(right)).toEqual(['everybody', 'bank', 'owner', 'auditor']);
    const { data } = await credit.house.ask(
      `{ a: creditRecord(recordNo: "${wrong}") { amount supersededBy disclosureState endReason } b: creditRecord(recordNo: "${right}") { amount supersedes } }`,
      owner,
    );
    expect(data).toEqual({
      a: {
        amount: '5000000.00',
        supersededBy: right,
        disclosureState: 'CORRECTED',
        endReason: '金额有误',
      },
      b: { amount: '50000.00', supersedes: wrong },
    });
  });
});
