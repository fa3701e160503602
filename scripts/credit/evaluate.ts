import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { AskGraph } from './graph.ts';

/** What came of evaluating one enterprise. */
export interface EvaluatedSubject {
  readonly uscc: string;
  readonly evaluationNo: string;
  readonly score: string;
  readonly grade: string;
  /** False when nothing that it is made from had changed. */
  readonly isNew: boolean;
}

/** One page of a run over all enterprises. */
export interface EvaluatedPage {
  readonly subjects: readonly EvaluatedSubject[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
  /** How many enterprises there are. */
  readonly total: number;
}

const pageSize = 50;

const held =
  'uscc status customsCategory taxGrade fxClass logisticsOperator { onTimeRate } financing { status }';

const enterprise = z.object({
  uscc: z.string(),
  status: z.string().nullable(),
  customsCategory: z.string().nullable(),
  taxGrade: z.string().nullable(),
  fxClass: z.string().nullable(),
  logisticsOperator: z.object({ onTimeRate: z.string().nullable() }).nullable(),
  financing: z.array(z.object({ status: z.string().nullable() })).nullable(),
});
type Enterprise = z.output<typeof enterprise>;

const page = z.object({
  enterprises: z.object({
    nodes: z.array(enterprise),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    totalCount: z.number(),
  }),
});

/** Evaluates one page of the zone's enterprises, from what the departments hold at this moment. */
export async function evaluatePage(ask: AskGraph, after: string | null): Promise<EvaluatedPage> {
  const { data, auditRecord, askedAt } = await ask(
    `query CreditEvaluationInputs($first: Int, $after: String) { enterprises(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${held} } } }`,
    { first: pageSize, after },
  );
  const { nodes, pageInfo, totalCount } = page.parse(data).enterprises;
  const subjects = nodes.length === 0 ? [] : await record(ask, nodes, askedAt, auditRecord);
  return { subjects, next: pageInfo.hasNextPage ? pageInfo.endCursor : null, total: totalCount };
}

/**
 * Evaluates one enterprise.
 * @throws Failure when the directory does not know it
 */
export async function evaluateOne(ask: AskGraph, uscc: string): Promise<EvaluatedSubject> {
  const { data, auditRecord, askedAt } = await ask(
    `query CreditEvaluationInputs($uscc: USCC!) { enterprise(uscc: $uscc) { ${held} } }`,
    { uscc },
  );
  const { enterprise: found } = z.object({ enterprise: enterprise.nullable() }).parse(data);
  if (found === null) throw new Failure(`The zone has no enterprise ${uscc}.`, 2);
  const [evaluated] = await record(ask, [found], askedAt, auditRecord);
  if (evaluated === undefined) throw new Failure(`${uscc} was not evaluated.`, 70);
  return evaluated;
}

/** Enterprises whose evaluation is due because something changed. */
export async function subjectsDue(ask: AskGraph): Promise<string[]> {
  const { data } = await ask('query CreditEvaluationsDue { evaluationsDue { uscc } }');
  const { evaluationsDue } = z
    .object({ evaluationsDue: z.array(z.object({ uscc: z.string() })) })
    .parse(data);
  return evaluationsDue.map(({ uscc }) => uscc);
}

const recorded = z.object({
  recordEvaluations: z.object({
    faults: z.array(z.object({ path: z.string(), message: z.string() })),
    results: z.array(
      z.object({
        isNew: z.boolean(),
        evaluation: z.object({
          uscc: z.string(),
          evaluationNo: z.string(),
          score: z.string(),
          grade: z.string(),
        }),
      }),
    ),
  }),
});

async function record(
  ask: AskGraph,
  enterprises: readonly Enterprise[],
  readAt: string,
  auditRecord: string,
): Promise<EvaluatedSubject[]> {
  const subjects = enterprises.map((each) => ({ uscc: each.uscc, readings: readingsOf(each) }));
  const { data } = await ask(
    'mutation RecordEvaluations($input: EvaluationsInput!) { recordEvaluations(input: $input) { faults { path message } results { isNew evaluation { uscc evaluationNo score grade } } } }',
    { input: { readAt, auditRecord, subjects } },
  );
  const { faults, results } = recorded.parse(data).recordEvaluations;
  const [fault] = faults;
  if (fault !== undefined) throw new Failure(`${fault.path}: ${fault.message}`, 70);
  return results.map(({ isNew, evaluation }) => ({ ...evaluation, isNew }));
}

/** The worst first: one overdue loan says more than many repaid. */
const financingOrder = ['OVERDUE', 'REFUSED', 'REPAYING', 'GRANTED', 'REPAID'];

function readingsOf(each: Enterprise): { source: string; value: string | null }[] {
  const states = new Set((each.financing ?? []).map(({ status }) => status));
  return [
    { source: 'Enterprise.customsCategory', value: each.customsCategory },
    { source: 'Enterprise.taxGrade', value: each.taxGrade },
    { source: 'Enterprise.fxClass', value: each.fxClass },
    { source: 'Enterprise.status', value: each.status },
    {
      source: 'LogisticsOperator.onTimeRate',
      value: each.logisticsOperator?.onTimeRate ?? null,
    },
    {
      source: 'FinancingApplication.status',
      value: financingOrder.find((state) => states.has(state)) ?? null,
    },
  ];
}
