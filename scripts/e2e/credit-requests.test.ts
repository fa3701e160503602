import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  auditor,
  type CreditHouse,
  openCreditHouse,
  type Outcome,
  outcome,
  outcomeOf,
  owner,
  payloadOf,
  penalty,
  reporter,
  uscc,
} from './credit-house.ts';
import type { Answered, Asking } from './house.ts';

let credit: CreditHouse;
beforeAll(async () => {
  credit = await openCreditHouse();
});
afterAll(() => credit.house.close());

describe('objection and repair', () => {
  const filed = '{ receiptNo answerBy faults { path message } }';
  const file = async (
    mutation: string,
    target: string,
    documentNo: string,
  ): Promise<Pick<Outcome, 'faults'> & { receiptNo: string | null; answerBy: string | null }> => {
    const input = {
      target,
      documentNo,
      statement: '已缴清罚款',
      commitment: true,
      contactName: '张三',
      contactTelephone: '1000 1234567',
    };
    const query = `mutation ($input: CreditRequestInput!) { ${mutation}(input: $input) ${filed} }`;
    return payloadOf(await credit.house.ask(query, { variables: { input } })) as Awaited<
      ReturnType<typeof file>
    >;
  };
  const receipt = async (receiptNo: string | null): Promise<unknown> =>
    (
      await credit.house.ask(
        'query ($no: ID!) { requestReceipt(receiptNo: $no) { kind target state answerBy reason } }',
        {
          variables: { no: receiptNo },
        },
      )
    ).data?.requestReceipt;

  test('goes from the public to the department and back, and the contact goes nowhere', async () => {
    credit.setClock('2026-10-12T02:00:00Z');
    const { recordNos } = await credit.submit('tax', 'key-5', [
      { ...penalty, sourceRecordId: 'TAX-2026-90005', documentNo: '沈税罚〔2026〕90005号' },
    ]);
    const [recordNo = ''] = recordNos;
    const guess = await file('requestRepair', recordNo, '某号');
    expect(guess.faults).toMatchObject([{ path: 'target' }]);
    const early = await file('requestRepair', recordNo, '沈税罚〔2026〕90005号');
    expect(early.faults[0]?.message).toContain('from 2027-01-12 on');

    // Three months are the least, and the calendar of the next year is not known yet.
    credit.setClock('2026-11-02T02:00:00Z');
    const objection = await file('fileObjection', recordNo, '沈税罚〔2026〕90005号');
    expect(objection).toMatchObject({ answerBy: '2026-11-22', faults: [] });
    expect(await receipt(objection.receiptNo)).toMatchObject({
      kind: 'OBJECTION',
      target: recordNo,
      state: 'RECEIVED',
    });
    expect(await receipt('R-0000000000000-0000000000000')).toBeNull();

    const asked = '{ creditRequests { nodes { requestNo target statement state } } }';
    const forTax = await credit.house.ask(asked, reporter('tax'));
    expect(forTax.errors).toEqual([]);
    const { nodes } = forTax.data?.creditRequests as {
      nodes: { requestNo: string; target: string }[];
    };
    const request = nodes.find(({ target }) => target === recordNo);
    expect(request).toBeDefined();
    const forFx = await credit.house.ask(asked, reporter('fx'));
    expect(forFx.data).toEqual({ creditRequests: { nodes: [] } });
    const contact = await credit.house.ask(
      '{ creditRequests { nodes { contactName } } }',
      reporter('tax'),
    );
    expect(contact.errors[0]?.message).toContain('Cannot query field "contactName"');
    const log = JSON.stringify(await credit.house.records());
    expect(log).not.toContain('1234567');

    const decide = (department: string): Promise<Answered> =>
      credit.house.ask(
        `mutation { decideObjection(input: { requestNo: "${request?.requestNo ?? ''}", accept: true, reason: "核实有误" }) ${outcome} }`,
        reporter(department),
      );
    expect(outcomeOf(await decide('fx'))).toMatchObject({ done: false });
    expect(outcomeOf(await decide('tax'))).toMatchObject({ done: true });
    expect(outcomeOf(await decide('tax'))).toMatchObject({ done: false });
    expect(await receipt(objection.receiptNo)).toMatchObject({
      state: 'ACCEPTED',
      reason: '核实有误',
    });
    expect(await credit.whoSees(recordNo)).toEqual(['owner', 'auditor']);
  });

  test('takes an entry of a negative list from notice to end', async () => {
    credit.setClock('2026-01-12T02:00:00Z');
    const notice = outcomeOf(
      await credit.house.ask(
        `mutation ($input: GiveNoticeInput!) { giveNotice(input: $input) ${outcome} }`,
        {
          ...reporter('commerce'),
          variables: {
            input: {
              uscc,
              listType: 'ABNORMAL_OPERATIONS',
              basis: '《企业信息公示暂行条例》第十七条',
              facts: '未公示年度报告',
              documentNo: '沈商告〔2026〕1号',
              authority: '沈阳市商务局',
            },
          },
        },
      ),
    );
    const entryNo = notice.entryNo ?? '';
    const list = (): Promise<Answered> =>
      credit.house.ask(
        `mutation { listSubject(entryNo: "${entryNo}", reason: "期满") ${outcome} }`,
        reporter('commerce'),
      );
    const isPublic = async (): Promise<boolean> =>
      (await credit.house.ask(`{ negativeListEntry(entryNo: "${entryNo}") { entryNo } }`)).data
        ?.negativeListEntry !== null;

    expect(outcomeOf(await list()).faults[0]?.message).toContain('may object until 2026-01-19');
    credit.setClock('2026-01-19T16:00:00Z');
    expect(outcomeOf(await list())).toMatchObject({ done: true });
    expect(await isPublic()).toBe(true);
    credit.setClock('2026-04-19T02:00:00Z');
    expect(
      (await file('requestRepair', entryNo, '沈商告〔2026〕1号')).faults[0]?.message,
    ).toContain('2026-04-20');
    credit.setClock('2026-04-20T02:00:00Z');
    const repair = await file('requestRepair', entryNo, '沈商告〔2026〕1号');
    expect(repair).toMatchObject({ answerBy: '2026-05-07', faults: [] });
    expect(await isPublic()).toBe(true);
    const { data } = await credit.house.ask(
      '{ creditRequests(open: true) { nodes { requestNo target contactName } } }',
      owner,
    );
    const { nodes } = data?.creditRequests as {
      nodes: { requestNo: string; target: string; contactName: string }[];
    };
    const request = nodes.find(({ target }) => target === entryNo);
    expect(request?.contactName).toBe('张三');
    const overdue = async (reader: Asking): Promise<boolean> => {
      const answered = await credit.house.ask(
        '{ creditRequests(overdue: true) { nodes { target answerBy overdue } } }',
        reader,
      );
      const list = payloadOf(answered) as { nodes: { target: string; overdue: boolean }[] };
      expect(list.nodes.every((each) => each.overdue)).toBe(true);
      return list.nodes.some(({ target }) => target === entryNo);
    };
    credit.setClock('2026-05-07T15:59:59Z');
    expect(await overdue(owner)).toBe(false);
    credit.setClock('2026-05-07T16:00:00Z');
    for (const reader of [owner, auditor, reporter('commerce')])
      expect(await overdue(reader)).toBe(true);
    // A department picks among what it decides, and counts nothing else.
    expect(await overdue(reporter('tax'))).toBe(false);
    const counts = async (reader: Asking): Promise<unknown> => {
      const { data, errors } = await credit.house.ask(
        `{ all: creditRequests { totalCount } late: creditRequests(overdue: true) { totalCount }
          others: creditRequests(overdue: false) { totalCount } waiting: creditRequests(open: true) { totalCount } }`,
        reader,
      );
      expect(errors).toEqual([]);
      return Object.values(data ?? {}).map((each) => (each as { totalCount: number }).totalCount);
    };
    expect(await counts(reporter('customs'))).toEqual([0, 0, 0, 0]);
    const [all, late, others] = (await counts(reporter('commerce'))) as number[];
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(all ?? 0);
    expect((late ?? 0) + (others ?? 0)).toBe(all);
    credit.setClock('2026-04-27T02:00:00Z');
    const decided = await credit.house.ask(
      `mutation { decideRepair(input: { requestNo: "${request?.requestNo ?? ''}", accept: true, reason: "已补报" }) ${outcome} }`,
      reporter('commerce'),
    );
    expect(outcomeOf(decided)).toMatchObject({ done: true, entryNo });
    expect(await isPublic()).toBe(false);
    const archive = await credit.house.ask(
      `{ negativeListEntry(entryNo: "${entryNo}") { state exitReason history { transition state by } } }`,
      auditor,
    );
    expect(archive.data?.negativeListEntry).toEqual({
      state: 'ENDED',
      exitReason: 'REPAIRED',
      history: [
        { transition: 'giveNotice', state: 'NOTICE', by: 'commerce' },
        { transition: 'list', state: 'LISTED', by: 'commerce' },
        { transition: 'requestRepair', state: 'REPAIR_REQUESTED', by: null },
        { transition: 'acceptRepair', state: 'REPAIRED', by: 'commerce' },
        { transition: 'close', state: 'ENDED', by: 'commerce' },
      ],
    });
  });
});
