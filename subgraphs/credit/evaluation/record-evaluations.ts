import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Resolver } from '../../kit/context.ts';
import { actorFor } from '../actor.ts';
import { type Fault, lock, type Outcome, done, refused, textFaults } from '../outcome.ts';
import { evaluatedFrom, evaluationRules } from '../rules/evaluation.ts';
import { momentOf } from '../moment.ts';
import { inputChanges } from '../tables.ts';
import { evaluateSubject } from './evaluator.ts';
import type { Reading } from './score.ts';

type Root = unknown;
const mostSubjects = 100;

/** What was read of departments about some enterprises. */
interface EvaluationsInput {
  readonly readAt: string;
  readonly auditRecord: string;
  readonly subjects: readonly { readonly uscc: string; readonly readings: readonly Reading[] }[];
}

/** Evaluates enterprises from what was read of the departments; the base reckons the points itself. */
export const recordEvaluations: Resolver<Root, { readonly input: EvaluationsInput }> = async (
  _root,
  { input },
  context,
) => {
  const actor = actorFor('CREDIT_EVALUATION', context);
  const { now, today } = momentOf(context);
  const sources = new Set(evaluationRules(today).components.map(({ source }) => source));
  const faults: Fault[] = [...textFaults('auditRecord', input.auditRecord, 100)];
  if (input.subjects.length < 1 || input.subjects.length > mostSubjects) {
    const message = `There are ${input.subjects.length}; give 1 to ${mostSubjects} at a time.`;
    faults.push({ path: 'subjects', message });
  }
  input.subjects.forEach(({ readings }, subject) => {
    readings.forEach(({ source }, reading) => {
      if (sources.has(source)) return;
      const message = `No component is evaluated from it. There are ${[...sources].join(', ')}.`;
      faults.push({ path: `subjects[${subject}].readings[${reading}].source`, message });
    });
  });
  const results: object[] = [];
  if (faults.length === 0) {
    await context.db.transaction(async (transaction) => {
      await lock(transaction, `evaluations of ${actor.department}`);
      for (const { uscc, readings } of input.subjects) {
        const read = { readings, readAt: input.readAt, auditRecord: input.auditRecord };
        const { evaluation, isNew } = await evaluateSubject(transaction, uscc, read, 'RUN', now);
        results.push({ evaluation, isNew });
      }
    });
  }
  return { results, faults };
};

/** A department says that a value of its own changed: the enterprise's evaluation is due. */
export const noteInputChange: Resolver<
  Root,
  { readonly uscc: string; readonly coordinate: string }
> = async (_root, { uscc, coordinate }, context): Promise<Outcome> => {
  const { department } = actorFor('CREDIT_REPORTING', context);
  const { now, today } = momentOf(context);
  const own = evaluatedFrom(department, today);
  if (!own.includes(coordinate)) {
    const message = `Nothing is evaluated from it that ${department} holds. There is ${own.join(', ') || 'nothing'}.`;
    return refused({ path: 'coordinate', message });
  }
  await context.db.insert(inputChanges).values({
    uscc,
    coordinate,
    trigger: 'INPUT',
    at: now,
    actorDepartment: department,
  });
  return done({});
};

const due = z.object({
  rows: z.array(
    z.object({
      uscc: z.string(),
      trigger: z.enum(['RECORD', 'INPUT']),
      since: z.coerce.date().transform((at) => at.toISOString()),
    }),
  ),
});

/** Enterprises of which something changed since they were evaluated, or since departments were last read. */
export const evaluationsDue: Resolver<Root> = async (_root, _args, { db, now }) => {
  const result = await db.execute(sql`
    SELECT c.uscc, min(c.trigger) AS trigger, min(c.at) AS since
    FROM credit.input_changes c
    LEFT JOIN LATERAL (
      SELECT evaluated_at, read_at FROM credit.evaluations e
      WHERE e.uscc = c.uscc ORDER BY evaluated_at DESC LIMIT 1
    ) e ON true
    WHERE c.at <= ${now.toISOString()} AND (
      e.evaluated_at IS NULL
      OR (c.trigger = 'RECORD' AND c.at > e.evaluated_at)
      OR (c.trigger = 'INPUT' AND c.at > e.read_at)
    )
    GROUP BY c.uscc ORDER BY since, c.uscc LIMIT 100`);
  return due.parse(result).rows;
};
