import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditor, type CreditHouse, openCreditHouse, payloadOf, uscc } from './credit-house.ts';
import type { Answered, Asking } from './house.ts';

let credit: CreditHouse;
beforeAll(async () => {
  credit = await openCreditHouse();
});
afterAll(() => credit.house.close());

interface Correction {
  readonly request: Readonly<Record<string, unknown>> | null;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

const selection = `{
  request {
    requestNo coordinate recordId uscc statement evidence readUnder askedBy owner askedAt answerBy extensionReason overdue
    state correctedRecord reason answeredAt ruleSet
  }
  faults { path message }
}`;

/** Somebody who asks for corrections and answers them. */
const of = (department: string): Asking => ({ department, purpose: 'CORRECTION' });

const wrongDeclaration = {
  coordinate: 'Declaration.declaredValue',
  recordId: '080120260000000001',
  uscc,
  statement: '申报金额与发票不符，应为 1280.50',
  evidence: 'FP-2026-00017',
};

const ask = async (asker: Asking, input: object): Promise<Correction> =>
  payloadOf(
    await credit.house.ask(
      `mutation ($input: RequestCorrectionInput!) { requestCorrection(input: $input) ${selection} }`,
      { ...asker, variables: { input } },
    ),
  ) as Correction;

const answer = async (answerer: Asking, input: object): Promise<Correction> =>
  payloadOf(
    await credit.house.ask(
      `mutation ($input: AnswerCorrectionInput!) { answerCorrection(input: $input) ${selection} }`,
      { ...answerer, variables: { input } },
    ),
  ) as Correction;

const extend = async (answerer: Asking, requestNo: string): Promise<Correction> =>
  payloadOf(
    await credit.house.ask(
      `mutation ($no: ID!) { extendCorrection(requestNo: $no, reason: "需实地核查") ${selection} }`,
      { ...answerer, variables: { no: requestNo } },
    ),
  ) as Correction;

/** Numbers of the requests that somebody lists, all of which are also found one by one and counted. */
async function listed(reader: Asking, how = ''): Promise<unknown[]> {
  const page = payloadOf(
    await credit.house.ask(
      `{ correctionRequests(first: 100${how}) { totalCount nodes { requestNo } } }`,
      reader,
    ),
  ) as { totalCount: number; nodes: { requestNo: string }[] };
  expect(page.nodes).toHaveLength(page.totalCount);
  return page.nodes.map(({ requestNo }) => requestNo);
}

const find = (reader: Asking, requestNo: string): Promise<Answered> =>
  credit.house.ask(
    'query ($no: ID!) { correctionRequest(requestNo: $no) { requestNo statement state reason } }',
    { ...reader, variables: { no: requestNo } },
  );

async function newRequest(asker: Asking, input: object): Promise<string> {
  const { request, faults } = await ask(asker, input);
  expect(faults).toEqual([]);
  return String(request?.requestNo);
}

describe('corrections of shared data', () => {
  test('go from who reads it to its owner and back, within its working days', async () => {
    // The last working days before the National Day, and the Saturday on which the 10th of October is worked.
    credit.setClock('2026-09-28T02:00:00Z');
    const { request, faults } = await ask(of('tax'), wrongDeclaration);
    expect(faults).toEqual([]);
    expect(request).toEqual({
      ...wrongDeclaration,
      requestNo: expect.stringMatching(/^DC\d{10}$/),
      readUnder: ['customs-to-tax-refund-review'],
      askedBy: 'tax',
      owner: 'customs',
      askedAt: '2026-09-28T02:00:00Z',
      answerBy: '2026-10-16',
      extensionReason: null,
      overdue: false,
      state: 'RECEIVED',
      correctedRecord: null,
      reason: null,
      answeredAt: null,
      ruleSet: 'correction-order-809',
    });
    const requestNo = String(request?.requestNo);
    expect((await ask(of('tax'), wrongDeclaration)).faults).toEqual([
      { path: 'recordId', message: 'tax asked this before, and customs has not answered yet.' },
    ]);
    expect(await listed(of('customs'), ', owner: "customs", open: true')).toEqual([requestNo]);

    credit.setClock('2026-10-16T15:59:59Z');
    expect(await listed(of('tax'), ', overdue: true')).toEqual([]);
    const extended = await extend(of('customs'), requestNo);
    expect(extended.request).toMatchObject({
      answerBy: '2026-10-30',
      extensionReason: '需实地核查',
    });
    expect((await extend(of('customs'), requestNo)).faults[0]?.message).toContain(
      'extended before, to 2026-10-30',
    );
    credit.setClock('2026-10-30T16:00:00Z');
    for (const reader of [of('tax'), of('customs'), auditor])
      expect(await listed(reader, ', overdue: true')).toEqual([requestNo]);

    const accepted = { requestNo, accept: true, reason: '经核实，已更正' };
    expect((await answer(of('customs'), accepted)).faults).toEqual([
      { path: 'correctedRecord', message: 'It is empty.' },
    ]);
    const given = { ...accepted, correctedRecord: '080120260000000001-01' };
    expect((await answer(of('tax'), given)).faults[0]?.message).toContain('for tax to answer');
    expect((await answer(of('customs'), given)).request).toMatchObject({
      state: 'ACCEPTED',
      correctedRecord: '080120260000000001-01',
      reason: '经核实，已更正',
      overdue: false,
      answeredAt: '2026-10-30T16:00:00Z',
    });
    expect((await answer(of('customs'), given)).faults[0]?.message).toContain('answered before');
    expect((await extend(of('customs'), requestNo)).faults[0]?.message).toContain(
      'answered before',
    );
    expect(await listed(of('tax'), ', open: true')).toEqual([]);
  });

  test('are seen by asker, owner and the auditor of a case, and by nobody else', async () => {
    credit.setClock('2026-10-12T02:00:00Z');
    const requestNo = await newRequest(of('tax'), { ...wrongDeclaration, recordId: 'SEEN-1' });
    const refused = await answer(of('customs'), {
      requestNo,
      accept: false,
      reason: '与原始单证一致',
    });
    expect(refused.request).toMatchObject({ state: 'REFUSED', reason: '与原始单证一致' });
    for (const reader of [of('tax'), of('customs'), auditor]) {
      expect(await listed(reader)).toContain(requestNo);
      expect((await find(reader, requestNo)).data?.correctionRequest).toMatchObject({
        state: 'REFUSED',
      });
    }
    // Commerce operates the base, and asks for whatever purpose, also for one that is not its own.
    const others = [
      ...['commerce', 'fx', 'logistics', 'finance'].map(of),
      { department: 'commerce', purpose: 'JOINT_SUPERVISION' },
    ];
    for (const reader of others) {
      expect(await listed(reader)).not.toContain(requestNo);
      expect((await find(reader, requestNo)).data).toEqual({ correctionRequest: null });
    }
    const { data } = await find({ department: 'commerce', purpose: 'AUDIT' }, requestNo);
    expect(data?.correctionRequest ?? null).toBeNull();
    for (const reader of [
      { ...auditor, case: undefined },
      { department: 'tax', purpose: 'REFUND_REVIEW' },
    ] as Asking[]) {
      const { data, errors } = await find(reader, requestNo);
      expect(data).toEqual({ correctionRequest: null });
      expect(errors[0]?.extensions.code).toBe('POLICY_DENIED');
    }
    expect((await find({}, requestNo)).errors[0]?.message).toContain('Cannot query field');
    expect(
      (await answer(of('commerce'), { requestNo, accept: false, reason: '无' })).faults,
    ).toEqual([{ path: 'requestNo', message: 'There is no such request for commerce to answer.' }]);
  });

  test('can be asked for of what a department reads of another, and of nothing else', async () => {
    const faultOf = async (asker: Asking, coordinate: string): Promise<unknown> =>
      (await ask(asker, { ...wrongDeclaration, coordinate })).faults;
    const none = (department: string): unknown => [
      { path: 'coordinate', message: `${department} reads no such field of another department.` },
    ];
    // Its own, another's that is not shared with it, withheld, and not there: one answer.
    expect(await faultOf(of('customs'), 'Declaration.declaredValue')).toEqual(none('customs'));
    expect(await faultOf(of('logistics'), 'Declaration.declaredValue')).toEqual(none('logistics'));
    expect(await faultOf(of('tax'), 'Declaration.riskScore')).toEqual(none('tax'));
    expect(await faultOf(of('tax'), 'Declaration.nothing')).toEqual(none('tax'));
    expect(await faultOf(of('tax'), 'Query.declaration')).toEqual(none('tax'));
    const empty = { ...wrongDeclaration, recordId: ' ', statement: '', evidence: '' };
    expect((await ask(of('tax'), empty)).faults.map(({ path }) => path)).toEqual([
      'recordId',
      'statement',
      'evidence',
    ]);
    const unanswered = await credit.house.ask(
      'mutation ($input: RequestCorrectionInput!) { requestCorrection(input: $input) { faults { path } } }',
      { department: 'oversight', purpose: 'AUDIT', variables: { input: wrongDeclaration } },
    );
    expect(unanswered.data).toEqual({ requestCorrection: null });
    expect(unanswered.errors[0]?.extensions.code).toBe('POLICY_DENIED');
  });

  test('are on record with purpose, agreement and whom they are about', async () => {
    await newRequest(of('tax'), { ...wrongDeclaration, recordId: 'RECORD-1' });
    expect((await credit.house.records()).at(-1)).toMatchObject({
      department: 'tax',
      purpose: 'CORRECTION',
      subjects: [uscc],
      outcome: 'ANSWERED',
      released: expect.arrayContaining(['Mutation.requestCorrection']),
      agreements: ['commerce-to-tax-correction'],
    });
    const log = JSON.stringify(await credit.house.records());
    expect(log).not.toContain('1280.50');
    expect(log).not.toContain('FP-2026-00017');
  });

  test('make an evaluation due when they change what it was made from', async () => {
    const due = async (): Promise<unknown[]> =>
      payloadOf(
        await credit.house.ask('{ evaluationsDue { uscc trigger } }', {
          department: 'commerce',
          purpose: 'CREDIT_EVALUATION',
        }),
      ) as unknown[];
    const wrongGrade = { ...wrongDeclaration, coordinate: 'Enterprise.taxGrade', recordId: uscc };
    const correct = async (input: object): Promise<void> => {
      const requestNo = await newRequest(of('commerce'), input);
      const given = { requestNo, accept: true, correctedRecord: 'NSXY-2026-1', reason: '已更正' };
      expect((await answer(of('tax'), given)).faults).toEqual([]);
    };
    const other = { ...wrongGrade, coordinate: 'Enterprise.refundClass' };
    const isDue = { uscc, trigger: 'INPUT' };
    await correct(other);
    expect(await due()).not.toContainEqual(isDue);
    await correct(wrongGrade);
    expect(await due()).toContainEqual(isDue);
  });
});
