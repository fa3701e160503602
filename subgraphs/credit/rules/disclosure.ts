import { z } from 'zod';
import { inForceOn, dayPattern, readRules } from './read.ts';
import { listTypes, penaltyKinds, recordKinds, severities } from './words.ts';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const day = z.string().regex(dayPattern);
const days = z.number().int().min(1);
const months = z.number().int().min(0).max(120);
const period = { minMonths: months, maxMonths: months };

const document = z.strictObject({
  ruleSets: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        title: words,
        instrument: z.string().min(1),
        effectiveFrom: day,
        effectiveTo: day.nullable(),
        deadlines: z.strictObject({
          discloseWithinWorkingDays: days,
          answerRepairWithinWorkingDays: days,
          answerObjectionWithinDays: days,
          objectToNoticeWithinWorkingDays: days,
          withdrawWithinDays: days,
        }),
        severities: z.record(
          z.enum(severities),
          z.strictObject({ published: z.boolean(), ...period }),
        ),
        penalties: z.record(z.enum(penaltyKinds), z.enum(severities)),
        published: z.array(z.enum(recordKinds)),
        lists: z.record(z.enum(listTypes), z.strictObject({ serious: z.boolean(), ...period })),
        barMonthsAfterFalseStatement: months,
        legalBasis: z.string().min(1),
      }),
    )
    .min(1),
});

/** Rules of disclosure, repair and objection. */
export type DisclosureRules = z.output<typeof document>['ruleSets'][number];

/** Every set of rules of disclosure, oldest first. */
export const disclosureRuleSets: readonly DisclosureRules[] = readRules(
  './disclosure.yaml',
  document,
).ruleSets;

/** The rules of disclosure in force on a day. */
export function disclosureRules(on: string): DisclosureRules {
  return inForceOn(disclosureRuleSets, on);
}
