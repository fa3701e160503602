import { z } from 'zod';
import { dayPattern, readRules } from './read.ts';
import { type Grade, grades } from './words.ts';

const measure = z
  .strictObject({
    code: z.string().regex(/^[A-Z][A-Z_]*$/),
    title: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
    kind: z.enum(['INCENTIVE', 'ROUTINE', 'RESTRAINT', 'JOINT_PUNISHMENT']),
    grades: z.array(z.enum(grades)).min(1),
    seriousListOnly: z.boolean().default(false),
    takenBy: z.string().min(1),
    legalBasis: z.string().min(1),
    effectiveFrom: z.string().regex(dayPattern),
    effectiveTo: z.string().regex(dayPattern).nullable(),
  })
  .refine(({ kind, seriousListOnly }) => (kind === 'JOINT_PUNISHMENT') === seriousListOnly, {
    message: 'joint punishment, and nothing else, is for those on a serious list only',
  });

/** A measure of supervision. */
export type Measure = z.output<typeof measure>;

/** The catalogue of measures. */
export const measures: readonly Measure[] = readRules(
  './measures.yaml',
  z.strictObject({ measures: z.array(measure).min(1) }),
).measures;

/** The measures that a grade calls for on a day; joint punishment only for those on a serious list. */
export function measuresFor(grade: Grade, isOnSeriousList: boolean, on: string): Measure[] {
  return measures.filter(
    (each) =>
      each.grades.includes(grade) &&
      (isOnSeriousList || !each.seriousListOnly) &&
      each.effectiveFrom <= on &&
      (each.effectiveTo === null || on <= each.effectiveTo),
  );
}
