import { z } from 'zod';
import { dayPattern, inForceOn, readRules } from './read.ts';

const day = z.string().regex(dayPattern);
const days = z.number().int().min(1);

const ruleSet = z.strictObject({
  id: z.string().min(1),
  title: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  instrument: z.string().min(1),
  effectiveFrom: day,
  effectiveTo: day.nullable(),
  deadlines: z.strictObject({ answerWithinWorkingDays: days, extendByWorkingDays: days }),
});

/** Rules of requests to correct shared data. */
export type CorrectionRules = z.output<typeof ruleSet>;

/** Every set of rules of corrections, oldest first. */
export const correctionRuleSets: readonly CorrectionRules[] = readRules(
  './correction.yaml',
  z.strictObject({ ruleSets: z.array(ruleSet).min(1) }),
).ruleSets;

/** The rules of corrections in force on a day. */
export function correctionRules(on: string): CorrectionRules {
  return inForceOn(correctionRuleSets, on);
}
