import type { PgTable } from 'drizzle-orm/pg-core';
import { addWorkingDays } from '../kit/working-days.ts';
import { addDays, dayOf, instantAt } from '../synthetic/days.ts';
import { enterprise } from '../synthetic/enterprises.ts';
import { pad } from '../synthetic/identifiers.ts';
import { objectsToNotice } from '../synthetic/planted-enterprises.ts';
import { stream } from '../synthetic/random.ts';
import { addMonths } from './disclosure.ts';
import { receiptDigest } from './receipt.ts';
import { disclosureRules } from './rules/disclosure.ts';
import type { ExitReason, ListState, ListType } from './rules/words.ts';
import { listEntries, listSteps, requests } from './tables.ts';

type Rows = (readonly [PgTable, Readonly<Record<string, unknown>>])[];

interface Entry {
  readonly listType: ListType;
  readonly department: string;
  readonly authority: string;
  readonly basis: string;
  readonly facts: string;
  readonly noticedOn: string;
  /** What was done after the notice, with the days since it. */
  readonly steps: readonly (readonly [days: number, Step])[];
}

interface Step {
  readonly transition: string;
  readonly state: ListState;
  readonly reason: string;
  readonly by: string | null;
  readonly exitReason?: ExitReason;
}

/** Number of the entry of an enterprise; each has one at most. */
export function entryNo(index: number): string {
  return `NL${pad(index + 1, 10)}`;
}

/** The entry of an enterprise in a negative list, with its steps and the request that is open; most have none. */
export function listRows(index: number): Rows {
  const entry = entryOf(index);
  if (entry === null) return [];
  const { uscc } = enterprise(index);
  const { listType, department, noticedOn } = entry;
  const rules = disclosureRules(noticedOn);
  const { minMonths, maxMonths } = rules.lists[listType];
  const at = (days: number): string => instantAt(addDays(noticedOn, days), 10, index % 60);
  const standing: typeof listEntries.$inferInsert = {
    entryNo: entryNo(index),
    uscc,
    listType,
    basis: entry.basis,
    facts: entry.facts,
    documentNo: `沈信列〔${noticedOn.slice(0, 4)}〕${pad(index, 5)}号`,
    decidedBy: department,
    authority: entry.authority,
    noticedOn,
    objectionUntil: addWorkingDays(noticedOn, rules.deadlines.objectToNoticeWithinWorkingDays),
    ruleSet: rules.id,
    noticedAt: at(0),
  };
  const notice: Step = {
    transition: 'giveNotice',
    state: 'NOTICE',
    reason: '拟列入告知',
    by: department,
  };
  const steps = [[0, notice] as const, ...entry.steps].map(
    ([days, step], position): typeof listSteps.$inferInsert => {
      const day = dayOf(at(days));
      return {
        entryNo: standing.entryNo,
        sequence: position + 1,
        transition: step.transition,
        state: step.state,
        at: at(days),
        reason: step.reason,
        actorDepartment: step.by,
        actorSubject: step.by === null ? 'subject' : `synthetic@${step.by}`,
        exitReason: step.exitReason ?? null,
        answerBy:
          step.state === 'OBJECTION'
            ? addDays(day, rules.deadlines.answerObjectionWithinDays)
            : step.state === 'REPAIR_REQUESTED'
              ? addWorkingDays(day, rules.deadlines.answerRepairWithinWorkingDays)
              : null,
        listingEndsOn: step.state === 'LISTED' ? addMonths(day, maxMonths) : null,
        repairableFrom: step.state === 'LISTED' ? addMonths(day, minMonths) : null,
      };
    },
  );
  return [
    [listEntries, standing],
    ...steps.map((step) => [listSteps, step] as const),
    ...requestOf(index, standing, steps.at(-1)),
  ];
}

function requestOf(
  index: number,
  { entryNo: target, uscc, decidedBy }: typeof listEntries.$inferInsert,
  last: typeof listSteps.$inferInsert | undefined,
): Rows {
  if (last?.answerBy == null) return [];
  const { legalRepresentative, contactTelephone } = enterprise(index);
  const request: typeof requests.$inferInsert = {
    requestNo: `RQ${pad(index + 1, 10)}`,
    // Nobody holds the receipt of a request that nobody filed.
    receiptDigest: receiptDigest(`synthetic ${target}`),
    kind: last.state === 'OBJECTION' ? 'OBJECTION' : 'REPAIR',
    target,
    uscc,
    decidedBy,
    statement: last.reason,
    commitment: last.state === 'REPAIR_REQUESTED',
    filedAt: last.at,
    answerBy: last.answerBy,
    contactName: legalRepresentative,
    contactTelephone,
  };
  return [[requests, request]];
}

function entryOf(index: number): Entry | null {
  if (objectsToNotice(index)) return objected;
  if (enterprise(index).customsCategory === 'SERIOUSLY_DISCREDITED') return customsSerious;
  if (index % 25 !== 8) return null;
  return stream('list entry', index).pick(others);
}

const abnormal = {
  listType: 'ABNORMAL_OPERATIONS',
  department: 'commerce',
  authority: '沈阳市商务局',
  basis: '《企业信息公示暂行条例》第十七条',
  facts: '未在规定期限公示年度报告',
} as const;

const listed: Step = {
  transition: 'list',
  state: 'LISTED',
  reason: '告知期满，决定列入',
  by: 'commerce',
};

const requested: Step = {
  transition: 'requestRepair',
  state: 'REPAIR_REQUESTED',
  reason: '已补报年度报告并公开承诺，申请移出',
  by: null,
};

const objected: Entry = {
  ...abnormal,
  noticedOn: '2026-09-21',
  steps: [
    [
      3,
      { transition: 'object', state: 'OBJECTION', reason: '年度报告已按期报送，附回执', by: null },
    ],
  ],
};

const customsSerious: Entry = {
  listType: 'CUSTOMS_SERIOUS',
  department: 'customs',
  authority: '沈阳海关',
  basis: '海关总署令第282号',
  facts: '走私犯罪，列为严重失信企业',
  noticedOn: '2026-04-20',
  steps: [[15, { ...listed, by: 'customs' }]],
};

const others: readonly Entry[] = [
  { ...abnormal, noticedOn: '2026-07-06', steps: [[14, listed]] },
  {
    ...abnormal,
    noticedOn: '2025-10-13',
    steps: [
      [14, listed],
      [250, requested],
      [
        258,
        {
          transition: 'acceptRepair',
          state: 'REPAIRED',
          reason: '核实已纠正，准予修复',
          by: 'commerce',
          exitReason: 'REPAIRED',
        },
      ],
      [258, { transition: 'close', state: 'ENDED', reason: '修复后终止', by: 'commerce' }],
    ],
  },
  {
    ...abnormal,
    noticedOn: '2025-11-10',
    steps: [
      [14, listed],
      [315, requested],
    ],
  },
  {
    ...abnormal,
    noticedOn: '2025-09-08',
    steps: [
      [14, listed],
      [200, requested],
      [
        212,
        {
          transition: 'refuseRepair',
          state: 'REFUSED',
          reason: '材料不实，不予修复',
          by: 'commerce',
        },
      ],
    ],
  },
];
