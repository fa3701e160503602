import { z } from 'zod';
import { dayPattern, inForceOn, readRules } from './read.ts';
import { grades, recordKinds, severities } from './words.ts';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const day = z.string().regex(dayPattern);
const thousandths = z.number().int().min(0).max(1000);

const component = z
  .strictObject({
    id: z.string().regex(/^[a-zA-Z]+$/),
    weight: z.number().int().min(1),
    department: z.string().min(1),
    source: z.string().regex(/^[A-Z]\w*\.\w+$/),
    values: z.record(z.string(), thousandths).optional(),
    atLeast: z
      .array(z.strictObject({ from: z.string().regex(/^\d+(\.\d+)?$/), value: thousandths }))
      .optional(),
  })
  .refine(({ values, atLeast }) => (values === undefined) !== (atLeast === undefined), {
    message: 'has either values or atLeast',
  });

const cap = z.union([
  z.strictObject({
    rule: z.string().min(1),
    atMost: z.enum(grades),
    source: z.string(),
    among: z.array(z.string()).min(1),
  }),
  z.strictObject({
    rule: z.string().min(1),
    atMost: z.enum(grades),
    openEntry: z.enum(['serious', 'any']),
  }),
]);

const ruleSet = z
  .strictObject({
    id: z.string().min(1),
    title: words,
    instrument: z.string().min(1),
    effectiveFrom: day,
    effectiveTo: day.nullable(),
    components: z.array(component).min(1),
    withoutEvidence: thousandths,
    deductions: z.record(z.enum(severities), thousandths),
    additions: z.partialRecord(z.enum(recordKinds), thousandths),
    halfLifeDays: z.number().int().min(1),
    validDays: z.number().int().min(1),
    grades: z
      .array(z.strictObject({ grade: z.enum(grades), atLeast: z.number().int().min(0) }))
      .length(grades.length),
    caps: z.array(cap),
  })
  .refine(({ components }) => components.reduce((sum, { weight }) => sum + weight, 0) === 1000, {
    message: 'the weights of the components add up to 1000',
  });

/** Rules of the composite evaluation. */
export type EvaluationRules = z.output<typeof ruleSet>;

/** Every set of rules of evaluation, oldest first. */
export const evaluationRuleSets: readonly EvaluationRules[] = readRules(
  './evaluation.yaml',
  z.strictObject({ ruleSets: z.array(ruleSet).min(1) }),
).ruleSets;

/** The rules of evaluation in force on a day. */
export function evaluationRules(on: string): EvaluationRules {
  return inForceOn(evaluationRuleSets, on);
}

/** The coordinates of a department from which enterprises are evaluated on a day. */
export function evaluatedFrom(department: string, on: string): readonly string[] {
  return evaluationRules(on)
    .components.filter((each) => each.department === department)
    .map(({ source }) => source);
}
